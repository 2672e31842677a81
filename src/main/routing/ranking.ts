import type { RankedServer, RankedTool, RouteScope } from '../../shared/contract/routing'
import type { Catalogue, ScoredServer, ScoredTool } from './catalogue'
import type { Concept } from './question'
import { type Candidate, factorsOf, productOf } from './standing'
import type { Uses } from './uses'

/** What is offered for one question, and what stands beside the words. */
interface Offered {
  readonly catalogue: Catalogue
  readonly uses: Uses
  readonly concepts: readonly Concept[]
  readonly scope: RouteScope | undefined
  /** By server id. */
  readonly candidates: ReadonlyMap<string, Candidate>
  readonly topPriority: number
}

/** Factors move a server or a tool past a few others at most, so no more than these many times as many are weighed. */
const weighedTimes = 4

export function rankServers(scored: readonly ScoredServer[], max: number, offered: Offered): RankedServer[] {
  const { catalogue, candidates, concepts, uses } = offered
  return firstOf(scored, max, candidates)
    .map(({ candidate, one: { serverId, words, tools, score, meaning } }) => {
      const factors = factorsOf(candidate, { ...offered, uses: uses.ofServer(serverId) })
      return { serverId, candidate, words, tools, factors, meaning, score: score * productOf(factors) }
    })
    .sort((one, other) => other.score - one.score)
    .slice(0, max)
    .map(({ serverId, candidate, ...numbers }) => ({
      server: candidate.name,
      ...numbers,
      matches: catalogue.serverMatches(serverId, concepts),
      verdict: candidate.verdict,
      latencyMs: candidate.latencyMs,
    }))
}

export function rankTools(
  scored: readonly ScoredTool[],
  max: number,
  offered: Offered,
  describe: (serverId: string, tool: string) => string | undefined,
): RankedTool[] {
  const { catalogue, candidates, concepts, uses } = offered
  return firstOf(scored, max, candidates)
    .map(({ candidate, one: { serverId, tool, words, ofServer, score, meaning } }) => {
      const factors = factorsOf(candidate, { ...offered, uses: uses.of(serverId, tool) })
      return {
        serverId,
        candidate,
        tool,
        words,
        ofServer,
        factors,
        meaning,
        score: score * productOf(factors),
      }
    })
    .sort((one, other) => other.score - one.score)
    .slice(0, max)
    .map(({ serverId, candidate, tool, ...numbers }) => {
      const description = describe(serverId, tool)
      return {
        server: candidate.name,
        tool,
        ...(description !== undefined && { description }),
        ...numbers,
        matches: catalogue.toolMatches(serverId, tool, concepts),
      }
    })
}

function firstOf<T extends { readonly serverId: string }>(
  scored: readonly T[],
  max: number,
  candidates: ReadonlyMap<string, Candidate>,
) {
  const found: { one: T; candidate: Candidate }[] = []
  for (const one of scored) {
    const candidate = candidates.get(one.serverId)
    if (candidate) found.push({ one, candidate })
    if (found.length >= max * weighedTimes) break
  }
  return found
}
