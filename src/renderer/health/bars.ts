import type { Beat } from '../../shared/contract/health'

export const barsShown = 40
/** From one bar to the next, in pixels. */
export const pitch = 6
export const stripHeight = 20

const shortest = 8
const tallest = 18
/** Latencies are drawn on a logarithmic scale from 1 ms to this many; a second and ten seconds both stand out. */
const tallestMs = 5_000

export interface Bars {
  readonly u: string
  readonly s: string
  readonly d: string
  readonly none: string
}

/** One SVG path per colour: forty bars, newest at the right, stubs where there was no check. */
export function barsOf(beats: readonly Beat[]): Bars {
  const shown = beats.slice(-barsShown)
  const empty = barsShown - shown.length
  const paths = { u: '', s: '', d: '', none: '' }
  for (let index = 0; index < empty; index += 1) paths.none += stroke(index, 6, (stripHeight - 6) / 2)
  shown.forEach((beat, index) => {
    paths[beat.mark] += stroke(empty + index, heightOf(beat), 0)
  })
  return paths
}

/** In pixels; a check nothing answered is as tall as the middle, its colour says the rest. */
export function heightOf({ latencyMs }: Beat): number {
  if (latencyMs === null) return 14
  const share = Math.log(1 + Math.max(0, latencyMs)) / Math.log(1 + tallestMs)
  return Math.round(shortest + (tallest - shortest) * Math.min(1, share))
}

function stroke(index: number, height: number, lift: number): string {
  const x = index * pitch + 2
  const bottom = stripHeight - lift - 2
  return `M${x} ${bottom}V${bottom - height + 4}`
}
