import { join } from 'node:path'
import { expect, test } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { silentLog, testHost } from '../../../tests/host'
import { Database } from '../database/database'
import { CheckLog, type Entry } from './check-log'
import { ServerKeys } from './server-keys'
import { healthTables } from './tables'

function entry(server: string, at: number, mark: Entry['mark'] = 'u'): Entry {
  const error = mark === 'd' ? { code: 'refused', message: 'Nothing listens.' } : null
  return { server, at, kind: 'ping', mark, latencyMs: error ? null : 1.5, error }
}

function open(dataDir: string, clock: TestClock) {
  const database = Database.open(join(dataDir, 'rollcall.db'), healthTables, silentLog)
  const log = new CheckLog({ database, keys: new ServerKeys(database), clock, log: silentLog })
  const count = (server?: string) =>
    database
      .prepare(
        `SELECT count(*) AS n FROM health_check JOIN health_server ON key = health_check.server
         WHERE ?1 IS NULL OR health_server.server = ?1`,
      )
      .get(server ?? null)?.n
  return { database, log, count }
}

test('gives checks back newest first, those not yet written included', async () => {
  await using host = testHost()
  const clock = new TestClock()
  const { database, log } = open(host.dataDir, clock)
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
  const { database, log, count } = open(host.dataDir, clock)
  for (let n = 0; n < 1_000; n++) log.add(entry(`server ${n}`, clock.now()))
  expect(clock.pending).toBe(1)
  expect(count()).toBe(0)
  await clock.advance(1_000)
  expect(count()).toBe(1_000)
  expect(clock.pending).toBe(0)
  database.end()
})

test('keeps the newest 10,000 of a server, and leaves other servers alone', async () => {
  await using host = testHost()
  const clock = new TestClock()
  const { database, log, count } = open(host.dataDir, clock)
  log.add(entry('quiet', clock.now()))
  for (let n = 0; n < 11_000; n++) {
    log.add(entry('busy', clock.now() + n))
    if (n % 500 === 0) await clock.advance(1_000)
  }
  log.end()
  expect(count('busy')).toBe(10_000)
  expect(count('quiet')).toBe(1)
  const kept = log.newest('busy', 20_000)
  expect(kept).toHaveLength(10_000)
  database.end()
})

test('keeps a day', async () => {
  await using host = testHost()
  const clock = new TestClock()
  const { database, log } = open(host.dataDir, clock)
  for (let hour = 0; hour < 40; hour++) {
    for (let n = 0; n < 60; n++) log.add(entry('a', clock.now() + n))
    await clock.advance(3_600_000)
  }
  log.end()
  const oldest = log.newest('a', 10_000).at(-1)?.at ?? 0
  const ageHours = (clock.now() - oldest) / 3_600_000
  expect(ageHours).toBeGreaterThan(23)
  expect(ageHours).toBeLessThan(27)
  database.end()
})
