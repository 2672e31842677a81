import type { Beat } from '../../shared/contract/health'

export const barsShown = 40
/** From one bar to the next, in pixels. */
export const pitch = 6
export const stripHeight = 20

const shortest = 8
const tallest = 18
/** Latencies spread over the heights by their ratio; less than this one is not worth a difference in full height. */
const fullRatio = 4

export interface Bars {
  readonly u: string
  readonly s: string
  readonly d: string
  readonly none: string
}

/** One SVG path per colour: forty bars, newest at the right, stubs where there was no check. */
export function barsOf(beats: readonly Beat[]): Bars {
  const shown = beats.slice(-barsShown)
  const heights = heightsOf(shown)
  const empty = barsShown - shown.length
  const paths = { u: '', s: '', d: '', none: '' }
  for (let index = 0; index < empty; index += 1) paths.none += stroke(index, 6, (stripHeight - 6) / 2)
  shown.forEach((beat, index) => {
    paths[beat.mark] += stroke(empty + index, heights[index] ?? shortest, 0)
  })
  return paths
}

/**
 * Heights in pixels, by latency against the fastest of those shown. A check nothing answered is as tall as the middle;
 * its colour says the rest.
 */
export function heightsOf(beats: readonly Beat[]): readonly number[] {
  const known = beats.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [Math.max(1, latencyMs)]))
  const fastest = Math.min(...known)
  const span = Math.log(Math.max(fullRatio, Math.max(...known) / fastest))
  return beats.map(({ latencyMs }) => {
    if (latencyMs === null) return 16
    return Math.round(shortest + ((tallest - shortest) * Math.log(Math.max(1, latencyMs) / fastest)) / span)
  })
}

/** One bar from the bottom up; the round ends add the line's width to its length. */
function stroke(index: number, height: number, lift: number): string {
  const x = index * pitch + 2
  const bottom = stripHeight - lift - 2
  return `M${x} ${bottom}V${bottom - height + 4}`
}
