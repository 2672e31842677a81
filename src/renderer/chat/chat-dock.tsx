import { useTranslation } from 'react-i18next'
import { useView } from '../shell/view'
import { Splitter } from '../ui/splitter'
import { ChatPane } from './chat-pane'
import { chatMinPx, workMinPx } from './place'

const chatMaxPx = 760

/** The chat beside the work: as wide as one likes, while the work keeps its own. */
export function ChatDock() {
  const { t } = useTranslation()
  const { chatPx, set } = useView()
  return (
    <aside
      aria-label={t('screen.chat')}
      className="relative flex min-h-0 min-w-0 flex-col bg-panel"
      style={{ width: `clamp(${chatMinPx}px, ${chatPx}px, calc(100vw - ${workMinPx}px))` }}
    >
      <Splitter
        pane="right"
        label={t('chat.resize')}
        size={chatPx}
        min={chatMinPx}
        max={chatMaxPx}
        onChange={(next) => set({ chatPx: next })}
      />
      <ChatPane />
    </aside>
  )
}
