import { composerId, waitingSelector } from '../../chat/marks'
import { openChat, toggleChat, toggleChatAlone } from '../../chat/place'
import type { Action } from './action'

/** Once what was asked for is drawn; a palette has given the focus back by then, too. */
function focusSoon(selector: string): void {
  setTimeout(() => document.querySelector<HTMLElement>(selector)?.focus(), 50)
}

/** What is about the chat as a whole. */
export const chatActions: readonly Action[] = [
  {
    id: 'chat',
    group: 'look',
    text: (t) => t('actions.chat'),
    keys: ['c', 'mod+i'],
    calm: true,
    run: () => toggleChat(),
  },
  {
    id: 'chat-alone',
    group: 'look',
    text: (t) => t('actions.chatAlone'),
    calm: true,
    run: () => toggleChatAlone(),
  },
  {
    id: 'chat-ask',
    group: 'go',
    text: (t) => t('actions.chatAsk'),
    keys: ['g q'],
    run: () => {
      openChat()
      focusSoon(`#${composerId}`)
    },
  },
  {
    id: 'chat-new',
    group: 'go',
    text: (t) => t('actions.chatNew'),
    run: ({ view }) => {
      openChat()
      view.set({ conversation: null })
      focusSoon(`#${composerId}`)
    },
  },
  {
    id: 'chat-waiting',
    group: 'go',
    text: (t) => t('actions.chatWaiting'),
    keys: ['g w'],
    run: () => {
      openChat()
      focusSoon(waitingSelector)
    },
  },
]
