import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Settings } from '../../shared/contract/settings'
import { useClient, useRpc, useSettings } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { useView } from '../shell/view'
import { Field, Input } from '../ui/field'
import { Segmented } from '../ui/segmented'
import { Skeleton } from '../ui/skeleton'

export function SettingsScreen() {
  const { t } = useTranslation()
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-12 items-center border-line border-b px-4">
        <h1 className="font-[620] text-lg tracking-[-0.01em]">{t('screen.settings')}</h1>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto grid max-w-180 gap-6 p-5">
          <Section title={t('settings.look')}>
            <Look />
          </Section>
          <Section title={t('settings.defaults')}>
            <Defaults />
          </Section>
          <Section title={t('settings.about')}>
            <About />
          </Section>
        </div>
      </div>
    </div>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-2 font-[620] text-md">{title}</h2>
      <div className="grid gap-3 rounded-xl border border-line bg-panel p-4">{children}</div>
    </section>
  )
}

function Look() {
  const { t } = useTranslation()
  const { language, theme, density, set } = useView()
  return (
    <>
      <Row label={t('settings.language')}>
        <Segmented
          label={t('settings.language')}
          value={language}
          options={[
            { value: 'en', label: <span lang="en">English</span> },
            { value: 'zh', label: <span lang="zh-CN">中文</span> },
          ]}
          onChange={(next) => set({ language: next })}
        />
      </Row>
      <Row label={t('settings.theme')}>
        <Segmented
          label={t('settings.theme')}
          value={theme}
          options={[
            { value: 'system', label: t('settings.system') },
            { value: 'light', label: t('settings.light') },
            { value: 'dark', label: t('settings.dark') },
          ]}
          onChange={(next) => set({ theme: next })}
        />
      </Row>
      <Row label={t('settings.density')}>
        <Segmented
          label={t('settings.density')}
          value={density}
          options={[
            { value: 'roomy', label: t('settings.roomy') },
            { value: 'compact', label: t('settings.compact') },
          ]}
          onChange={(next) => set({ density: next })}
        />
      </Row>
    </>
  )
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-center justify-between gap-4">
      <span>{label}</span>
      {children}
    </div>
  )
}

const numbers = [
  'maxConcurrentConnections',
  'connectTimeoutMs',
  'requestTimeoutMs',
  'checkIntervalMs',
  'slowAfterMs',
] as const

function Defaults() {
  const settings = useSettings()
  if (!settings) return <Skeleton className="h-32" />
  return (
    <div className="grid grid-cols-2 gap-x-5 gap-y-3">
      {numbers.map((name) => (
        // A new value from elsewhere replaces what stands in the field.
        <NumberSetting key={`${name}${settings[name]}`} name={name} value={settings[name]} />
      ))}
    </div>
  )
}

/** Kept when the person leaves the field or presses Enter, if it fits. */
function NumberSetting({ name, value }: { name: (typeof numbers)[number]; value: number }) {
  const { t } = useTranslation()
  const client = useClient()
  const [text, setText] = useState(String(value))
  const keep = useAction<Partial<Settings>, Settings>({ mutationFn: (patch) => client.settings.set(patch) })
  const parsed = Settings.shape[name].safeParse(text.trim() === '' ? Number.NaN : Number(text))
  const commit = () => {
    if (parsed.success && parsed.data !== value) keep.mutate({ [name]: parsed.data })
  }
  return (
    <Field
      label={t(`settings.${name}`)}
      hint={t(`settings.${name}Hint`)}
      problem={parsed.success ? undefined : t('settings.outOfRange')}
    >
      {(control) => (
        <Input
          {...control}
          inputMode="numeric"
          className="tabular-nums"
          value={text}
          onChange={({ target }) => setText(target.value)}
          onBlur={commit}
          onKeyDown={({ key }) => key === 'Enter' && commit()}
        />
      )}
    </Field>
  )
}

function About() {
  const { t } = useTranslation()
  const rpc = useRpc()
  const { data } = useQuery(rpc.rollcall.about.queryOptions())
  if (!data) return <Skeleton className="h-20" />
  const facts = [
    [t('about.version'), data.version],
    [t('about.shell'), t(`about.shells.${data.shell}`)],
    [t('about.platform'), `${data.platform} · Node ${data.node}`],
    [t('about.dataDir'), data.dataDir],
    [t('about.secrets'), t(`about.secretsKept.${data.secrets}`)],
    [t('about.api'), data.api ?? t('about.apiOff')],
  ] as const
  return (
    <dl className="grid grid-cols-[150px_minmax(0,1fr)] gap-x-4 gap-y-1.5">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-faint">{name}</dt>
          <dd className="select-text break-all">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
