import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cut } from './spans'

const now = Date.UTC(2026, 10, 1, 12, 30)
const hours = 3_600_000

test.each([
  ['an hour in 200', 1, 200, 0, 60_000, 60],
  ['a day in 200', 24, 200, 0, 8 * 60_000, 180],
  ['a week in 200', 168, 200, 1, hours, 169],
  ['a month in 200', 720, 200, 1, 4 * hours, 181],
  ['90 days in 200', 2_160, 200, 1, 11 * hours, 197],
  ['a year in 200', 8_760, 200, 2, 48 * hours, 183],
])('%s cells', (_, back, points, code, stepMs, count) => {
  expect(cut(now - back * hours, now, points, now)).toMatchObject({ span: { code }, stepMs, count })
})

test('what is no longer kept by the minute is shown by the hour', () => {
  const from = now - 240 * hours
  expect(cut(from, from + hours, 60, now)).toMatchObject({ span: { code: 1 }, stepMs: hours })
})

test('covers the range with no more cells than asked for', () => {
  const instant = fc.integer({ min: 0, max: 800 * 24 * hours })
  fc.assert(
    fc.property(instant, instant, fc.integer({ min: 1, max: 1_000 }), (one, other, points) => {
      const [from, to] = [now - Math.max(one, other) - 1, now - Math.min(one, other)]
      const { span, fromMs, stepMs, count } = cut(from, to, points, now)
      expect(count).toBeLessThanOrEqual(points)
      expect(fromMs).toBeLessThanOrEqual(from)
      expect(fromMs + count * stepMs).toBeGreaterThanOrEqual(to)
      expect(stepMs % span.ms).toBe(0)
    }),
  )
})
