import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { silentLog, testHost } from '../../../tests/host'
import type { VerdictReason } from '../../shared/contract/health'
import { Database } from '../database/database'
import { History } from './history'
import { cut } from './spans'
import { healthTables } from './tables'
import type { Judgement } from './verdict'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** A clock that can also be set forward, past whatever was due. */
class LeapingClock extends TestClock {
  #leaptMs = 0

  override now(): number {
    return super.now() + this.#leaptMs
  }

  leap(ms: number): void {
    this.#leaptMs += ms
  }
}

/** History of servers `a` and `b` over time that the test moves. */
class Room {
  readonly clock = new LeapingClock(Date.UTC(2026, 10, 1, 12))
  readonly #host = testHost()
  #database = this.#open()
  history = this.#begin()

  get file(): string {
    return join(this.#host.dataDir, 'rollcall.db')
  }

  is(verdict: Judgement['verdict'], reason: VerdictReason = 'answering', server = 'a'): void {
    const cause = { code: 'refused', message: 'Nothing listens.', detail: { address: 'x' } }
    this.history.turn(
      server,
      { verdict, reason, detail: {}, action: null },
      verdict === 'down' ? cause : null,
    )
  }

  check(ok: boolean, latencyMs: number | null = ok ? 10 : null): void {
    const error = ok ? null : { code: 'refused', message: 'Nothing listens.' }
    const mark = ok ? 'u' : 'd'
    this.history.count({ server: 'a', at: this.clock.now(), kind: 'ping', mark, latencyMs, error })
  }

  end(): void {
    this.history.end()
    this.#database.end()
  }

  /** Ends as a killed process does, and starts again. */
  crash(): void {
    this.#database.end()
    this.again()
  }

  again(): void {
    this.#database = this.#open()
    this.history = this.#begin()
  }

  times(backMs: number, points = 1) {
    const now = this.clock.now()
    return this.history.timeline('a', now - backMs, now, points).cells.map(({ times }) => times)
  }

  incidents() {
    return this.history.incidents({ fromMs: 0, toMs: this.clock.now() + 1, limit: 100 })
  }

  count(table: string): number {
    return Number(this.#database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#host[Symbol.asyncDispose]()
  }

  #open(): Database {
    return Database.open(this.file, healthTables, silentLog)
  }

  #begin(): History {
    const history = new History({ database: this.#database, clock: this.clock, log: silentLog })
    history.start(new Set(['a', 'b']))
    return history
  }
}

function aRoom(): Room {
  const room = new Room()
  onTestFinished(async () => {
    room.end()
    await room[Symbol.asyncDispose]()
  })
  return room
}

const none = { up: 0, slow: 0, down: 0, flapping: 0, off: 0, unknown: 0 }

test('time is added up under each verdict, and what nobody saw is unknown', async () => {
  const room = aRoom()
  room.is('up')
  await room.clock.advance(10 * minute)
  room.is('down', 'failing')
  await room.clock.advance(5 * minute)
  room.is('unknown', 'not-checked')
  await room.clock.advance(3 * minute)
  room.is('off', 'switched-off')
  await room.clock.advance(2 * minute)
  expect(room.times(20 * minute)).toEqual([
    { ...none, up: 10 * minute, down: 5 * minute, unknown: 3 * minute, off: 2 * minute },
  ])
  expect(room.times(20 * minute, 4).map(({ up, down }) => [up / minute, down / minute])).toEqual([
    [5, 0],
    [5, 0],
    [0, 5],
    [0, 0],
  ])
})

test('each span is complete in itself', async () => {
  const room = aRoom()
  room.is('up')
  await room.clock.advance(3 * day)
  room.is('down', 'failing')
  await room.clock.advance(6 * hour)
  for (const back of [2 * day, 20 * day, 300 * day]) {
    const [times] = room.times(back)
    expect(times?.down).toBe(6 * hour)
    expect(times?.up).toBeGreaterThanOrEqual(Math.min(back - 6 * hour, 3 * day))
  }
  const [last24h, , month] = room.history.uptime('a')
  expect(last24h).toMatchObject({ span: '24h', uptime: 0.75, unknown: 0 })
  expect(month?.uptime).toBeCloseTo(72 / 78, 5)
  expect(month?.unknown).toBeCloseTo(1 - 78 / 720, 2)
})

test('a lane tells the worst of each cell', async () => {
  const room = aRoom()
  room.is('up')
  await room.clock.advance(15 * minute)
  room.is('down', 'failing')
  await room.clock.advance(30 * second)
  room.is('slow', 'answering-slowly')
  await room.clock.advance(14 * minute + 30 * second)
  const now = room.clock.now()
  const lane = room.history.lane('a', cut(now - 60 * minute, now, 6, now))
  expect(lane).toMatchObject({ cells: '???uds', unknown: 0.5 })
  expect(lane.uptime).toBeCloseTo(29.5 / 30, 5)
})

test('checks, failures and latencies are counted where they fell', async () => {
  const room = aRoom()
  room.is('up')
  for (const latency of [10, 12, 500]) room.check(true, latency)
  await room.clock.advance(10 * minute)
  room.check(false)
  const now = room.clock.now() + 1
  const [first, second] = room.history.timeline('a', now - 10 * minute - 1, now, 2).cells
  expect(first).toMatchObject({ checks: 3, failures: 0 })
  expect(Math.abs((first?.p50Ms ?? 0) - 12)).toBeLessThan(1.5)
  expect(Math.abs((first?.p95Ms ?? 0) - 500)).toBeLessThan(50)
  expect(second).toMatchObject({ checks: 1, failures: 1, p50Ms: null })
  expect(room.history.uptime24h('a')).toBe(0.75)
})

test('time in which nobody looked counts under no verdict', async () => {
  const room = aRoom()
  room.is('down', 'failing')
  await room.clock.advance(minute)
  const asleepAt = room.clock.now()
  await room.clock.advance(20 * second)
  room.history.skip(asleepAt)
  await room.clock.advance(40 * second)
  expect(room.times(2 * minute)).toEqual([{ ...none, down: minute + 40 * second, unknown: 20 * second }])
})

test('what was is there after a restart, the time between is unknown, and what lasted has ended', async () => {
  const room = aRoom()
  room.is('up')
  await room.clock.advance(10 * minute)
  room.is('down', 'failing')
  await room.clock.advance(10 * minute)
  room.end()
  await room.clock.advance(10 * minute)
  room.again()
  expect(room.times(30 * minute)).toEqual([
    { ...none, up: 10 * minute, down: 10 * minute, unknown: 10 * minute },
  ])
  expect(room.incidents()).toMatchObject([{ worst: 'down', endedBy: 'unwatched' }])
})

test('a crash costs half a minute at most', async () => {
  const room = aRoom()
  room.is('down', 'failing')
  await room.clock.advance(10 * minute + 20 * second)
  const crashedAt = room.clock.now()
  room.crash()
  const [times] = room.times(15 * minute)
  expect(times?.down).toBeGreaterThanOrEqual(9 * minute + 50 * second)
  expect(times?.down).toBeLessThanOrEqual(10 * minute + 20 * second)
  const [incident] = room.incidents()
  expect(incident).toMatchObject({ endedBy: 'unwatched' })
  expect(crashedAt - (incident?.endedAt ?? 0)).toBeLessThanOrEqual(30 * second)
})

test.each([
  ['up', 'answering', 'recovered'],
  ['slow', 'answering-slowly', 'recovered'],
  ['off', 'switched-off', 'switched-off'],
  ['unknown', 'needs-auth', 'needs-auth'],
  ['unknown', 'not-checked', 'changed'],
] as const)('an incident ends with %s (%s): %s', async (verdict, reason, endedBy) => {
  const room = aRoom()
  room.is('up')
  room.is('flapping', 'unsettled')
  await room.clock.advance(minute)
  room.is('down', 'failing')
  await room.clock.advance(minute)
  expect(room.incidents()).toMatchObject([{ endedAt: null, endedBy: null, worst: 'down' }])
  room.is(verdict, reason)
  const [incident, ...others] = room.incidents()
  expect(others).toEqual([])
  expect(incident).toMatchObject({ server: 'a', endedBy, worst: 'down' })
  expect((incident?.endedAt ?? 0) - (incident?.beganAt ?? 0)).toBe(2 * minute)
})

test('incidents are found by server and by time, newest first', async () => {
  const room = aRoom()
  for (const server of ['a', 'b', 'a']) {
    room.is('down', 'failing', server)
    await room.clock.advance(minute)
    room.is('up', 'answering', server)
    await room.clock.advance(hour)
  }
  const now = room.clock.now()
  const find = (query: { server?: string; fromMs?: number; limit?: number }) =>
    room.history.incidents({ fromMs: 0, toMs: now, limit: 9, ...query }).map(({ server }) => server)
  expect(find({})).toEqual(['a', 'b', 'a'])
  expect(find({ server: 'b' })).toEqual(['b'])
  expect(find({ fromMs: now - 90 * minute })).toEqual(['a'])
  expect(find({ limit: 2 })).toEqual(['a', 'b'])
  expect(room.incidents()[0]?.cause).toEqual({
    code: 'refused',
    message: 'Nothing listens.',
    detail: { address: 'x' },
  })
})

test('forgets servers that are no longer registered', async () => {
  const room = aRoom()
  room.is('down', 'failing')
  room.check(false)
  await room.clock.advance(minute)
  room.history.leave('a')
  room.end()
  room.again()
  room.history.start(new Set(['b']))
  for (const table of ['health_check', 'health_bucket', 'health_incident', 'health_server'])
    expect(room.count(table)).toBe(0)
})

test('keeps minutes for a week, hours for 90 days, days for two years', async () => {
  const room = aRoom()
  for (let n = 0; n < 100; n++) {
    room.is('up')
    await room.clock.advance(minute)
    room.is('unknown')
    room.clock.leap(8 * day)
  }
  expect(room.count('health_bucket WHERE span = 0')).toBeLessThanOrEqual(2)
  expect(room.count('health_bucket WHERE span = 1')).toBeLessThanOrEqual(13)
  expect(room.count('health_bucket WHERE span = 2')).toBeLessThanOrEqual(92)
  expect(room.count('health_bucket WHERE span = 2')).toBeGreaterThan(80)
})

test('what the tables of before held is carried over', () => {
  const room = aRoom()
  room.end()
  const old = new DatabaseSync(room.file)
  for (const table of ['check', 'bucket', 'incident', 'server']) old.exec(`DROP TABLE health_${table}`)
  old.exec(healthTables[0]?.sql ?? '')
  old.exec(`DELETE FROM migration WHERE version = 2`)
  const at = room.clock.now()
  old
    .prepare(`INSERT INTO health_check VALUES (7, 'a', ?, 'ping', 'd', NULL, 'refused', 'Nothing listens.')`)
    .run(at)
  old.prepare(`INSERT INTO health_hour VALUES ('a', ?, 3, 4)`).run(Math.floor(at / hour))
  old.close()
  room.again()
  expect(room.history.checks.newest('a', 10)).toEqual([
    {
      server: 'a',
      at,
      kind: 'ping',
      mark: 'd',
      latencyMs: null,
      error: { code: 'refused', message: 'Nothing listens.' },
    },
  ])
  expect(room.history.uptime24h('a')).toBe(0.75)
})
