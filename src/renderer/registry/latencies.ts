import type { Beat } from '../../shared/contract/health'

/** How fast a server answered lately, in milliseconds; null before the first answer. */
export interface Latencies {
  readonly median: number
  /** 95 of 100 answers were no slower. */
  readonly slowest: number
  readonly answers: number
}

export function latenciesOf(beats: readonly Beat[]): Latencies | null {
  const sorted = beats.flatMap(({ latencyMs }) => latencyMs ?? []).sort((one, other) => one - other)
  if (sorted.length === 0) return null
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? 0
  return { median: at(0.5), slowest: at(0.95), answers: sorted.length }
}
