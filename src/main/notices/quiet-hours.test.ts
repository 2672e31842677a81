import { expect, test } from 'vitest'
import { isQuiet } from './quiet-hours'

const at = (hours: number, minutes: number) => new Date(2026, 10, 28, hours, minutes, 30).getTime()

test.each([
  ['off', 23, 0, false],
  ['22:00-07:00', 21, 59, false],
  ['22:00-07:00', 22, 0, true],
  ['22:00-07:00', 0, 0, true],
  ['22:00-07:00', 6, 59, true],
  ['22:00-07:00', 7, 0, false],
  ['12:30-13:15', 12, 29, false],
  ['12:30-13:15', 13, 14, true],
  ['12:30-13:15', 13, 15, false],
  ['08:00-08:00', 8, 0, false],
])('with %s it is quiet at %i:%i: %s', (quietHours, hours, minutes, expected) => {
  expect(isQuiet(quietHours, at(hours, minutes))).toBe(expected)
})
