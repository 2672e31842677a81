import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { type TestHost, testHost } from '../../../tests/host'
import { Database } from '../database/database'
import { Activity, activityMax } from './activity'
import { activityTables } from './tables'

let host: TestHost
let database: Database
let activity: Activity

function open(): void {
  database = Database.open(join(host.dataDir, 'rollcall.db'), activityTables, host.log)
  activity = new Activity({ database, clock: host.clock })
  activity.start()
}

beforeEach(() => {
  host = testHost({ clock: new TestClock() })
  open()
  onTestFinished(async () => {
    database.end()
    await host[Symbol.asyncDispose]()
  })
})

const happen = (server: string) => activity.record({ kind: 'registered', server, source: 'manual' })
const listed = (query: Partial<Parameters<Activity['list']>[0]> = {}) =>
  activity.list({ limit: 200, ...query }).map(({ server }) => server)

describe('the list', () => {
  test('is oldest first: the newest without a mark, those that follow with one', () => {
    for (const server of ['a', 'b', 'c', 'd']) happen(server)
    expect(listed()).toEqual(['a', 'b', 'c', 'd'])
    expect(listed({ limit: 2 })).toEqual(['c', 'd'])
    expect(listed({ after: 1, limit: 2 })).toEqual(['b', 'c'])
    expect(listed({ after: 4 })).toEqual([])
    happen('a')
    expect(listed({ server: ['a'] })).toEqual(['a', 'a'])
    expect(listed({ server: ['a'], after: 1 })).toEqual(['a'])
  })

  test('goes back page by page', () => {
    for (const server of ['a', 'b', 'c', 'd', 'e']) happen(server)
    expect(listed({ before: 4, limit: 2 })).toEqual(['b', 'c'])
    expect(listed({ before: 2, limit: 2 })).toEqual(['a'])
    expect(listed({ before: 1, limit: 2 })).toEqual([])
    expect(listed({ server: ['a', 'e', 'none'], before: 5 })).toEqual(['a'])
  })

  test('survives a restart, and ids go on where they were', () => {
    const event = activity.record({ kind: 'tool-called', server: 'a', detail: { tool: 'x', ok: true } })
    expect(activity.list({ limit: 10 })).toEqual([event])
    activity.end()
    database.end()
    open()
    expect(activity.list({ limit: 10 })).toEqual([event])
    expect(happen('b').id).toBe(event.id + 1)
  })

  test('of calls is written together, at the latest a second later or with what else happens', async () => {
    const rows = () => Number(database.prepare('SELECT count(*) AS count FROM activity').get()?.count)
    const call = () => activity.record({ kind: 'tool-called', server: 'a' })
    call()
    call()
    expect(rows()).toBe(0)
    await (host.clock as TestClock).advance(1_000)
    expect(rows()).toBe(2)
    call()
    happen('b')
    await Promise.resolve()
    expect(rows()).toBe(4)
    expect(activity.list({ after: 0, limit: 10 }).map(({ id }) => id)).toEqual([1, 2, 3, 4])
  })

  test('of one turn is written at its end, together, and listed before', async () => {
    for (let i = 0; i < 400; i++) happen(`server ${i}`)
    const rows = () => Number(database.prepare('SELECT count(*) AS count FROM activity').get()?.count)
    expect(rows()).toBe(0)
    expect(listed({ limit: 1 })).toEqual(['server 399'])
    await Promise.resolve()
    expect(rows()).toBe(400)
  })

  test('keeps the newest 50,000', () => {
    database.transaction(() => {
      const insert = database.prepare(
        `INSERT INTO activity (id, at, kind, detail) VALUES (?, 0, 'removed', '{}')`,
      )
      for (let id = 1; id <= activityMax + 20; id++) insert.run(id)
    })
    database.end()
    open()
    const rows = () => Number(database.prepare('SELECT count(*) AS n FROM activity').get()?.n)
    expect(rows()).toBe(activityMax)
    for (let i = 0; i < 1_000; i++) happen('x')
    expect(rows()).toBeLessThan(activityMax + 500)
    expect(activity.list({ after: 0, limit: 1 })[0]?.id).toBe(1_021)
  })

  test('goes on in memory while the disk is full, and writes what it held afterwards', () => {
    happen('a')
    const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count)
    database.prepare(`PRAGMA max_page_count = ${pages}`).get()
    activity.record({ kind: 'updated', server: 'b', detail: { blob: 'x'.repeat(50_000) } })
    happen('c')
    expect(listed()).toEqual(['a', 'b', 'c'])
    expect(listed({ limit: 1 })).toEqual(['c'])
    expect(listed({ after: 1, limit: 1 })).toEqual(['b'])
    database.prepare('PRAGMA max_page_count = 1000000').get()
    happen('d')
    activity.end()
    database.end()
    open()
    expect(listed()).toEqual(['a', 'b', 'c', 'd'])
  })
})

describe.each([
  ['on disk', 0],
  ['held while the disk is full', 1],
] as const)('the filter, of events %s', (_, before) => {
  const moment = (seconds: number) => new Date(Date.UTC(2026, 10, 1, 12, 0, seconds)).toISOString()

  async function someEvents(): Promise<void> {
    const clock = new TestClock()
    activity = new Activity({ database, clock })
    activity.start()
    if (before > 0) {
      const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count)
      database.prepare(`PRAGMA max_page_count = ${pages}`).get()
      activity.record({ kind: 'approved', detail: { blob: 'x'.repeat(50_000) } })
    }
    happen('weather')
    await clock.advance(1_000)
    activity.record({ kind: 'tool-called', server: 'weather', detail: { tool: 'get_50%_Chance', ok: true } })
    await clock.advance(1_000)
    activity.record({ kind: 'updated', server: '数据库', detail: { fields: ['tags', 'priority'] } })
    activity.record({ kind: 'removed', server: null, source: 'file' })
  }

  test.each<[Partial<Parameters<Activity['list']>[0]>, number[]]>([
    [{ kind: ['tool-called', 'removed'] }, [2, 4]],
    [{ kind: [] }, []],
    [{ server: ['数据库'] }, [3]],
    [{ server: ['weather', '数据库'], kind: ['tool-called', 'updated'] }, [2, 3]],
    [{ from: moment(1) }, [2, 3, 4]],
    [{ from: moment(1), to: moment(2) }, [2]],
    [{ to: moment(0) }, []],
    [{ text: 'CHANCE' }, [2]],
    [{ text: '50%' }, [2]],
    [{ text: '5_%' }, []],
    [{ text: '据' }, [3]],
    [{ text: 'priority' }, [3]],
    [{ text: 'fields' }, []],
    [{ text: '' }, [1, 2, 3, 4]],
  ])('%j lets through %j', async (filter, numbers) => {
    await someEvents()
    const found = activity.list({ limit: 10, after: before, ...filter })
    expect(found.map(({ id }) => id - before)).toEqual(numbers)
  })
})

test('a filter by kind or server reads an index, not every event', () => {
  const plan = (condition: string) =>
    database
      .prepare(`EXPLAIN QUERY PLAN SELECT id FROM activity WHERE ${condition} ORDER BY id DESC LIMIT 10`)
      .all()
      .map(({ detail }) => detail)
      .join('\n')
  expect(plan(`server IN (SELECT value FROM json_each('["a"]'))`)).toContain('activity_of_server')
  expect(plan(`kind IN (SELECT value FROM json_each('["a"]'))`)).toContain('activity_of_kind')
})

describe('following', () => {
  test('gives each event once from the moment of asking, and ends with its signal', async () => {
    happen('before')
    const ending = new AbortController()
    const following = activity.follow(ending.signal)
    happen('a')
    happen('b')
    expect((await following.next()).value).toMatchObject({ server: 'a' })
    expect((await following.next()).value).toMatchObject({ server: 'b' })
    const third = following.next()
    happen('c')
    expect((await third).value).toMatchObject({ server: 'c' })
    const last = following.next()
    ending.abort()
    expect((await last).done).toBe(true)
    expect(activity.followers).toBe(0)
  })

  test('ends for one that never read when its signal ends', () => {
    const ending = new AbortController()
    activity.follow(ending.signal)
    expect(activity.followers).toBe(1)
    ending.abort()
    expect(activity.followers).toBe(0)
  })

  test('is cut off with a fault more than 1,000 events behind', async () => {
    const following = activity.follow(new AbortController().signal)
    for (let i = 0; i < 1_001; i++) happen(`${i}`)
    expect(activity.followers).toBe(0)
    const read = async () => {
      const seen: unknown[] = []
      try {
        for await (const { server } of following) seen.push(server)
      } catch (error) {
        return { seen: seen.length, error }
      }
      return { seen: seen.length }
    }
    expect(await read()).toEqual({ seen: 1_000, error: expect.objectContaining({ code: 'too-many' }) })
  })
})
