import { expect, it } from 'vitest'
import type { Beat } from '../../shared/contract/health'
import { barsOf, barsShown, heightsOf } from './bars'

const beat = (latencyMs: number | null, mark: Beat['mark'] = 'u'): Beat => ({
  at: '2026-11-24T10:00:00Z',
  mark,
  latencyMs,
})
const bars = (path: string) => path.split('M').length - 1

it('always draws forty bars, stubs first where there were fewer checks', () => {
  const drawn = barsOf([beat(10), beat(null, 'd')])
  expect(bars(drawn.none)).toBe(barsShown - 2)
  expect(bars(drawn.u)).toBe(1)
  expect(bars(drawn.d)).toBe(1)
  expect(bars(barsOf(Array.from({ length: 60 }, () => beat(10))).u)).toBe(barsShown)
})

it('draws a slower answer taller, and hardly any difference for a small one', () => {
  const [fast = 0, similar = 0, slow = 0] = heightsOf([beat(10), beat(11), beat(900)])
  expect(slow).toBeGreaterThan(fast + 6)
  expect(similar - fast).toBeLessThanOrEqual(1)
})

it('draws checks that nothing answered even where no latency is known', () => {
  expect(heightsOf([beat(null, 'd')])).toEqual([16])
})
