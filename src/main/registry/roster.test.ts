import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { type TestHost, testHost } from '../../../tests/host'
import { type OpenRegistry, openRegistry } from '../../../tests/registry'
import { type Rows, Server } from '../../shared/contract/registry'
import { Connections } from '../connections/connections'
import { Discovery } from '../discovery/discovery'
import { ownKinds } from '../discovery/kinds'
import { Health } from '../health/health'
import { Preferences } from '../settings/preferences'
import { Roster } from './roster'

// Nothing here is to be connected: what is watched are the rows.
const off = { auto_connect: false }
const url = 'http://localhost:9/mcp'

let host: TestHost
let clock: TestClock
let opened: OpenRegistry
let roster: Roster

beforeEach(async () => {
  clock = new TestClock()
  host = testHost({ clock })
  opened = await openRegistry(host)
  const { database, registry, approvals, vault } = opened
  const settings = new Preferences(database)
  const connections = new Connections({ registry, approvals, vault, settings, host })
  const health = new Health({ database, registry, connections, settings, host })
  const discovery = new Discovery({ database, registry, approvals, vault, kinds: ownKinds(), host })
  roster = new Roster({ registry, approvals, connections, health, discovery, clock })
  roster.start()
  connections.start()
  onTestFinished(async () => {
    await connections.end()
    await opened[Symbol.asyncDispose]()
    await host[Symbol.asyncDispose]()
  })
})

async function next(rows: AsyncGenerator<Rows>): Promise<Rows> {
  const { value, done } = await rows.next()
  if (done) throw new Error('the watch has ended')
  return value
}

describe('a row', () => {
  test('fits the contract, fills defaults in, and shows no secret', async () => {
    const { registry } = opened
    const remote = { ...off, name: 'remote', url, headers: { Authorization: 'Bearer s3cret' } }
    await registry.register(remote)
    const env = { API_KEY: 'k3y', REGION: 'north' }
    await registry.take('file', [
      { ...off, name: 'local', command: 'node', args: ['a b'], env, timeout: 2.5 },
    ])
    const [local, other] = roster.list().map((server) => Server.parse(server))
    expect(other).toMatchObject({
      url,
      headers: { Authorization: '••••••' },
      priority: 0,
      tags: [],
      auto_connect: false,
      health_check_url: null,
      intent: 'off',
      source: { id: 'manual', type: 'manual' },
      approval: null,
      connection: { state: 'off' },
    })
    expect(local).toMatchObject({
      env: { API_KEY: '••••••', REGION: 'north' },
      timeout: 2.5,
      source: { id: 'file', type: 'file_watch' },
      approval: { command: 'node', line: "API_KEY='••••••' REGION=north node 'a b'" },
    })
    expect(JSON.stringify(roster.list())).not.toMatch(/s3cret|k3y/)
  })

  test('is found by a query, in the order of priority, then name', async () => {
    for (const [name, priority, tags] of [
      ['b', 0, ['x']],
      ['a', 0, ['x']],
      ['c', 1, ['x']],
      ['d', 9, []],
    ] as const)
      await opened.registry.register({ ...off, name, url, priority, tags })
    expect(roster.list({ tags: ['x'], match: 'any' }).map(({ name }) => name)).toEqual(['c', 'a', 'b'])
  })
})

describe('watching', () => {
  test('gives a snapshot, then what changed since, with revisions that join', async () => {
    const { registry } = opened
    await registry.register({ ...off, name: 'a', url })
    const ending = new AbortController()
    const watching = roster.watch(ending.signal)
    const snapshot = await next(watching)
    expect(snapshot).toMatchObject({ kind: 'snapshot', servers: [{ name: 'a' }] })
    const { id } = registry.byName('a')

    const first = next(watching)
    await registry.register({ ...off, name: 'b', url })
    expect(await first).toMatchObject({
      kind: 'changes',
      since: snapshot.revision,
      servers: [{ name: 'b' }],
      removed: [],
    })
    const { revision } = await first

    const second = next(watching)
    registry.unregister('a')
    await clock.advance(100)
    expect(await second).toMatchObject({ since: revision, servers: [], removed: [id] })
    ending.abort()
  })

  test('says nothing of a storm but its outcome, ten times a second', async () => {
    const { registry } = opened
    await registry.take(
      'file',
      Array.from({ length: 1_000 }, (_, i) => ({ ...off, name: `server-${i}`, url })),
    )
    const ending = new AbortController()
    const watching = roster.watch(ending.signal)
    await next(watching)
    const ids = registry.all().map(({ id }) => id)

    const first = next(watching)
    registry.setIntent(ids[0] ?? '', 'on')
    expect(await first).toMatchObject({ kind: 'changes', servers: [{ id: ids[0] }] })

    let answered = false
    const second = next(watching).finally(() => {
      answered = true
    })
    for (let round = 0; round < 3; round++) {
      for (const id of ids) registry.setIntent(id, round === 1 ? 'on' : 'off')
      await clock.advance(30)
    }
    expect(answered).toBe(false)
    await clock.advance(10)
    const { kind, servers } = await second
    expect(kind).toBe('changes')
    expect(servers.every(({ intent }) => intent === 'off')).toBe(true)
    expect(new Set(servers.map(({ id }) => id)).size).toBe(servers.length)
    ending.abort()
  })

  test('ends with its signal, at once and at rest alike, and leaves nothing behind', async () => {
    const { registry } = opened
    const before = clock.pending
    const asleep = new AbortController()
    const sleeping = roster.watch(asleep.signal)
    await next(sleeping)
    const never = sleeping.next()
    expect(roster.watchers).toBe(1)
    asleep.abort()
    expect((await never).done).toBe(true)

    const resting = new AbortController()
    const watching = roster.watch(resting.signal)
    await next(watching)
    await registry.register({ ...off, name: 'a', url })
    await next(watching)
    await registry.register({ ...off, name: 'b', url })
    const cut = watching.next()
    resting.abort()
    expect((await cut).done).toBe(true)
    expect([roster.watchers, clock.pending]).toEqual([0, before])

    const left = roster.watch(new AbortController().signal)
    await next(left)
    await left.return(undefined)
    expect(roster.watchers).toBe(0)
  })
})
