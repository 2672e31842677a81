const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** A part of the past looked at more closely; epoch milliseconds. */
export interface Zoom {
  readonly fromMs: number
  readonly toMs: number
}

/** Nothing is kept finer than a minute, and two cells are no picture. */
const lengthMinMs = 10 * minuteMs
/** A cell for every few pixels, marks for the axis that do not touch. */
const cellsMax = 180
const marksMax = 7
const steps = [1, 2, 5, 10, 30, 60, 240, 720].map((minutes) => minutes * minuteMs)
const marks = [2, 5, 10, 20, 60, 240, 720].map((minutes) => minutes * minuteMs)

/** How long cells are, and how far apart the marks of the axis. */
export function cutOf({ fromMs, toMs }: Zoom): { readonly stepMs: number; readonly tickMs: number } {
  const lengthMs = toMs - fromMs
  const tickMs =
    marks.find((ms) => lengthMs / ms <= marksMax) ?? Math.ceil(lengthMs / marksMax / dayMs) * dayMs
  return { stepMs: steps.find((ms) => lengthMs / ms <= cellsMax) ?? dayMs, tickMs }
}

/**
 * The time of `extent` stretched or pressed together around a moment, `factor` times as long; null where it would reach
 * as far as the whole range, which ends at the present.
 */
export function scaled(
  extent: Zoom,
  factor: number,
  aroundMs: number,
  whole: { readonly lengthMs: number; readonly nowMs: number },
): Zoom | null {
  const before = extent.toMs - extent.fromMs
  const lengthMs = Math.max(lengthMinMs, before * factor)
  if (lengthMs >= whole.lengthMs) return null
  const share = (aroundMs - extent.fromMs) / before
  return within({ fromMs: aroundMs - share * lengthMs, toMs: aroundMs + (1 - share) * lengthMs }, whole)
}

/** The same length, half of it earlier or later. */
export function shifted(
  zoom: Zoom,
  direction: -1 | 1,
  whole: { readonly lengthMs: number; readonly nowMs: number },
): Zoom {
  const byMs = (direction * (zoom.toMs - zoom.fromMs)) / 2
  return within({ fromMs: zoom.fromMs + byMs, toMs: zoom.toMs + byMs }, whole)
}

/** What lies between two places of the chart, either way round, in whole minutes; null where that is a press, not a stretch. */
export function between({ fromMs, toMs }: Zoom, one: number, other: number): Zoom | null {
  if (Math.abs(one - other) < 0.01) return null
  const at = (place: number) => fromMs + Math.min(1, Math.max(0, place)) * (toMs - fromMs)
  const left = at(Math.min(one, other))
  const right = at(Math.max(one, other))
  const missing = Math.max(0, lengthMinMs - (right - left))
  return wholeMinutes({ fromMs: left - missing / 2, toMs: right + missing / 2 })
}

/** Moved into the range, its length kept. */
function within(
  zoom: Zoom,
  { lengthMs, nowMs }: { readonly lengthMs: number; readonly nowMs: number },
): Zoom {
  const late = Math.max(0, zoom.toMs - nowMs)
  const early = Math.max(0, nowMs - lengthMs - zoom.fromMs)
  return wholeMinutes({ fromMs: zoom.fromMs - late + early, toMs: zoom.toMs - late + early })
}

function wholeMinutes({ fromMs, toMs }: Zoom): Zoom {
  return {
    fromMs: Math.floor(fromMs / minuteMs) * minuteMs,
    toMs: Math.ceil(toMs / minuteMs) * minuteMs,
  }
}
