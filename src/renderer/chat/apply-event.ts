import type { Conversation, ConversationEvent } from '../../shared/contract/chat'
import type { Turn } from '../../shared/contract/turns'

/** The conversation after an event; null where something was missed and it must be followed from anew. */
export function applyEvent(
  known: Conversation | null | undefined,
  event: Exclude<ConversationEvent, { kind: 'removed' }>,
): Conversation | null {
  if (event.kind === 'snapshot') return event.conversation
  if (!known) return null
  switch (event.kind) {
    case 'summary': {
      const { turns: _count, ...summary } = event.summary
      return { ...known, ...summary }
    }
    case 'turn':
      return { ...known, turns: withTurn(known.turns, event.turn) }
    case 'text': {
      const turn = known.turns.at(-1)
      const longer = turn?.id === event.turn ? withText(turn, event) : null
      return longer && { ...known, turns: [...known.turns.slice(0, -1), longer] }
    }
  }
}

/** In the place of the one of its id; else after all. */
function withTurn(turns: readonly Turn[], turn: Turn): Turn[] {
  const at = turns.findLastIndex(({ id }) => id === turn.id)
  return at < 0 ? [...turns, turn] : turns.with(at, turn)
}

function withText(turn: Turn, event: Extract<ConversationEvent, { kind: 'text' }>): Turn | null {
  const part = turn.parts[event.part]
  if (!part || (part.kind !== 'text' && part.kind !== 'reasoning') || part.text.length < event.at) return null
  const text = part.text.slice(0, event.at) + event.text
  return { ...turn, parts: turn.parts.with(event.part, { ...part, text }) }
}
