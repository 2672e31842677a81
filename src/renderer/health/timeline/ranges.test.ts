import { describe, expect, it } from 'vitest'
import { asked, cellAt, extentOf, moved, placeOf, rangeNames, ranges } from './ranges'

const minute = 60_000
const extent = { fromMs: 0, toMs: 9.5 * minute, stepMs: minute }

it.each(rangeNames)('what is asked for of %s begins with a whole cell, inside the range', (name) => {
  const { lengthMs, stepMs } = ranges[name]
  for (const now of [1_800_000_000_000, 1_800_000_012_345]) {
    const from = Date.parse(asked(name, now).from)
    expect(from % stepMs).toBe(0)
    expect(now - from).toBeLessThan(lengthMs)
    expect(now - from).toBeGreaterThanOrEqual(lengthMs - stepMs)
  }
})

it('the present is at the right, though the last cell would go on', () => {
  const answer = { from: '2026-11-28T10:00:00.000Z', to: '2026-11-28T11:00:00.000Z', stepMs: 10 * minute }
  const now = Date.parse('2026-11-28T10:55:00.000Z')
  const extent = extentOf(answer, now)
  expect(extent.toMs).toBe(now)
  expect(placeOf(extent, now)).toBe(1)
})

describe('the cursor', () => {
  it('goes to the cell under the pointer, the last one at the edge', () => {
    expect(cellAt(extent, 0)).toBe(0)
    expect(cellAt(extent, 0.5)).toBe(4 * minute)
    expect(cellAt(extent, 1)).toBe(9 * minute)
  })

  it('begins at the present, moves by a cell, and stays within', () => {
    expect(moved(extent, null, 'ArrowLeft')).toBe(9 * minute)
    expect(moved(extent, 9 * minute, 'ArrowRight')).toBe(9 * minute)
    expect(moved(extent, 9 * minute, 'ArrowLeft')).toBe(8 * minute)
    expect(moved(extent, 3 * minute, 'Home')).toBe(0)
    expect(moved(extent, 3 * minute, 'PageUp')).toBe(0)
    expect(moved(extent, 3 * minute, 'a')).toBeNull()
  })
})
