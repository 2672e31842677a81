import { join } from 'node:path'
import { expect, test } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { silentLog, testHost } from '../../../tests/host'
import { Database } from '../database/database'
import { CheckLog, type Entry } from './check-log'
import { healthTables } from './tables'

function entry(server: string, at: number, mark: Entry['mark'] = 'u'): Entry {
  const error = mark === 'd' ? { code: 'refused', message: 'Nothing listens.' } : null
  return { server, at, kind: 'ping', mark, latencyMs: error ? null : 1.5, error }
}

function open(dataDir: string) {
  return Database.open(join(dataDir, 'rollcall.db'), healthTables, silentLog)
}

test('gives checks back newest first, those not yet written included', async () => {
  await using host = testHost()
  const clock = new TestClock()
  const database = open(host.dataDir)
  const log = new CheckLog(database, clock, silentLog)
  log.add(entry('a', 1))
  log.add(entry('b', 2))
  await clock.advance(1_000)
  log.add(entry('a', 3, 'd'))
  expect(log.newest('a', 10)).toEqual([entry('a', 3, 'd'), entry('a', 1)])
  expect(log.newest('a', 1)).toEqual([entry('a', 3, 'd')])
  database.end()
})

test('writes once a second, however many there are', async () => {
  await using host = testHost()
  const clock = new TestClock()
  const database = open(host.dataDir)
  const log = new CheckLog(database, clock, silentLog)
  for (let n = 0; n < 1_000; n++) log.add(entry(`server ${n}`, clock.now()))
  expect(clock.pending).toBe(1)
  const count = () => database.prepare('SELECT count(*) AS n FROM health_check').get()?.n
  expect(count()).toBe(0)
  await clock.advance(1_000)
  expect(count()).toBe(1_000)
  expect(clock.pending).toBe(0)
  database.end()
})

test('keeps the newest 500 of a server, and leaves other servers alone', async () => {
  await using host = testHost()
  const clock = new TestClock()
  const database = open(host.dataDir)
  const log = new CheckLog(database, clock, silentLog)
  log.add(entry('quiet', 1))
  for (let n = 0; n < 2_000; n++) {
    log.add(entry('busy', n))
    if (n % 50 === 0) await clock.advance(1_000)
  }
  log.end()
  const count = (server: string) =>
    database.prepare('SELECT count(*) AS n FROM health_check WHERE server = ?').get(server)?.n
  expect(count('busy')).toBeGreaterThanOrEqual(500)
  expect(count('busy')).toBeLessThanOrEqual(600)
  expect(count('quiet')).toBe(1)
  const kept = log.newest('busy', 500)
  expect([kept[0]?.at, kept.length, kept.at(-1)?.at]).toEqual([1_999, 500, 1_500])
  database.end()
})

test('the share of good checks covers a day, across restarts', async () => {
  await using host = testHost()
  const clock = new TestClock()
  const first = open(host.dataDir)
  const before = new CheckLog(first, clock, silentLog)
  expect(before.uptime24h('a')).toBeNull()
  before.add(entry('a', clock.now(), 'd'))
  before.add(entry('a', clock.now()))
  expect(before.uptime24h('a')).toBe(0.5)
  before.end()
  first.end()

  const second = open(host.dataDir)
  const after = new CheckLog(second, clock, silentLog)
  after.start(new Set(['a']))
  await clock.advance(2 * 3_600_000)
  after.add(entry('a', clock.now(), 's'))
  after.add(entry('a', clock.now()))
  expect(after.uptime24h('a')).toBe(0.75)
  await clock.advance(23 * 3_600_000)
  expect(after.uptime24h('a')).toBe(1)
  after.end()
  second.end()
})

test('forgets servers that are no longer registered', async () => {
  await using host = testHost()
  const database = open(host.dataDir)
  const log = new CheckLog(database, new TestClock(), silentLog)
  log.add(entry('gone', 1))
  log.add(entry('there', 1))
  log.end()
  new CheckLog(database, new TestClock(), silentLog).start(new Set(['there']))
  expect(log.newest('gone', 10)).toEqual([])
  expect(log.newest('there', 10)).toHaveLength(1)
  database.end()
})
