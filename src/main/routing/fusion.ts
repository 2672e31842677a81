import type { ScoredServer, ScoredTool } from './catalogue'
import type { NearTool } from './embeddings'

/** Of reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009): how little the first places differ. */
const rankFloor = 60
/** Makes the first places differ as words do, so that the factors decide between equals only. */
const steepness = 10

interface Scored {
  readonly score: number
}

/** Tools by words and by meaning in one order; scores as if words had made it. */
export function fuseTools(byWords: readonly ScoredTool[], near: readonly NearTool[]): ScoredTool[] {
  if (near.length === 0) return [...byWords]
  const idOf = ({ serverId, tool }: { serverId: string; tool: string }) => JSON.stringify([serverId, tool])
  const known = new Map(byWords.map((one) => [idOf(one), one]))
  const byMeaning = near.map(({ serverId, tool, meaning }) => ({
    ...(known.get(idOf({ serverId, tool })) ?? { serverId, tool, words: 0, ofServer: 0, score: 0 }),
    meaning,
  }))
  return fused(byWords, byMeaning, idOf)
}

/** A server means what its nearest tool means. */
export function fuseServers(byWords: readonly ScoredServer[], near: readonly NearTool[]): ScoredServer[] {
  if (near.length === 0) return [...byWords]
  const known = new Map(byWords.map((one) => [one.serverId, one]))
  const nearest = new Map<string, number>()
  for (const { serverId, meaning } of near) if (!nearest.has(serverId)) nearest.set(serverId, meaning)
  const byMeaning = Array.from(nearest, ([serverId, meaning]) => ({
    ...(known.get(serverId) ?? { serverId, words: 0, tools: 0, score: 0 }),
    meaning,
  }))
  return fused(byWords, byMeaning, ({ serverId }) => serverId)
}

function fused<T extends Scored>(
  byWords: readonly T[],
  byMeaning: readonly T[],
  idOf: (one: T) => string,
): T[] {
  const sums = new Map<string, { one: T; sum: number }>()
  for (const list of [byWords, byMeaning])
    for (const [at, one] of list.entries())
      sums.set(idOf(one), { one, sum: (sums.get(idOf(one))?.sum ?? 0) + 1 / (rankFloor + at + 1) })
  const most = Math.max(...Array.from(sums.values(), ({ sum }) => sum))
  const top = byWords[0]?.score ?? 1
  return Array.from(sums.values(), ({ one, sum }) => ({
    ...one,
    score: top * (sum / most) ** steepness,
  })).sort((one, other) => other.score - one.score)
}
