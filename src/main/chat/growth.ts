import type { ConversationEvent } from '../../shared/contract/chat'
import type { Turn, TurnPart } from '../../shared/contract/turns'

/**
 * What was added to the texts of a turn since; null where anything else changed. Of a turn nothing is altered in place,
 * so what is the same object is the same.
 */
export function growthOf(before: Turn, after: Turn): ConversationEvent[] | null {
  const { parts: old, ...head } = before
  const { parts, ...newHead } = after
  if (parts.length !== old.length) return null
  if (Object.entries(newHead).some(([key, value]) => head[key as keyof typeof head] !== value)) return null
  const events: ConversationEvent[] = []
  for (const [place, part] of parts.entries()) {
    const was = old[place]
    if (part === was) continue
    const at = was && lengthBefore(was, part)
    if (at === undefined || !('text' in part)) return null
    events.push({ kind: 'text', turn: after.id, part: place, at, text: part.text.slice(at) })
  }
  return events
}

/** Where a text went on; undefined where the part is not the same one, grown. */
function lengthBefore(was: TurnPart, part: TurnPart): number | undefined {
  if (was.kind !== part.kind || !('text' in was) || !('text' in part)) return undefined
  return part.text.startsWith(was.text) ? was.text.length : undefined
}
