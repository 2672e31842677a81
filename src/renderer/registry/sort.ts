import type { Server } from '../../shared/contract/registry'
import type { Sort, SortKey } from '../shell/view'
import type { Tone } from '../ui/dot'
import { standingOf } from './tone'

/** What a server is ordered by: smaller comes first when ascending; null comes last in both directions. */
export type Rank = number | string | null

export function rankOf(server: Server, by: SortKey): Rank {
  switch (by) {
    case 'name':
      return server.name
    case 'priority':
      return server.priority
    case 'trouble':
      return troubleOf(server)
    case 'latency':
      return server.connection.state === 'connected' ? server.health.latencyMs : null
  }
}

/** Whether the order changes while one looks on: then rows keep their place until nobody does. */
export const isRestless = (by: SortKey): boolean => by === 'trouble' || by === 'latency'

const troubles: Record<Tone, number> = {
  down: 7,
  flapping: 6,
  ask: 5,
  slow: 4,
  busy: 3,
  unknown: 2,
  up: 1,
  off: 0,
}

/** How much a server needs a look: first by how it stands, then by how much of the day it missed. */
function troubleOf(server: Server): number {
  return troubles[standingOf(server).tone] + (1 - (server.health.uptime24h ?? 1)) * 0.9
}

const names = new Intl.Collator('en', { numeric: true })

/** Servers in order; among equals the order given stays. `rank` may tell a rank of earlier. */
export function sortServers(
  servers: readonly Server[],
  { by, direction }: Sort,
  rank: (server: Server) => Rank = (server) => rankOf(server, by),
): readonly Server[] {
  const turn = direction === 'ascending' ? 1 : -1
  return servers
    .map((server) => ({ server, rank: rank(server) }))
    .sort((a, b) => {
      if (a.rank === null || b.rank === null) return Number(a.rank === null) - Number(b.rank === null)
      return turn * compare(a.rank, b.rank)
    })
    .map(({ server }) => server)
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return names.compare(String(a), String(b))
}

/** The order after a press on a column's head: what one most likely looks for first, then the other way round. */
export function nextSort({ by, direction }: Sort, pressed: SortKey): Sort {
  if (by === pressed) return { by, direction: direction === 'ascending' ? 'descending' : 'ascending' }
  return { by: pressed, direction: pressed === 'name' ? 'ascending' : 'descending' }
}
