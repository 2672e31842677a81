import { useTranslation } from 'react-i18next'
import { ChatPane } from './chat-pane'

/** The chat with the window to itself. */
export function ChatScreen() {
  const { t } = useTranslation()
  return (
    <section aria-label={t('screen.chat')} className="flex min-h-0 flex-1 flex-col bg-panel">
      <ChatPane />
    </section>
  )
}
