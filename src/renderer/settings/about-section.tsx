import { useTranslation } from 'react-i18next'
import type { About } from '../../shared/contract/rollcall'
import { BrandMark } from '../shell/brand-mark'
import { useView } from '../shell/view'
import { Button } from '../ui/button'
import { CopyButton } from './copy-button'
import { Row, Section } from './section'

/** What this Rollcall is made of, as one wants it in a report of a fault. */
export function AboutSection({ about }: { about: About }) {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  const facts = factsOf(about).filter(([, value]) => value !== null && value !== '')
  const report = [`Rollcall ${about.version}`, ...facts.map(([name, value]) => `${name} ${value}`)]
  return (
    <Section section="about">
      <Row
        field="version"
        label={
          <span className="flex items-center gap-2 font-[560]">
            <BrandMark />
            <span className="select-text">Rollcall {about.version}</span>
          </span>
        }
        hint={t(`about.shells.${about.shell}`)}
      >
        <CopyButton text={report.join('\n')} label={t('settings.copyVersions')} named />
      </Row>
      <div className="px-4 py-3">
        <dl className="grid grid-cols-[140px_minmax(0,1fr)] gap-x-4 gap-y-1.5">
          {facts.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="select-text tabular-nums">{value}</dd>
            </div>
          ))}
          <dt className="text-muted">{t('about.protocol')}</dt>
          <dd className="select-text tabular-nums">
            {t('about.protocols', { legacy: about.protocols.legacy, modern: about.protocols.modern })}
          </dd>
        </dl>
      </div>
      <Row field="licences" label={t('setting.licences')} hint={t('about.licence')}>
        <Button onClick={() => set({ overlay: { kind: 'licences' } })}>{t('settings.showLicences')}</Button>
      </Row>
    </Section>
  )
}

/** Names of programs are the same in every language. */
function factsOf({ electron, chromium, node, sqlite, platform, arch }: About) {
  return [
    ['Electron', electron],
    ['Chromium', chromium ?? browserVersion()],
    ['Node', node],
    ['SQLite', sqlite],
    ['OS', `${platform} ${arch}`],
  ] as const
}

/** The browser's own, where it is a Chromium. */
function browserVersion(): string | null {
  return /Chrome\/([\d.]+)/u.exec(navigator.userAgent)?.[1] ?? null
}
