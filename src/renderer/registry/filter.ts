import type { Server } from '../../shared/contract/registry'
import { isUsable } from '../connections/usable'
import type { Filters } from '../shell/view'
import { addressOf } from './address'

/** The servers a set of filters lets through, in their order. */
export function filterServers(servers: readonly Server[], filters: Filters): readonly Server[] {
  const passes = predicateOf(filters)
  return servers.filter(passes)
}

export interface TagCount {
  readonly value: string
  /** Servers with it that the other filters let through. */
  readonly count: number
  /** Servers with it at all. */
  readonly total: number
}

/** Every tag there is, by name. */
export function tagCounts(servers: readonly Server[], filters: Filters): readonly TagCount[] {
  const passes = predicateOf({ ...filters, tags: filters.match === 'all' ? filters.tags : [] })
  const counts = new Map<string, { count: number; total: number }>()
  for (const server of servers) {
    const step = passes(server) ? 1 : 0
    for (const tag of server.tags) {
      const { count = 0, total = 0 } = counts.get(tag) ?? {}
      counts.set(tag, { count: count + step, total: total + 1 })
    }
  }
  return [...counts]
    .map(([value, both]) => ({ value, ...both }))
    .sort((a, b) => a.value.localeCompare(b.value))
}

/** How many of a source's servers the other filters let through, by the source's id. */
export function sourceCounts(servers: readonly Server[], filters: Filters): ReadonlyMap<string, number> {
  const passes = predicateOf({ ...filters, source: null })
  const counts = new Map<string, number>()
  for (const server of servers)
    if (passes(server)) counts.set(server.source.id, (counts.get(server.source.id) ?? 0) + 1)
  return counts
}

function predicateOf(filters: Filters): (server: Server) => boolean {
  const words = folded(filters.text).split(/\s+/u).filter(Boolean)
  return (server) =>
    passesState(server, filters.state) &&
    (filters.source === null || server.source.id === filters.source) &&
    passesTags(server, filters) &&
    (words.length === 0 || passesText(server, words))
}

export function passesState(
  { intent, mutedUntil, connection, health }: Server,
  state: Filters['state'],
): boolean {
  if (state === 'all') return true
  if (state === 'attention')
    return (
      intent === 'on' &&
      mutedUntil === null &&
      (!isUsable({ connection }) || ['down', 'slow', 'flapping'].includes(health.verdict))
    )
  return connection.state === state
}

function passesTags(server: Server, { tags, match }: Filters): boolean {
  if (tags.length === 0) return true
  const has = (tag: string) => server.tags.includes(tag)
  return match === 'all' ? tags.every(has) : tags.some(has)
}

function passesText(server: Server, words: readonly string[]): boolean {
  const { name, description, tags, toolNames = [] } = server
  const text = folded([name, addressOf(server), description, ...tags, ...toolNames].join('\n'))
  return words.every((word) => text.includes(word))
}

/** Without regard to case, and to the two ways Unicode writes an accented letter. */
export function folded(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
