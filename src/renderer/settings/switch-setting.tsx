import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settings, SwitchName } from '../../shared/contract/settings'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { Switch } from '../ui/switch'
import { Row } from './section'

/** Kept at once; pressing again takes it back. */
export function SwitchSetting({ name, value }: { name: SwitchName; value: boolean }) {
  const { t } = useTranslation()
  const id = useId()
  const client = useClient()
  const keep = useAction<boolean, Settings>({ mutationFn: (next) => client.settings.set({ [name]: next }) })
  return (
    <Row
      field={name}
      label={<label htmlFor={id}>{t(`setting.${name}`)}</label>}
      hint={t(`settings.means.${name}`)}
    >
      <Switch
        id={id}
        checked={keep.isPending ? keep.variables : value}
        onChange={(next) => keep.mutate(next)}
      />
    </Row>
  )
}
