import { FolderOpen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { About, Deed } from '../../shared/contract/rollcall'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { formatBytes } from '../text/format'
import { Button } from '../ui/button'
import { CopyButton } from './copy-button'
import { requestLine } from './request-line'
import { Row, Section } from './section'
import { SharingRows } from './sharing-rows'

/** Where everything is kept, how large it is, and how it is moved. */
export function DataSection({ about }: { about: About }) {
  const { t } = useTranslation()
  const client = useClient()
  const perform = useAction<Deed, unknown>({ mutationFn: (deed) => client.rollcall.perform({ deed }) })
  return (
    <Section section="data">
      <Row field="dataDir" label={t('setting.dataDir')} hint={<Path>{about.dataDir}</Path>}>
        <CopyButton text={about.dataDir} label={t('settings.copyPath')} />
        {about.deeds.includes('open-data-folder') && (
          <Button busy={perform.isPending} onClick={() => perform.mutate('open-data-folder')}>
            <FolderOpen aria-hidden className="size-3.5" />
            {t('settings.openFolder')}
          </Button>
        )}
      </Row>
      <Row label={t('settings.database')} hint={t('settings.databaseHint')}>
        <span className="tabular-nums">{formatBytes(about.databaseBytes)}</span>
      </Row>
      <Row label={t('settings.move')} hint={t('settings.moveHint')} />
      <Row field="secrets" label={t('setting.secrets')} hint={t(`about.secretsKept.${about.secrets}`)} />
    </Section>
  )
}

/** Where programs and the command line reach this Rollcall. The token is never shown: it is read where it lies. */
export function ApiSection({ about }: { about: About }) {
  const { t } = useTranslation()
  const { api, dataDir, platform } = about
  if (api === null)
    return (
      <Section section="api">
        <Row field="api" label={t('about.apiOff')} />
      </Section>
    )
  const file = [dataDir, 'api.json'].join(platform === 'win32' ? '\\' : '/')
  return (
    <Section section="api">
      <Row field="api" label={t('setting.api')} hint={<Path>{`${api}/api`}</Path>}>
        <CopyButton text={`${api}/api`} label={t('settings.copyAddress')} />
      </Row>
      <Row
        label={t('settings.token')}
        hint={
          <>
            {t('settings.tokenHint')} <Path>{file}</Path>
          </>
        }
      >
        <CopyButton text={requestLine({ api, file, platform })} label={t('settings.copyRequest')} named />
      </Row>
      <SharingRows />
    </Section>
  )
}

function Path({ children }: { children: string }) {
  return (
    <bdi dir="ltr" className="select-text break-all font-mono">
      {children}
    </bdi>
  )
}
