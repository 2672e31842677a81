import { describe, expect, test } from 'vitest'
import { Conduct } from './conduct'

describe('violations', () => {
  test('more than twenty within a minute are too many', () => {
    const conduct = new Conduct()
    for (let n = 0; n < 20; n += 1) expect(conduct.violate('answer-unknown', n)).toBe(false)
    expect(conduct.violate('answer-unknown', 59_999)).toBe(true)
    expect(conduct.violations).toBe(21)
  })

  test('twenty a minute, for ever, are not', () => {
    const conduct = new Conduct()
    for (let n = 0; n < 200; n += 1) expect(conduct.violate('not-a-message', n * 3_001)).toBe(false)
  })

  test('noise is counted and harmless', () => {
    const conduct = new Conduct()
    for (let n = 0; n < 100; n += 1) conduct.noise()
    expect(conduct.violations).toBe(100)
    expect(conduct.violate('answer-twice', 0)).toBe(false)
  })
})

test('a server may ask sixty times a minute for a sign of life', () => {
  const conduct = new Conduct()
  for (let n = 0; n < 60; n += 1) expect(conduct.pinged(n * 500)).toBe(true)
  expect(conduct.pinged(59_999)).toBe(false)
  expect(conduct.pinged(60_000)).toBe(true)
  expect(conduct.pinged(60_001)).toBe(false)
})

describe('T31: opening a stream again', () => {
  const exactly = () => 0

  test.each([
    [0, 1_000],
    [-1, 1_000],
    [Number.NaN, 1_000],
    [500, 1_000],
    [5_000, 5_000],
    [2_147_483_648, 300_000],
    [1e99, 300_000],
    [Number.POSITIVE_INFINITY, 1_000],
  ])('where %s ms are asked for, %i are waited', (asked, waited) => {
    expect(new Conduct().reopenInMs(asked, 0, exactly)).toBe(waited)
  })

  test('ten times a minute at most', () => {
    const conduct = new Conduct()
    let now = 0
    const at = Array.from({ length: 40 }, () => {
      now += conduct.reopenInMs(0, now)
      return now
    })
    for (const [n, moment] of at.entries()) {
      const tenLater = at[n + 10]
      if (tenLater !== undefined) expect(tenLater - moment).toBeGreaterThanOrEqual(60_000)
    }
  })
})
