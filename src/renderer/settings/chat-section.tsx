import { ChatSettingName } from '../../shared/contract/settings'
import { useSettings } from '../bridge/bridge'
import { NumberSetting } from './number-setting'
import { Section } from './section'

/** What an answer of a model may take. */
export function ChatSection() {
  const settings = useSettings()
  return (
    <Section section="chat">
      {settings &&
        ChatSettingName.options.map((name) => (
          <NumberSetting key={name} name={name} value={settings[name]} />
        ))}
    </Section>
  )
}
