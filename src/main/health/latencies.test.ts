import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Latencies } from './latencies'

function of(...times: number[]): Latencies {
  const latencies = new Latencies()
  for (const time of times) latencies.add(time)
  return latencies
}

test('without answers there is no percentile', () => {
  expect(of().percentile(0.5)).toBeNull()
  expect(of().isEmpty).toBe(true)
})

test('a percentile is within a tenth of what was measured', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 1, max: 600_000, noNaN: true }), { minLength: 1 }), (times) => {
      const sorted = times.toSorted((one, other) => one - other)
      for (const share of [0.5, 0.95]) {
        const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0
        const told = of(...times).percentile(share) ?? 0
        expect(Math.abs(told - exact)).toBeLessThanOrEqual(0.1 * (exact + 1) + 0.1)
      }
    }),
  )
})

test('survives being written, and adds up', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 600_000, noNaN: true })),
      fc.array(fc.double({ min: 0, max: 600_000, noNaN: true })),
      (one, other) => {
        const both = Latencies.from(of(...one).bytes())
        both.merge(Latencies.from(of(...other).bytes()))
        for (const share of [0.05, 0.5, 0.95])
          expect(both.percentile(share)).toBe(of(...one, ...other).percentile(share))
      },
    ),
  )
})

test('a million answers of one speed take four bytes', () => {
  const latencies = new Latencies([[12, 1_000_000]])
  expect(latencies.bytes()).toHaveLength(4)
  expect(Latencies.from(latencies.bytes()).percentile(0.5)).toBe(7)
})
