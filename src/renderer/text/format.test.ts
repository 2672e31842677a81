import { describe, expect, it } from 'vitest'
import {
  formatAge,
  formatBytes,
  formatDay,
  formatDuration,
  formatLasting,
  formatMs,
  formatShare,
  formatUntil,
} from './format'
import { startText } from './language'

const now = Date.parse('2026-11-24T10:00:00Z')
const past = (ms: number) => new Date(now - ms).toISOString()

describe('in English', () => {
  it('an age is a number, a short unit and a direction', () => {
    startText('en')
    expect(formatAge(past(4_000), now)).toBe('4 s ago')
    expect(formatAge(past(180_000), now)).toBe('3 min ago')
    expect(formatAge(past(2 * 3_600_000), now)).toBe('2 h ago')
    expect(formatAge(past(5 * 86_400_000), now)).toBe('5 d ago')
    expect(formatAge(past(1_234 * 86_400_000), now)).toBe('1,234 d ago')
    expect(formatAge(past(300), now)).toBe('just now')
    expect(formatAge(past(-900), now)).toBe('just now')
  })

  it('what is to come is told the same way', () => {
    startText('en')
    expect(formatUntil(past(-20_000), now)).toBe('in 20 s')
    expect(formatUntil(past(-300), now)).toBe('now')
    expect(formatUntil(past(300), now)).toBe('now')
  })

  it('how long something has lasted is told in its largest unit and never below nothing', () => {
    startText('en')
    expect(formatLasting(past(150_000), now)).toBe('2 min')
    expect(formatLasting(past(-5_000), now)).toBe('0 s')
  })

  it('a measured time has milliseconds, from 10 s on seconds, from two minutes on minutes', () => {
    startText('en')
    expect(formatMs(0.4)).toBe('0.4 ms')
    expect(formatMs(2140)).toBe('2,140 ms')
    expect(formatMs(12_340)).toBe('12.3 s')
    expect(formatMs(119_940)).toBe('119.9 s')
    expect(formatMs(150_000)).toBe('2.5 min')
  })

  it('a share is never rounded up to all', () => {
    startText('en')
    expect(formatShare(0.99999)).toBe('99.99%')
    expect(formatShare(1)).toBe('100%')
    expect(formatShare(0.714)).toBe('71.4%')
  })

  it('a size is told in the largest unit that fits', () => {
    startText('en')
    expect([1, 70, 1_234, 8_388_608].map(formatBytes)).toEqual(['1 byte', '70 bytes', '1.2 kB', '8.4 MB'])
  })

  it('a day is today, yesterday or a date', () => {
    startText('en')
    const noon = new Date(2026, 10, 24, 12)
    const day = (year: number, month: number, date: number) =>
      formatDay(new Date(year, month, date, 9).toISOString(), noon.getTime())
    expect(day(2026, 10, 24)).toBe('Today')
    expect(day(2026, 10, 23)).toBe('Yesterday')
    expect(day(2026, 10, 19)).toBe('Thursday, November 19')
    expect(day(2025, 10, 19)).toBe('Wednesday, November 19, 2025')
  })
})

describe('in Chinese', () => {
  it('the same stands in its own order', () => {
    startText('zh')
    expect(formatAge(past(4_000), now)).toBe('4 秒前')
    expect(formatAge(past(180_000), now)).toBe('3 分钟前')
    expect(formatUntil(past(-2 * 3_600_000), now)).toBe('2 小时后')
    expect(formatAge(past(5 * 86_400_000), now)).toBe('5 天前')
    expect(formatAge(past(0), now)).toBe('刚刚')
    expect(formatLasting(past(150_000), now)).toBe('2 分钟')
    expect(formatMs(41)).toBe('41 毫秒')
    expect(formatMs(12_340)).toBe('12.3 秒')
    expect(formatDay(new Date(now).toISOString(), now)).toBe('今天')
  })
})

it('a length of time is said in its two largest units', () => {
  startText('en')
  expect(formatDuration(400)).toBe('400 ms')
  expect(formatDuration(4_900)).toBe('4 s')
  expect(formatDuration(72_000)).toBe('1 min 12 s')
  expect(formatDuration(3 * 3_600_000)).toBe('3 h')
  expect(formatDuration(49 * 3_600_000)).toBe('2 d 1 h')
})
