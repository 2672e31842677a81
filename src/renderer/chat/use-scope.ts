import type { ChatScope } from '../../shared/contract/chat'
import { useConversations } from '../bridge/bridge'
import { useDrafts, usualBeginning } from './drafts'
import { useChange } from './use-chat'

/** What a conversation, or the next one, is asked of. */
export function useScope(conversation: string | null) {
  const beginning = useDrafts((drafts) => drafts.beginning.scope)
  const summary = useConversations()?.find(({ id }) => id === conversation)
  const change = useChange(conversation)
  const scope: ChatScope = conversation === null ? beginning : (summary?.scope ?? usualBeginning.scope)
  return { scope, change: (next: ChatScope) => change.mutate({ scope: next }) }
}
