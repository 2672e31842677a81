import { expect, it } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { Pace } from './pace'

it('the last answers count most, each tool by itself, and none for longer than a minute', async () => {
  const clock = new TestClock()
  const pace = new Pace(clock)
  expect(pace.of('s', 'tool')).toBeNull()
  pace.learn('s', 'tool', 100)
  expect(pace.of('s', 'tool')).toBe(100)
  for (let answer = 0; answer < 20; answer += 1) pace.learn('s', 'tool', 10)
  expect(pace.of('s', 'tool')).toBeLessThan(15)
  expect(pace.of('s', 'other')).toBeNull()
  await clock.advance(60_001)
  expect(pace.of('s', 'tool')).toBeNull()
  pace.learn('s', 'tool', 500)
  expect(pace.of('s', 'tool')).toBe(500)
  pace.forget('s')
  expect(pace.of('s', 'tool')).toBeNull()
})
