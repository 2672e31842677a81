import { startOfDay } from '../../text/format'
import { type Extent, placeOf } from './ranges'

const dayMs = 86_400_000

export interface Tick {
  readonly atMs: number
  /** 0 at the left edge to 1 at the right. */
  readonly place: number
  /** Whether a day begins there: then the day is what to say. */
  readonly isDay: boolean
}

/** Labels nearer to an edge than this would stand over it, or over “now”. */
const margin = { left: 0.03, right: 0.94 } as const

/** Round times of the day where this machine is; days from midnight, counted back from today. */
export function ticksOf(tickMs: number, extent: Extent): readonly Tick[] {
  const times = tickMs < dayMs ? withinDays(extent, tickMs) : midnights(extent, tickMs / dayMs)
  return times
    .map((atMs) => ({ atMs, place: placeOf(extent, atMs), isDay: startOfDay(new Date(atMs)) === atMs }))
    .filter(({ place }) => place >= margin.left && place <= margin.right)
}

function withinDays({ fromMs, toMs }: Extent, tickMs: number): readonly number[] {
  const times: number[] = []
  for (let day = startOfDay(new Date(fromMs)); day <= toMs; day = nextDay(day, 1)) {
    const end = nextDay(day, 1)
    // A day on which clocks change is longer or shorter; its marks begin anew at midnight.
    for (let at = day; at < end; at += tickMs) times.push(at)
  }
  return times.filter((at) => at >= fromMs && at <= toMs)
}

function midnights({ fromMs, toMs }: Extent, everyDays: number): readonly number[] {
  const times: number[] = []
  for (let day = startOfDay(new Date(toMs)); day >= fromMs; day = nextDay(day, -everyDays)) times.unshift(day)
  return times
}

function nextDay(dayMsAt: number, days: number): number {
  const date = new Date(dayMsAt)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime()
}
