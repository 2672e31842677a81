import { expect, test } from 'vitest'
import { claimedLevel } from './log-level'

test.each([
  ['ERROR: no such table', 'error'],
  ['[WARN] slow query', 'warning'],
  ['INFO:root:listening', 'info'],
  ['2026-11-28 03:51:28,123 - ERROR - it broke', 'error'],
  ['[2026-11-28T03:51:28.000Z] DEBUG handshake', 'debug'],
  ['FATAL out of memory', 'critical'],
  ['Error: ENOENT', null],
  ['ERRORS are counted below', null],
  ['an ERROR in the middle', null],
  ['information', null],
  ['', null],
])('%s', (line, level) => {
  expect(claimedLevel(line)).toBe(level)
})
