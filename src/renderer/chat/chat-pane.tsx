import { useView } from '../shell/view'
import { ChatAnnouncer } from './chat-announcer'
import { ChatHead } from './chat-head'
import { Composer } from './composer'
import { Thread } from './thread'
import { useConversation } from './use-conversation'

/** A conversation: what was said, and where to say more. */
export function ChatPane() {
  const id = useView((view) => view.conversation)
  const conversation = useConversation(id)
  return (
    <>
      <ChatHead conversation={conversation ?? null} />
      <Thread key={`thread ${id}`} id={id} conversation={conversation} />
      <Composer id={id} conversation={conversation ?? null} />
      <ChatAnnouncer conversation={conversation ?? null} />
    </>
  )
}
