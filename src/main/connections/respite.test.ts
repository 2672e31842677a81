import { expect, test } from 'vitest'
import { ConnectionFailure } from './errors'
import { asksLess, Respite } from './respite'

const now = Date.UTC(2026, 0, 1)
const answer = (status: number, retryAfter?: string) =>
  new Response(null, { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } })

/** How many seconds it is left alone after such an answer. */
function secondsAfter(response: Response): number {
  const respite = new Respite()
  respite.heed(response, now)
  try {
    respite.check('http://one/', now)
    return 0
  } catch (error) {
    expect(error).toBeInstanceOf(ConnectionFailure)
    const { code, detail } = (error as ConnectionFailure).error
    expect(code).toBe('asked-to-wait')
    return Number(detail.seconds)
  }
}

test.each([
  ['seconds', 429, '30', 30],
  ['a date', 429, new Date(now + 90_000).toUTCString(), 90],
  ['no time at all', 429, '0', 1],
  ['a date that is past', 429, new Date(now - 90_000).toUTCString(), 1],
  ['more than ten minutes', 429, '86400', 600],
  ['what cannot be read', 429, 'soon', 5],
  ['nothing', 429, undefined, 5],
  ['seconds, being unavailable', 503, '30', 30],
  ['nothing, being unavailable', 503, undefined, 0],
  ['seconds, with another status', 500, '30', 0],
] as const)('a server that asks for %s is left alone so long', (_, status, retryAfter, seconds) => {
  expect(secondsAfter(answer(status, retryAfter))).toBe(seconds)
})

test('it is over when its time is, and a clock that was set back does not make it longer', () => {
  const respite = new Respite()
  respite.heed(answer(429, '30'), now)
  expect(respite.isOver(now + 29_999)).toBe(false)
  expect(respite.isOver(now + 30_000)).toBe(true)
  expect(() => respite.check('http://one/', now + 30_000)).not.toThrow()
  expect(() => respite.check('http://one/', now - 86_400_000)).toThrow('left alone for 600 s')
})

test('only too many requests are no failure of the server', () => {
  const error = (status: number) => new ConnectionFailure('asked-to-wait', { status, seconds: 1 }).error
  expect(asksLess(error(429))).toBe(true)
  expect(asksLess(error(503))).toBe(false)
})
