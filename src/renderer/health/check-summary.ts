import type { Check } from '../../shared/contract/health'

export type CheckFilter = 'all' | 'failed' | 'slow'

/** `u` answered, `s` answered slowly, `d` failed; as the bars have it. */
export type Mark = 'u' | 's' | 'd'

export function markOf({ ok, latencyMs }: Check, slowAfterMs: number): Mark {
  if (!ok) return 'd'
  return latencyMs !== null && latencyMs > slowAfterMs ? 's' : 'u'
}

export function filterChecks(checks: readonly Check[], filter: CheckFilter, slowAfterMs: number) {
  const wanted = { all: null, failed: 'd', slow: 's' }[filter]
  return wanted === null ? checks : checks.filter((check) => markOf(check, slowAfterMs) === wanted)
}

export interface CheckSummary {
  readonly total: number
  readonly failures: number
  /** Milliseconds half, and 95 of 100, of those that answered took at most; null where none did. */
  readonly medianMs: number | null
  readonly p95Ms: number | null
}

export function summaryOf(checks: readonly Check[]): CheckSummary {
  const latencies = checks.flatMap(({ latencyMs }) => latencyMs ?? []).sort((a, b) => a - b)
  const within = (share: number) => latencies[Math.max(0, Math.ceil(latencies.length * share) - 1)] ?? null
  return {
    total: checks.length,
    failures: checks.filter(({ ok }) => !ok).length,
    medianMs: within(0.5),
    p95Ms: within(0.95),
  }
}
