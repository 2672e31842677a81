import { describe, expect, it } from 'vitest'
import { Best, scoreOf } from './score'

const score = (name: string, text: string, more = '') => scoreOf({ name, more }, text.split(' '))

describe('how well a name fits', () => {
  it('counts its beginning most, then a word of it, its inside, and what else is known', () => {
    const order = [
      score('weather', 'weather'),
      score('weatherman', 'weather'),
      score('get weather', 'weather'),
      score('superweather', 'weather'),
      score('climate', 'weather', 'weather and wind'),
    ]
    expect(order.toSorted((a, b) => b - a)).toEqual(order)
    expect(order.at(-1)).toBeGreaterThan(0)
  })

  it('finds words that begin after an underline, a dot or a capital’s place in Chinese', () => {
    expect(score('get_forecast', 'fore')).toBeGreaterThan(score('beforehand', 'fore'))
    expect(score('设置：检查间隔', '检查')).toBeGreaterThan(0)
  })

  it('takes letters in order only from three on', () => {
    expect(score('get_forecast', 'gfc')).toBeGreaterThan(0)
    expect(score('get_forecast', 'gf')).toBe(0)
    expect(score('get_forecast', 'cfg')).toBe(0)
  })

  it('wants every word', () => {
    expect(score('get_forecast', 'fore weather', 'weather')).toBeGreaterThan(0)
    expect(score('get_forecast', 'fore rain', 'weather')).toBe(0)
  })
})

describe('the best of many', () => {
  it('are kept in their order, and those that fit alike as they came', () => {
    const best = new Best<string>(3)
    for (const [name, points] of [
      ['a', 1],
      ['b', 5],
      ['c', 5],
      ['d', 0],
      ['e', 3],
      ['f', 9],
    ] as const)
      best.offer(points, () => name)
    expect(best.entries).toEqual(['f', 'b', 'c'])
    expect(best.offered).toBe(5)
    expect(best.topScore).toBe(9)
  })
})
