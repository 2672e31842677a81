import { expect, test } from 'vitest'
import { formatAge, formatMs, formatShare } from './format'

const now = Date.parse('2026-07-28T12:00:00Z')

test.each([
  ['2026-07-28T11:59:56Z', '4s ago', '4秒前'],
  ['2026-07-28T12:03:30Z', 'in 3m', '3分钟后'],
  ['2026-07-25T12:00:00Z', '3d ago', '3天前'],
  ['2026-07-28T12:00:00.400Z', 'now', '现在'],
])('%s is %s', (iso, english, chinese) => {
  expect(formatAge('en', iso, now)).toBe(english)
  expect(formatAge('zh', iso, now)).toBe(chinese)
})

test('a share is never rounded up to all', () => {
  expect([0.9999, 1, 0, 2 / 3].map(formatShare)).toEqual(['99.9 %', '100 %', '0 %', '66.6 %'])
})

test('what was not measured is a dash', () => {
  expect([12.4, 0.3, null].map(formatMs)).toEqual(['12 ms', '0 ms', '–'])
})
