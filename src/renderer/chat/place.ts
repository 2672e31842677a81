import { useView } from '../shell/view'
import { useMedia } from '../ui/use-media'

/** Narrower than this, the chat would squeeze the work beside it: then it has the window to itself, or is closed. */
const besideMedia = '(width >= 1100px)'
/** From here on it stands there until somebody closes it. */
const roomyMedia = '(width >= 1340px)'

export const chatMinPx = 320
/** What the work keeps, navigation included. */
export const workMinPx = 756

export type ChatPlace = 'closed' | 'beside' | 'alone'

export function useChatPlace(): ChatPlace {
  const screen = useView((view) => view.screen)
  const chosen = useView((view) => view.chat)
  const fits = useMedia(besideMedia)
  const roomy = useMedia(roomyMedia)
  if (screen === 'chat') return 'alone'
  return fits && (chosen ?? roomy) ? 'beside' : 'closed'
}

function chatPlace(): ChatPlace {
  const { screen, chat } = useView.getState()
  if (screen === 'chat') return 'alone'
  return matchMedia(besideMedia).matches && (chat ?? matchMedia(roomyMedia).matches) ? 'beside' : 'closed'
}

/** The chat takes the place of the screen. */
export function showChatAlone(): void {
  const { screen, set } = useView.getState()
  if (screen !== 'chat') set({ screen: 'chat', screenBefore: screen })
}

/** Beside the work where there is room, else in its place. */
export function openChat(): void {
  if (chatPlace() !== 'closed') return
  if (matchMedia(besideMedia).matches) useView.getState().set({ chat: true })
  else showChatAlone()
}

export function closeChat(): void {
  const { screenBefore, set } = useView.getState()
  if (chatPlace() === 'alone') set({ screen: screenBefore, chat: false })
  else set({ chat: false })
}

/** From the window to its side, and back; the way back is closing it where there is no room at the side. */
export function toggleChatAlone(): void {
  const { screenBefore, set } = useView.getState()
  if (chatPlace() === 'alone') set({ screen: screenBefore, chat: matchMedia(besideMedia).matches })
  else showChatAlone()
}

export function toggleChat(): void {
  if (chatPlace() === 'closed') openChat()
  else closeChat()
}
