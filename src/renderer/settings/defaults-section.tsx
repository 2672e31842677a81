import { useTranslation } from 'react-i18next'
import { isSwitch, SettingName, Settings } from '../../shared/contract/settings'
import { useClient, useSettings } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { Button } from '../ui/button'
import { Skeleton } from '../ui/skeleton'
import { NumberSetting } from './number-setting'
import { Section } from './section'
import { SwitchSetting } from './switch-setting'

const usual = Settings.parse({})

/** What holds for every server that has nothing of its own. */
export function DefaultsSection() {
  const { t } = useTranslation()
  const settings = useSettings()
  return (
    <Section section="defaults" action={settings && <ResetAll settings={settings} />}>
      {settings ? (
        SettingName.options.map((name) =>
          isSwitch(name) ? (
            <SwitchSetting key={name} name={name} value={settings[name]} />
          ) : (
            <NumberSetting key={name} name={name} value={settings[name]} />
          ),
        )
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

function ResetAll({ settings }: { settings: Settings }) {
  const { t } = useTranslation()
  const client = useClient()
  const reset = useAction<void, Settings>({ mutationFn: () => client.settings.reset() })
  if (SettingName.options.every((name) => settings[name] === usual[name])) return null
  return (
    <Button look="ghost" busy={reset.isPending} onClick={() => reset.mutate()}>
      {t('settings.resetAll')}
    </Button>
  )
}
