export const minuteMs = 60_000
const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** A length of time that history is added up by. */
export interface Span {
  /** As it stands in the rows. */
  readonly code: number
  readonly ms: number
  /** How far back it is kept. */
  readonly keptMs: number
}

export const minute: Span = { code: 0, ms: minuteMs, keptMs: 7 * dayMs }
export const hour: Span = { code: 1, ms: hourMs, keptMs: 90 * dayMs }
const day: Span = { code: 2, ms: dayMs, keptMs: 730 * dayMs }

/** Finest first. Each is complete in itself: nothing is lost where a finer one is no longer kept. */
export const spans: readonly Span[] = [minute, hour, day]

/** How a range is cut into cells. */
export interface Cutting {
  readonly span: Span
  readonly fromMs: number
  readonly stepMs: number
  readonly count: number
}

/**
 * At most `points` cells over the range, each a whole number of the coarsest span that is fine enough, but of one that
 * is still kept at its beginning.
 */
export function cut(fromMs: number, toMs: number, points: number, now: number): Cutting {
  const wantedMs = (toMs - fromMs) / points
  const kept = spans.filter(({ keptMs }) => now - fromMs <= keptMs)
  const span = kept.findLast(({ ms }) => ms <= 2 * wantedMs) ?? kept[0] ?? day
  const startMs = Math.floor(fromMs / span.ms) * span.ms
  const stepMs = Math.max(1, Math.ceil((toMs - startMs) / points / span.ms)) * span.ms
  return { span, fromMs: startMs, stepMs, count: Math.max(1, Math.ceil((toMs - startMs) / stepMs)) }
}
