import { expect, test } from 'vitest'
import { outageOf, type Remote } from './outage'

const now = 1_000_000
const broken = (secondsAgo: number): Remote => ({ brokeAt: now - secondsAgo * 1_000, okAt: null })
const answering = (secondsAgo: number): Remote => ({ brokeAt: null, okAt: now - secondsAgo * 1_000 })
const times = (count: number, remote: Remote) => Array.from({ length: count }, () => remote)

test.each([
  ['nobody', [], null],
  ['two of two', times(2, broken(5)), null],
  ['three of three', times(3, broken(5)), { failing: 3, of: 3 }],
  ['three within a minute', [broken(1), broken(30), broken(59)], { failing: 3, of: 3 }],
  ['three, one of them long ago', [broken(1), broken(30), broken(70)], null],
  ['three of ten', [...times(3, broken(5)), ...times(7, answering(1))], { failing: 3, of: 10 }],
  ['three of eleven', [...times(3, broken(5)), ...times(8, answering(1))], null],
  [
    'three, the others not heard of since',
    [...times(3, broken(5)), ...times(97, answering(9))],
    { failing: 3, of: 3 },
  ],
  [
    'three hundred of a thousand',
    [...times(300, broken(5)), ...times(700, answering(1))],
    { failing: 300, of: 1_000 },
  ],
])('%s', (_, remotes, expected) => {
  expect(outageOf(remotes, now, null)).toEqual(expected)
})

test('an outage lasts while they do not answer, but five minutes at most', () => {
  const remotes = times(3, broken(200))
  expect(outageOf(remotes, now, now - 199_000)).toEqual({ failing: 3, of: 3 })
  expect(outageOf([broken(200), broken(200), answering(0)], now, now - 199_000)).toBeNull()
  expect(outageOf(times(3, broken(301)), now, now - 300_000)).toBeNull()
})
