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

interface OfferedTools {
  describe(serverId: string, tool: string): string | undefined
  /** The same for tools that fold into one; undefined for one that stands for itself. */
  sameAs(serverId: string, tool: string): string | undefined
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
      ...(candidate.service !== null && { service: candidate.service }),
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
  tools: OfferedTools,
): RankedTool[] {
  const { catalogue, candidates, concepts, uses } = offered
  const sameAs = ({ serverId, tool }: { serverId: string; tool: string }) => tools.sameAs(serverId, tool)
  const weighed = firstOf(scored, max, candidates, sameAs)
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
  return folded(weighed, sameAs)
    .slice(0, max)
    .map(({ one: { serverId, candidate, tool, ...numbers }, others }) => {
      const description = tools.describe(serverId, tool)
      return {
        server: candidate.name,
        tool,
        ...(candidate.service !== null && { service: candidate.service }),
        alternatives: others.map((other) => other.candidate.name),
        ...(description !== undefined && { description }),
        ...numbers,
        matches: catalogue.toolMatches(serverId, tool, concepts),
      }
    })
}

/** Those with the same mark as one before stand behind it. */
function folded<T>(all: readonly T[], sameAs: (one: T) => string | undefined): { one: T; others: T[] }[] {
  const firsts: { one: T; others: T[] }[] = []
  const marked = new Map<string, T[]>()
  for (const one of all) {
    const mark = sameAs(one)
    const others = mark === undefined ? undefined : marked.get(mark)
    if (others) {
      others.push(one)
      continue
    }
    const first = { one, others: [] }
    firsts.push(first)
    if (mark !== undefined) marked.set(mark, first.others)
  }
  return firsts
}

/** What fold into one count as one. */
function firstOf<T extends { readonly serverId: string }>(
  scored: readonly T[],
  max: number,
  candidates: ReadonlyMap<string, Candidate>,
  sameAs: (one: T) => string | undefined = () => undefined,
) {
  const found: { one: T; candidate: Candidate }[] = []
  const marks = new Set<string>()
  let again = 0
  for (const one of scored) {
    const candidate = candidates.get(one.serverId)
    if (!candidate) continue
    found.push({ one, candidate })
    const mark = sameAs(one)
    if (mark !== undefined && marks.has(mark)) again += 1
    else if (mark !== undefined) marks.add(mark)
    if (found.length - again >= max * weighedTimes) break
  }
  return found
}
