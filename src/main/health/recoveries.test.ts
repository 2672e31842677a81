import { expect, test } from 'vitest'
import { Recoveries } from './recoveries'

const minute = 60_000

test('F45 three within ten minutes, and one more for each that is longer ago', () => {
  const recoveries = new Recoveries()
  for (const at of [0, 1, 4]) expect(recoveries.allow(at * minute)).toBe(true)
  expect(recoveries.allow(9 * minute)).toBe(false)
  expect(recoveries.spent(9 * minute)).toBe(3)
  expect(recoveries.spent(10 * minute)).toBe(0)
  expect(recoveries.allow(10 * minute)).toBe(true)
  expect(recoveries.allow(10 * minute)).toBe(false)
})

test('a person who asks gives it three again, and so does a clock that is set back', () => {
  const recoveries = new Recoveries()
  for (let n = 0; n < 3; n++) recoveries.allow(minute)
  expect(recoveries.spent(0)).toBe(0)
  expect(recoveries.spent(minute)).toBe(3)
  recoveries.forget()
  expect(recoveries.spent(minute)).toBe(0)
})
