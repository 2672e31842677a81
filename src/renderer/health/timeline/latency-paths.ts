import type { Cell } from '../../../shared/contract/history'
import { type Extent, placeOf } from './ranges'
import { space } from './stretches'

export interface LatencyPaths {
  readonly p50: string
  readonly p95: string
  /** What the top stands for, in milliseconds; null where nothing was measured. */
  readonly topMs: number | null
}

/** Both lines over the range; a cell without a measurement breaks them. */
export function latencyPaths(cells: readonly Cell[], extent: Extent): LatencyPaths {
  const highest = Math.max(0, ...cells.flatMap(({ p50Ms, p95Ms }) => p95Ms ?? p50Ms ?? []))
  if (highest === 0) return { p50: '', p95: '', topMs: null }
  const topMs = rounded(highest)
  const line = (valueIn: (cell: Cell) => number | null) => {
    let path = ''
    let broken = true
    for (const cell of cells) {
      const value = valueIn(cell)
      const fromMs = Date.parse(cell.at)
      if (value === null || fromMs >= extent.toMs) {
        broken = true
        continue
      }
      const y = round(space.height * (1 - value / topMs))
      const left = round(placeOf(extent, fromMs) * space.width)
      const right = round(placeOf(extent, fromMs + extent.stepMs) * space.width)
      path += `${broken ? 'M' : 'L'}${left} ${y}H${right}`
      broken = false
    }
    return path
  }
  return { p50: line(({ p50Ms }) => p50Ms), p95: line(({ p95Ms }) => p95Ms), topMs }
}

/** The next of 1, 2, 5, 10, 20, 50…: a scale that does not change with every check. */
function rounded(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power
}

const round = (value: number) => Math.round(value * 100) / 100
