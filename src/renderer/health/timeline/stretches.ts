import type { Times } from '../../../shared/contract/history'
import { type Extent, placeOf } from './ranges'

/** As in a lane: `d` down, `f` flapping, `s` slow, `u` up, `o` off, `?` unknown. */
export type Letter = 'd' | 'f' | 's' | 'u' | 'o' | '?'

/** Any trouble there was, else what there was most of: an hour of which minutes are known is no hour of being up. */
export function letterOf({ up, slow, down, flapping, off, unknown }: Times): Letter {
  if (down > 0) return 'd'
  if (flapping > 0) return 'f'
  if (slow > 0) return 's'
  if (unknown > up && unknown > off) return '?'
  return up >= off && up > 0 ? 'u' : off > 0 ? 'o' : '?'
}

/** Strips are drawn in a space this wide and high, and stretched. */
export const space = { width: 1_000, height: 100 } as const

/** One SVG path for each colour. What is unknown is not drawn: the ground below is hatched. */
export interface StripPaths {
  readonly up: string
  readonly slow: string
  readonly down: string
  readonly idle: string
  /** Ground where a shape leaves some free that is known all the same. */
  readonly blank: string
}

/**
 * Each state has a shape beside its colour: up fills the height, slow leaves the upper third, off leaves all but the
 * lowest, down is a full height that stands out below, flapping is a pair of bands.
 */
export function stripPaths(letters: readonly string[], extent: Extent): StripPaths {
  const paths = { up: '', slow: '', down: '', idle: '', blank: '' }
  for (const { letter, from, to } of runsOf(letters)) {
    const left = round(placeOf(extent, extent.fromMs + from * extent.stepMs) * space.width)
    const right = round(placeOf(extent, extent.fromMs + to * extent.stepMs) * space.width)
    if (right <= left) continue
    const box = (top: number, bottom: number) => `M${left} ${top}H${right}V${bottom}H${left}Z`
    if (letter === 'u') paths.up += box(0, 80)
    if (letter === 's') {
      paths.slow += box(28, 80)
      paths.blank += box(0, 28)
    }
    if (letter === 'o') {
      paths.idle += box(56, 80)
      paths.blank += box(0, 56)
    }
    if (letter === 'd') paths.down += box(0, 100)
    if (letter === 'f') {
      paths.slow += box(0, 40)
      paths.down += box(40, 100)
    }
  }
  return paths
}

/** Neighbours of one kind together: a quiet month is one rectangle. */
function runsOf(letters: readonly string[]) {
  const runs: { letter: string; from: number; to: number }[] = []
  letters.forEach((letter, index) => {
    const last = runs.at(-1)
    if (last?.letter === letter) last.to = index + 1
    else runs.push({ letter, from: index, to: index + 1 })
  })
  return runs
}

const round = (value: number) => Math.round(value * 100) / 100
