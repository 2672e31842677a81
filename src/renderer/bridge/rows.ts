import type { Rows, Server } from '../../shared/contract/registry'

/** The servers as this page knows them, at one revision. */
export interface Roll {
  readonly revision: number
  /** Sorted by priority, highest first, then by name. */
  readonly servers: readonly Server[]
}

/** Takes what the stream says into the roll; null where something was missed and the watch must begin again. */
export function applyRows(roll: Roll | undefined, rows: Rows): Roll | null {
  if (rows.kind === 'snapshot') return { revision: rows.revision, servers: sorted(rows.servers) }
  if (roll?.revision !== rows.since) return null
  const changed = new Map(rows.servers.map((server) => [server.id, server]))
  const gone = new Set(rows.removed)
  const kept = roll.servers.filter((server) => !gone.has(server.id) && !changed.has(server.id))
  return { revision: rows.revision, servers: sorted([...kept, ...changed.values()]) }
}

function sorted(servers: readonly Server[]): readonly Server[] {
  return servers.toSorted((a, b) => b.priority - a.priority || compareNames(a.name, b.name))
}

function compareNames(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
