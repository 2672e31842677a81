import { expect, test } from 'vitest'
import { isFlapping } from './flapping'

const minutes = (...times: number[]) => times.map((time) => time * 60_000)

test.each([
  [[], 0, false],
  [[0, 1, 2], 2, false],
  [[0, 1, 2, 3], 3, true],
  [[0, 1, 2, 3], 7.9, true],
  [[0, 1, 2, 3], 8, false],
  [[0, 2, 4, 6], 6, false],
  [[0, 1.5, 3, 4.9], 5, true],
  [[0, 1, 2, 3, 7], 11, true],
  [[0, 1, 2, 3, 8], 8, false],
  [[0, 1, 2, 3, 8, 9, 10, 11], 12, true],
])('changes at minutes %j, looked at in minute %d: %s', (changes, now, expected) => {
  expect(isFlapping(minutes(...changes), now * 60_000)).toBe(expected)
})
