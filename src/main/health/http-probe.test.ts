import { expect, test } from 'vitest'
import { waitOf } from './http-probe'

const now = Date.UTC(2026, 10, 1, 12)

test.each([
  ['120', 120_000],
  ['0', 1_000],
  ['86400', 3_600_000],
  ['Sun, 01 Nov 2026 12:05:00 GMT', 300_000],
  ['Sun, 01 Nov 2026 11:00:00 GMT', 1_000],
  ['soon', 60_000],
  ['-5', 1_000],
  [null, 60_000],
])('Retry-After %s is %d ms', (header, waitMs) => {
  expect(waitOf(header, now)).toBe(waitMs)
})
