import { expect, it } from 'vitest'
import { formatAge, formatBytes, formatLasting, formatMs, formatShare } from './format'
import { startText } from './language'

it('writes ages, durations and shares as each language does', () => {
  startText('en')
  const now = Date.parse('2026-11-24T10:00:00Z')
  expect(formatAge('2026-11-24T09:57:00Z', now)).toBe('3m ago')
  expect(formatAge('2026-11-24T10:00:20Z', now)).toBe('in 20s')
  expect(formatMs(2140)).toBe('2,140 ms')
  expect(formatMs(12_340)).toBe('12.3 sec')
})

it('tells sizes in the largest unit that fits', () => {
  startText('en')
  expect([1, 70, 1_234, 8_388_608].map(formatBytes)).toEqual(['1 byte', '70 bytes', '1.2 kB', '8.4 MB'])
})

it('never rounds a share up to all', () => {
  expect(formatShare(0.99999)).toBe('99.99%')
  expect(formatShare(1)).toBe('100%')
  expect(formatShare(0.714)).toBe('71.4%')
})

it('how long something has lasted is told in its largest unit and never below nothing', () => {
  startText('en')
  const now = Date.parse('2026-11-24T10:00:00Z')
  expect(formatLasting('2026-11-24T09:57:30Z', now)).toBe('2 min')
  expect(formatLasting('2026-11-24T10:00:05Z', now)).toBe('0 sec')
})
