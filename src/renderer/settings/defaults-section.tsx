import { useTranslation } from 'react-i18next'
import { DefaultName, NumberName, Settings, SwitchName } from '../../shared/contract/settings'
import { useClient, useSettings } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { Button } from '../ui/button'
import { Skeleton } from '../ui/skeleton'
import { NumberSetting } from './number-setting'
import { Section } from './section'
import { SwitchSetting } from './switch-setting'

const names = DefaultName.options
const usual = Settings.parse({})

/** What holds for every server that has nothing of its own. */
export function DefaultsSection() {
  const { t } = useTranslation()
  const settings = useSettings()
  return (
    <Section section="defaults" action={settings && <ResetAll settings={settings} />}>
      {settings ? (
        names.map((name) => <Setting key={name} name={name} settings={settings} />)
      ) : (
        <div role="status" aria-label={t('settings.loading')} className="grid gap-4 p-4">
          <Skeleton className="w-1/2" />
          <Skeleton className="w-1/3" />
          <Skeleton className="w-1/2" />
        </div>
      )}
    </Section>
  )
}

function Setting({ name, settings }: { name: DefaultName; settings: Settings }) {
  const toggle = SwitchName.safeParse(name)
  if (toggle.success) return <SwitchSetting name={toggle.data} value={settings[toggle.data]} />
  const number = NumberName.parse(name)
  return <NumberSetting name={number} value={settings[number]} />
}

function ResetAll({ settings }: { settings: Settings }) {
  const { t } = useTranslation()
  const client = useClient()
  const reset = useAction<void, Settings>({
    mutationFn: () => client.settings.reset({ names }),
  })
  if (names.every((name) => settings[name] === usual[name])) return null
  return (
    <Button look="ghost" busy={reset.isPending} onClick={() => reset.mutate()}>
      {t('settings.resetAll')}
    </Button>
  )
}
