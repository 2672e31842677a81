import { MessageSquare } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../bridge/bridge'
import { actionOf } from '../shell/actions/actions'
import { ariaKeys, keysOf, saidKeys } from '../shell/keys'
import { IconButton } from '../ui/button'
import { toggleChat, useChatPlace } from './place'

/** Opens and closes the chat; says when something in it waits for the person. */
export function ChatButton() {
  const { t } = useTranslation()
  const place = useChatPlace()
  const waiting = useConversations()?.filter(({ state }) => state === 'waiting').length ?? 0
  const [keys = ''] = keysOf(actionOf('chat'))
  const label = waiting > 0 ? t('chat.buttonWaiting', { count: waiting }) : t('chat.button')
  return (
    <IconButton
      label={label}
      title={`${label} (${saidKeys(keys)})`}
      aria-keyshortcuts={ariaKeys(keys)}
      aria-pressed={place !== 'closed'}
      onClick={toggleChat}
      className="relative aria-pressed:bg-accent-soft aria-pressed:text-accent-text"
    >
      <MessageSquare />
      {waiting > 0 && <span aria-hidden className="absolute top-0.5 right-0.5 size-2 rounded-full bg-slow" />}
    </IconButton>
  )
}
