import { useTranslation } from 'react-i18next'
import type { Settings, SettingsPatch } from '../../shared/contract/settings'
import { useClient, useSettings } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { ApprovedTools } from '../consents/approved-tools'
import { Select } from '../ui/select'
import { Row, Section } from './section'
import { TextSetting } from './text-setting'

/** What a model may have run: by default, and what was approved for good. */
export function ConsentsSection() {
  const { t } = useTranslation()
  const client = useClient()
  const settings = useSettings()
  const change = useAction<SettingsPatch, Settings>({ mutationFn: (patch) => client.settings.set(patch) })
  const shown = (change.isPending ? change.variables.toolPolicy : undefined) ?? settings?.toolPolicy ?? 'ask'
  return (
    <Section section="consents">
      <Row field="toolPolicy" label={t('setting.toolPolicy')} hint={t(`consents.means.${shown}`)}>
        <Select
          aria-label={t('setting.toolPolicy')}
          className="w-56"
          disabled={!settings}
          value={shown}
          onChange={({ target }) =>
            change.mutate({ toolPolicy: target.value === 'trusted' ? 'trusted' : 'ask' })
          }
        >
          <option value="ask">{t('consents.ask')}</option>
          <option value="trusted">{t('consents.trusted')}</option>
        </Select>
      </Row>
      <Row field="approvedTools" label={t('setting.approvedTools')} hint={t('consents.approvedHint')} />
      <ApprovedTools />
      <Row field="sampling" label={t('setting.sampling')} hint={t('consents.samplingHint')}>
        <Select
          aria-label={t('setting.sampling')}
          className="w-56"
          disabled={!settings}
          value={settings?.sampling ?? 'off'}
          onChange={({ target }) => change.mutate({ sampling: target.value === 'ask' ? 'ask' : 'off' })}
        >
          <option value="off">{t('consents.samplingOff')}</option>
          <option value="ask">{t('consents.samplingAsk')}</option>
        </Select>
      </Row>
      <TextSetting
        field="roots"
        value={!settings || settings.roots === 'off' ? '' : settings.roots}
        hint={t('consents.rootsHint')}
        placeholder={t('consents.rootsNone')}
        onChange={(text) => change.mutate({ roots: text || 'off' })}
      />
    </Section>
  )
}
