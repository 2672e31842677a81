import { cutOf, type Zoom } from './zoom'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export const rangeNames = ['1h', '24h', '7d', '30d', '90d'] as const
export type RangeName = (typeof rangeNames)[number]

/** What of the past one looks at. All times in milliseconds. */
interface Range {
  readonly lengthMs: number
  /** How long a cell is. */
  readonly stepMs: number
  /** From one mark of the axis to the next. */
  readonly tickMs: number
  /** How often it is asked for anew. */
  readonly refreshMs: number
}

export const ranges: Readonly<Record<RangeName, Range>> = {
  '1h': { lengthMs: hourMs, stepMs: minuteMs, tickMs: 10 * minuteMs, refreshMs: 10_000 },
  '24h': { lengthMs: dayMs, stepMs: 10 * minuteMs, tickMs: 4 * hourMs, refreshMs: 30_000 },
  '7d': { lengthMs: 7 * dayMs, stepMs: hourMs, tickMs: dayMs, refreshMs: 60_000 },
  '30d': { lengthMs: 30 * dayMs, stepMs: 4 * hourMs, tickMs: 5 * dayMs, refreshMs: 60_000 },
  '90d': { lengthMs: 90 * dayMs, stepMs: 12 * hourMs, tickMs: 14 * dayMs, refreshMs: 60_000 },
}

/**
 * What to ask the core for. It begins with a whole cell, so that cells keep their place as time goes on, and takes one
 * point more than it needs, so that a late answer does not come in longer cells.
 */
export function asked(name: RangeName, nowMs: number): { readonly from: string; readonly points: number } {
  const { lengthMs, stepMs } = ranges[name]
  const fromMs = (Math.floor((nowMs - lengthMs) / stepMs) + 1) * stepMs
  return { from: new Date(fromMs).toISOString(), points: lengthMs / stepMs + 1 }
}

/** What is looked at: a range up to the present, or a stretch of it. */
export interface Frame {
  readonly ask: { readonly from: string; readonly to?: string; readonly points: number }
  readonly axis: AxisMarks
  readonly refreshMs: number
}

export interface AxisMarks {
  readonly tickMs: number
  /** Whether it ends with the present. */
  readonly isPresent: boolean
}

/** What to ask the core for, and how to draw what it says. */
export function frameOf(name: RangeName, zoom: Zoom | null, nowMs: number): Frame {
  const { tickMs, refreshMs } = ranges[name]
  if (!zoom) return { ask: asked(name, nowMs), axis: { tickMs, isPresent: true }, refreshMs }
  const { stepMs, tickMs: closer } = cutOf(zoom)
  const isPresent = zoom.toMs >= nowMs
  const points = Math.ceil((zoom.toMs - zoom.fromMs) / stepMs) + 1
  const from = new Date(zoom.fromMs).toISOString()
  // A stretch that ends with the present goes on with it.
  const ask = isPresent ? { from, points } : { from, to: new Date(zoom.toMs).toISOString(), points }
  return { ask, axis: { tickMs: closer, isPresent }, refreshMs: ranges['1h'].refreshMs }
}

/** The part of time that is drawn, from the left edge to the right, in epoch milliseconds. */
export interface Extent {
  readonly fromMs: number
  readonly toMs: number
  readonly stepMs: number
}

/** The present is at the right, wherever the last cell would end. */
export function extentOf(answer: { from: string; to: string; stepMs: number }, nowMs: number): Extent {
  const fromMs = Date.parse(answer.from)
  const toMs = Math.max(fromMs + 1, Math.min(Date.parse(answer.to), nowMs))
  return { fromMs, toMs, stepMs: answer.stepMs }
}

/** Where a moment lies, 0 at the left edge to 1 at the right. */
export function placeOf({ fromMs, toMs }: Zoom, atMs: number): number {
  return Math.min(1, Math.max(0, (atMs - fromMs) / (toMs - fromMs)))
}

/** The cell at a place, 0 to 1; its beginning in epoch milliseconds. */
export function cellAt({ fromMs, toMs, stepMs }: Extent, place: number): number {
  const last = Math.ceil((toMs - fromMs) / stepMs) - 1
  const index = Math.floor((place * (toMs - fromMs)) / stepMs)
  return fromMs + Math.min(last, Math.max(0, index)) * stepMs
}

/** Where the cursor goes at a key; null where the key does not move it. Without a cursor it begins at the present. */
export function moved(extent: Extent, cursorMs: number | null, key: string): number | null {
  const { stepMs } = extent
  const first = cellAt(extent, 0)
  const last = cellAt(extent, 1)
  const from = cursorMs ?? last + stepMs
  const to: Partial<Record<string, number>> = {
    ArrowLeft: from - stepMs,
    ArrowRight: from + stepMs,
    PageUp: from - 10 * stepMs,
    PageDown: from + 10 * stepMs,
    Home: first,
    End: last,
  }
  const next = to[key]
  return next === undefined ? null : Math.min(last, Math.max(first, next))
}
