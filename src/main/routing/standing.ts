import type { Verdict } from '../../shared/contract/health'
import type { Factors, LeftOut, RouteScope } from '../../shared/contract/routing'
import type { Connections } from '../connections/connections'
import type { Health } from '../health/health'
import type { ServerRecord } from '../registry/server-record'

/** What routing asks of a server besides its words. */
export interface Candidate {
  readonly name: string
  readonly tags: readonly string[]
  readonly priority: number
  readonly service: string | null
  readonly intent: 'on' | 'off'
  readonly isMuted: boolean
  readonly connection: string
  readonly verdict: Verdict
  /** Of its last answer; null where none is known. */
  readonly latencyMs: number | null
}

/** All factors together. */
const productLimits = { least: 0.8, most: 1.25 } as const
const ofHealth: Readonly<Record<Verdict, number>> = {
  up: 1,
  slow: 0.9,
  flapping: 0.85,
  unknown: 0.95,
  down: 1,
  off: 1,
}
/** Of the highest priority among the candidates, of a chosen tag, of much use. */
const most = { priority: 0.15, tag: 0.05, tags: 0.15, use: 0.15 } as const
const usualLatencyMs = 100

/** A server as it stands now. */
export function candidateOf(record: ServerRecord, connections: Connections, health: Health): Candidate {
  const { name, tags, priority } = record.registration
  const { verdict, latencyMs } = health.of(record.id)
  return {
    name,
    tags,
    priority,
    service: record.service,
    intent: record.intent,
    isMuted: record.mutedUntil !== null,
    connection: connections.state(record.id).state,
    verdict,
    latencyMs,
  }
}

/** Why a server is not to be offered, whatever it is good for; undefined where it is. */
export function leftOutFor(candidate: Candidate, scope: RouteScope = {}): LeftOut['reason'] | undefined {
  const { name, tags, intent, isMuted, connection, verdict } = candidate
  if (scope.without?.includes(name)) return 'excluded'
  if (scope.servers && !scope.servers.includes(name)) return 'out-of-scope'
  if (!hasTags(tags, scope)) return 'out-of-scope'
  if (intent === 'off') return 'off'
  if (isMuted) return 'muted'
  if (connection === 'needs-approval' || connection === 'needs-auth') return connection
  if (verdict === 'down') return 'down'
  return connection === 'connected' || connection === 'asleep' ? undefined : 'not-connected'
}

/** How a server stands among equals. `topPriority` is the highest of all candidates, `uses` how often a tool answered. */
export function factorsOf(
  { priority, tags, verdict, latencyMs }: Candidate,
  { scope = {}, topPriority, uses }: { scope?: RouteScope | undefined; topPriority: number; uses: number },
): Factors {
  const chosen = (scope.tags ?? []).filter((tag) => tags.includes(tag)).length
  const steps = latencyMs === null ? 0 : Math.log2(Math.max(1, latencyMs) / usualLatencyMs)
  return {
    priority: 1 + most.priority * Math.max(-1, priority / Math.max(1, topPriority)),
    tags: 1 + Math.min(most.tags, most.tag * chosen),
    health: ofHealth[verdict],
    latency: Math.min(1.03, Math.max(0.94, 1 - 0.015 * steps)),
    use: 1 + Math.min(most.use, 0.04 * Math.log2(1 + uses)),
  }
}

/** What a score is multiplied by. */
export function productOf(factors: Factors): number {
  const product = Object.values(factors).reduce((all, one) => all * one, 1)
  return Math.min(productLimits.most, Math.max(productLimits.least, product))
}

function hasTags(tags: readonly string[], { tags: wanted = [], match = 'any' }: RouteScope): boolean {
  if (wanted.length === 0) return true
  return match === 'all'
    ? wanted.every((tag) => tags.includes(tag))
    : wanted.some((tag) => tags.includes(tag))
}
