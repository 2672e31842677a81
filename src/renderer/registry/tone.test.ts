import { expect, it } from 'vitest'
import { aServer } from './server.fixture'
import { isResting, standingOf, summaryOf } from './tone'

const { connection, health } = aServer()
const refused = { code: 'refused' as const, message: 'Nothing listens.', detail: {} }

it('says of a connected server what its checks say', () => {
  expect(standingOf({ connection, health: { ...health, verdict: 'slow' } })).toEqual({
    tone: 'slow',
    word: 'slow',
  })
})

it('does not let mark or word of a server that is down blink at each new attempt', () => {
  const down = { ...health, verdict: 'down' as const }
  const waiting = standingOf({
    connection: { ...connection, state: 'waiting', error: refused },
    health: down,
  })
  const trying = standingOf({
    connection: { ...connection, state: 'connecting', error: refused },
    health: down,
  })
  expect(trying).toEqual(waiting)
})

it('tells waiting for a turn from waiting after a failure', () => {
  const unknown = { ...health, verdict: 'unknown' as const }
  expect(standingOf({ connection: { ...connection, state: 'waiting' }, health: unknown }).word).toBe('queued')
  expect(
    standingOf({ connection: { ...connection, state: 'waiting', error: refused }, health: unknown }).word,
  ).toBe('reconnecting')
})

it('says of a server that this machine cannot see so, whatever its connection was last at', () => {
  const unseen = { ...health, verdict: 'unknown' as const, reason: 'outage' as const }
  const waiting = { ...connection, state: 'waiting' as const, error: refused }
  expect(standingOf({ connection: waiting, health: unseen })).toEqual({ tone: 'unknown', word: 'unseen' })
  expect(isResting({ health: unseen })).toBe(true)
  expect(isResting({ health })).toBe(false)
})

it('gives flapping a mark of its own', () => {
  const flapping = { ...health, verdict: 'flapping' as const, action: 'resume' as const }
  expect(standingOf({ connection, health: flapping })).toEqual({ tone: 'flapping', word: 'flapping' })
})

it('counts every server exactly once in the summary, a muted one as that', () => {
  const down = { ...health, verdict: 'down' as const }
  const servers = [
    aServer(),
    aServer({ connection: { ...connection, state: 'off' } }),
    aServer({ health: down }),
    aServer({ health: down, mutedUntil: '2026-11-28T08:00:00.000Z' }),
    aServer({ connection: { ...connection, state: 'off' }, mutedUntil: '2026-11-28T08:00:00.000Z' }),
    aServer({ connection: { ...connection, state: 'needs-auth' } }),
    aServer({ connection: { ...connection, state: 'connecting' } }),
    aServer({ health: { ...health, verdict: 'flapping' } }),
    aServer({ health: { ...health, verdict: 'slow' } }),
    aServer({ health: { ...health, verdict: 'unknown', reason: 'outage' } }),
  ]
  expect(summaryOf(servers)).toEqual({ up: 1, slow: 1, flapping: 1, down: 1, unknown: 3, off: 2, muted: 1 })
})
