import { expect, test } from 'vitest'
import { formatAge, formatLasting, formatMs, formatShare } from './format'

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

test.each([
  [0, '0 sec', '0秒'],
  [59_900, '59 sec', '59秒'],
  [125_000, '2 min 5 sec', '2分钟 5秒'],
  [3_600_000, '1 hr', '1小时'],
  [90_000_000, '1 day 1 hr', '1天 1小时'],
])('%d ms last %s', (ms, english, chinese) => {
  expect(formatLasting('en', ms)).toBe(english)
  expect(formatLasting('zh', ms)).toBe(chinese)
})
