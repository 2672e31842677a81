import type { Verdict } from '../../shared/contract/health'
import type { Server, ServerQuery } from '../../shared/contract/registry'

/** Whether a server fits a query; what the query leaves out fits always. */
export function matches(server: Server, { tags, match, text, state, source }: ServerQuery): boolean {
  return (
    (tags === undefined || tags.length === 0 || hasTags(server, tags, match)) &&
    (text === undefined || hasText(server, text)) &&
    (state === undefined || isInState(server, state)) &&
    (source === undefined || source === server.source.id || source === server.source.name)
  )
}

function hasTags(server: Server, tags: readonly string[], match: 'any' | 'all'): boolean {
  const has = (tag: string) => server.tags.includes(tag)
  return match === 'all' ? tags.every(has) : tags.some(has)
}

function hasText(server: Server, text: string): boolean {
  const { name, url, command, args, description, tags, toolNames = [] } = server
  const address = url ?? [command, ...(args ?? [])].join(' ')
  const wanted = folded(text.trim())
  return [name, address, description, ...tags, ...toolNames].some((part) => folded(part).includes(wanted))
}

/** Without regard to case, and to the two ways Unicode writes an accented letter. */
function folded(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

function isInState(
  { intent, mutedUntil, connection, health }: Server,
  state: NonNullable<ServerQuery['state']>,
): boolean {
  if (state === 'muted') return mutedUntil !== null
  if (state !== 'attention') return connection.state === state || health.verdict === state
  const isWell = usable.has(connection.state) && !isTroubled(health.verdict)
  return intent === 'on' && mutedUntil === null && !isWell
}

/** A verdict somebody should look at. */
export function isTroubled(verdict: Verdict): boolean {
  return verdict === 'down' || verdict === 'slow' || verdict === 'flapping'
}

/** Those that answer, if only once they are woken. */
const usable: ReadonlySet<Server['connection']['state']> = new Set(['connected', 'asleep'])
