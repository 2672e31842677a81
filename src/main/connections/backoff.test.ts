import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs } from './backoff'

test('grows by 1.6 from one second to a minute and stays there', () => {
  const longest = (failures: number) => backoffMs(failures, () => 1)
  expect([0, 1, 2, 3].map(longest)).toEqual([1_000, 1_600, 2_560, 4_096])
  expect(longest(8)).toBeLessThan(60_000)
  expect(longest(9)).toBe(60_000)
  expect(longest(10_000)).toBe(60_000)
})

test('is anything between 200 ms and that', () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      const ms = backoffMs(failures, () => random)
      expect(ms).toBeGreaterThanOrEqual(200)
      expect(ms).toBeLessThanOrEqual(backoffMs(failures, () => 1))
    }),
  )
})
