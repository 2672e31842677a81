import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { type TestHost, testHost } from '../../../tests/host'
import { type OpenRegistry, openRegistry } from '../../../tests/registry'
import type { Registry } from './registry'
import { mask } from './secrets'

const dayMs = 24 * 60 * 60_000
const hub = { name: 'hub', url: 'http://hub.test/mcp' }
const evil = { name: 'hub', url: 'http://evil.test/mcp' }
const shell = { name: 'shell', command: 'node', args: ['server.mjs'] }
const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ name: `server ${at}`, url: `http://localhost:${8_000 + at}/` }))

let host: TestHost
let clock: TestClock
let opened: OpenRegistry
let registry: Registry

async function reopen(): Promise<void> {
  await opened?.[Symbol.asyncDispose]()
  opened = await openRegistry(host)
  registry = opened.registry
}

beforeEach(async () => {
  clock = new TestClock()
  host = testHost({ clock })
  opened = await openRegistry(host)
  registry = opened.registry
  onTestFinished(async () => {
    await opened[Symbol.asyncDispose]()
    await host[Symbol.asyncDispose]()
  })
})

const names = () => registry.all().map(({ document }) => document.name)
const headersOf = async (name: string) =>
  (await opened.vault.open(registry.byName(name).registration)).headers
const heard = () => {
  const said: string[] = []
  registry.on('added', ({ document }) => said.push(`added ${document.name}`))
  registry.on('changed', ({ document }) => said.push(`changed ${document.name}`))
  registry.on('removed', ({ document }) => said.push(`removed ${document.name}`))
  return said
}

describe('one name at two endpoints', () => {
  test('T18: is two servers; the second is marked, off, and has none of the trust of the first', async () => {
    await registry.take('team', [{ ...shell, name: 'hub' }])
    const first = registry.byName('hub')
    const { approvals } = opened
    approvals.approve(first, approvals.fingerprint(first.registration))
    const other = { name: 'hub', command: 'node', args: ['evil.mjs'] }
    expect(await registry.take('lan', [other])).toMatchObject({
      added: ['hub (2)'],
      takenByOthers: [{ name: 'hub', owner: 'team', as: 'hub (2)' }],
    })
    expect(registry.byName('hub')).toEqual(first)
    const twin = registry.byName('hub (2)')
    expect(twin).toMatchObject({ twinOf: 'hub', intent: 'off', source: { id: 'lan' } })
    expect(twin.id).not.toBe(first.id)
    expect(approvals.approved(first)).toBe(true)
    expect(approvals.approved(twin)).toBe(false)
    await reopen()
    expect(names()).toEqual(['hub', 'hub (2)'])
    expect(registry.byName('hub (2)')).toEqual(twin)
  })

  test('T18: never opens the secret of the first, not even by its reference', async () => {
    await registry.take('team', [{ ...hub, headers: { Authorization: 'Bearer theirs' } }])
    const { headers = {} } = registry.byName('hub').document
    await registry.take('lan', [{ ...evil, headers }])
    expect(await headersOf('hub')).toEqual({ Authorization: 'Bearer theirs' })
    expect(JSON.stringify(await headersOf('hub (2)'))).not.toContain('theirs')
    // One that stands in its place later is sent nothing either.
    registry.dropSource('team')
    expect(JSON.stringify(await headersOf('hub'))).not.toContain('theirs')
  })

  test('has secrets of its own under whatever name it goes by, over a restart', async () => {
    await registry.take('team', [hub])
    await registry.take('lan', [{ ...evil, headers: { Authorization: 'Bearer own' } }])
    expect(await headersOf('hub (2)')).toEqual({ Authorization: 'Bearer own' })
    await reopen()
    expect(await headersOf('hub (2)')).toEqual({ Authorization: 'Bearer own' })
    registry.dropSource('team')
    expect(registry.byName('hub')).toMatchObject({ twinOf: null, document: { url: evil.url } })
    await reopen()
    expect(await headersOf('hub')).toEqual({ Authorization: 'Bearer own' })
  })

  test('the one that was there first has the name, even if a source before its own names another', async () => {
    await registry.take('early', [])
    await registry.take('late', [hub])
    const { id } = registry.byName('hub')
    await clock.advance(1_000)
    await registry.take('early', [evil])
    expect(registry.byName('hub')).toMatchObject({ id, source: { id: 'late' } })
    expect(registry.byName('hub (2)')).toMatchObject({ twinOf: 'hub', source: { id: 'early' } })
  })

  test('one by hand has the name before all sources, and keeps it', async () => {
    await registry.register(hub)
    await registry.take('lan', [evil, { ...hub, name: 'other' }])
    expect(registry.byName('hub')).toMatchObject({ source: { id: 'manual' }, sources: [] })
    registry.unregister('hub')
    expect(registry.byName('hub')).toMatchObject({ source: { id: 'lan' }, twinOf: null, intent: 'on' })
  })

  test('gives way to a server that is really called so', async () => {
    await registry.take('team', [hub])
    await registry.take('lan', [evil])
    await registry.take('more', [{ name: 'hub (2)', url: 'http://more.test/' }])
    expect(registry.byName('hub (2)').source.id).toBe('more')
    expect(registry.byName('hub (3)')).toMatchObject({ source: { id: 'lan' }, twinOf: 'hub' })
  })

  test('has its number again once nobody else is called so', async () => {
    await registry.take('team', [hub])
    await registry.take('lan', [evil])
    await registry.take('more', [{ name: 'hub (2)', url: 'http://more.test/' }])
    registry.dropSource('more')
    expect(registry.byName('hub (2)')).toMatchObject({ source: { id: 'lan' }, twinOf: 'hub' })
  })

  test('a source that moves its own server keeps it, and what it runs waits again', async () => {
    await registry.take('team', [shell])
    const { approvals } = opened
    const before = registry.byName('shell')
    approvals.approve(before, approvals.fingerprint(before.registration))
    registry.setIntent(before.id, 'off')
    await registry.take('team', [{ ...shell, args: ['other.mjs'] }])
    const now = registry.byName('shell')
    expect(now).toMatchObject({ id: before.id, switched: 'off', twinOf: null })
    expect(approvals.approved(now)).toBe(false)
  })

  test('a source that moves it away from another leaves the server with that one', async () => {
    await registry.take('one', [hub])
    await registry.take('two', [hub])
    const { id } = registry.byName('hub')
    await clock.advance(1_000)
    await registry.take('one', [evil])
    expect(registry.byName('hub')).toMatchObject({ id, source: { id: 'two' }, document: { url: hub.url } })
    expect(registry.byName('hub (2)')).toMatchObject({ source: { id: 'one' }, intent: 'off' })
  })

  test('is switched on by a person, who may also give it a name; it is marked all the same', async () => {
    await registry.take('team', [hub])
    await registry.take('lan', [evil])
    registry.setIntent(registry.byName('hub (2)').id, 'on')
    await registry.update('hub (2)', { name: 'the other hub' })
    expect(registry.byName('the other hub')).toMatchObject({ intent: 'on', twinOf: 'hub' })
    await registry.take('lan', [{ ...evil, priority: 2 }])
    expect(names()).toEqual(['the other hub', 'hub'])
  })
})

describe('of which service it is', () => {
  const service = { metadata: { service: 'hubs' } }

  test('is what trusted sources say; not what strangers or twins do, unless a person says so', async () => {
    await registry.take('team', [{ ...hub, ...service }])
    await registry.take('lan', [{ ...hub, ...service, name: 'stranger' }], { trusted: false })
    await registry.take('more', [{ ...evil, ...service }])
    const services = () => registry.all().map((record) => [record.document.name, record.service])
    expect(services()).toEqual([
      ['hub', 'hubs'],
      ['hub (2)', null],
      ['stranger', null],
    ])
    expect((await registry.group('stranger', 'hubs')).service).toBe('hubs')
  })
})

describe('by hand and by sources', () => {
  test('at one endpoint is one server, of which what was said by hand counts', async () => {
    await registry.register({ ...hub, priority: 5 })
    const { id } = registry.byName('hub')
    await registry.take('team', [{ ...hub, priority: 1 }])
    expect(registry.byName('hub')).toMatchObject({ id, sources: ['team'], document: { priority: 5 } })
    await registry.take('team', [])
    expect(registry.byName('hub').missingSince).toBeNull()
    await registry.handOver('hub', 'team')
    expect(registry.byName('hub')).toMatchObject({ id, source: { id: 'team' } })
  })

  test('what is only to be listed is off, until its source is said to be connected', async () => {
    await registry.take('team', [hub], { policy: 'list', trusted: false })
    expect(registry.byName('hub')).toMatchObject({ intent: 'off', word: { policy: 'list', trusted: false } })
    await reopen()
    expect(registry.byName('hub').intent).toBe('off')
    await registry.take('team', [hub], { policy: 'connect' })
    expect(registry.byName('hub')).toMatchObject({ intent: 'on', word: { trusted: false } })
  })
})

describe('a server no source names any more', () => {
  test('is missing, with its switch and its consent, and no longer so when it is back', async () => {
    await registry.take('team', [shell])
    const { approvals } = opened
    const before = registry.byName('shell')
    approvals.approve(before, approvals.fingerprint(before.registration))
    registry.setIntent(before.id, 'off')
    await clock.advance(1_000)
    await registry.take('team', [])
    expect(registry.byName('shell')).toMatchObject({
      id: before.id,
      missingSince: clock.now(),
      switched: 'off',
    })
    await clock.advance(dayMs - 120_000)
    await reopen()
    await registry.take('team', [shell])
    const now = registry.byName('shell')
    expect(now).toMatchObject({ id: before.id, missingSince: null, switched: 'off' })
    expect(opened.approvals.approved(now)).toBe(true)
  })

  test('goes once its lease is over, and its consent with it', async () => {
    await registry.take('team', [shell, hub])
    const { approvals } = opened
    approvals.approve(registry.byName('shell'), approvals.fingerprint(registry.byName('shell').registration))
    await registry.take('team', [hub])
    const said = heard()
    await clock.advance(dayMs - 60_000)
    expect(said).toEqual([])
    await clock.advance(120_000)
    expect(said).toEqual(['removed shell'])
    await registry.take('team', [hub, shell])
    expect(approvals.approved(registry.byName('shell'))).toBe(false)
  })

  test('is not missing while another source names it', async () => {
    await registry.take('one', [{ ...hub, priority: 1 }])
    await registry.take('two', [{ ...hub, priority: 2 }])
    await registry.take('one', [])
    expect(registry.byName('hub')).toMatchObject({ missingSince: null, document: { priority: 2 } })
    await clock.advance(dayMs + 120_000)
    expect(registry.byName('hub').sources).toEqual(['two'])
  })

  test('is told of in the history, with who said what', async () => {
    const headers = { Authorization: 'Bearer one' }
    await registry.take('team', [{ ...hub, headers, priority: 1 }])
    const { id } = registry.byName('hub')
    await registry.take('team', [{ ...hub, headers: { Authorization: 'Bearer two' }, priority: 2 }])
    await registry.update('hub', { tags: ['x'] })
    await registry.take('team', [])
    expect(registry.changes(id)).toMatchObject([
      { source: 'team', what: 'missing', fields: [] },
      { source: 'manual', what: 'changed', fields: [{ field: 'tags', from: null, to: ['x'] }] },
      {
        source: 'team',
        what: 'changed',
        fields: [
          { field: 'headers.Authorization', from: mask, to: mask },
          { field: 'priority', from: 1, to: 2 },
        ],
      },
    ])
    await registry.take('team', [])
    expect(registry.changes(id)).toHaveLength(3)
  })

  test('has a history of its last hundred changes', async () => {
    for (let priority = 0; priority <= 120; priority++) await registry.take('team', [{ ...hub, priority }])
    const changes = registry.changes(registry.byName('hub').id)
    expect(changes).toHaveLength(100)
    expect(changes[0]?.fields).toEqual([{ field: 'priority', from: 119, to: 120 }])
  })
})

describe('much of a source going at once', () => {
  test('T27: an empty list takes nothing away, no consent either, and asks, over a restart', async () => {
    await registry.take('team', [...numbered(9), shell])
    const { approvals } = opened
    const record = registry.byName('shell')
    approvals.approve(record, approvals.fingerprint(record.registration))
    const before = registry.all()
    const said = heard()
    const { removed, held } = await registry.take('team', [])
    expect([removed, held?.missing.length, said]).toEqual([[], 10, []])
    expect((await registry.take('team', [])).held?.missing).toHaveLength(10)
    await clock.advance(2 * dayMs)
    await reopen()
    expect(registry.all()).toEqual(before)
    expect(registry.held()).toMatchObject([{ source: 'team' }])
    expect(opened.approvals.approved(registry.byName('shell'))).toBe(true)
  })

  test('T27: is missing once a person lets go of it', async () => {
    await registry.take('team', numbered(10))
    await registry.take('team', numbered(6))
    expect(registry.release('team', true)).toEqual(['server 6', 'server 7', 'server 8', 'server 9'])
    expect(registry.held()).toEqual([])
    expect(registry.all().filter(({ missingSince }) => missingSince !== null)).toHaveLength(4)
    expect(await registry.take('team', numbered(6))).toMatchObject({ removed: [], held: null })
    await clock.advance(dayMs + 120_000)
    expect(names()).toHaveLength(6)
  })

  test('T27: stays where a person says so, until the source names it again and then not', async () => {
    await registry.take('team', numbered(10))
    await registry.take('team', [])
    registry.release('team', false)
    expect(await registry.take('team', [])).toMatchObject({ removed: [], held: null })
    await clock.advance(2 * dayMs)
    expect(names()).toHaveLength(10)
    await registry.take('team', numbered(10))
    expect((await registry.take('team', [])).held?.missing).toHaveLength(10)
  })

  test('is no question any more once the list is whole again', async () => {
    await registry.take('team', numbered(10))
    const asked: string[] = []
    registry.on('held', (source) => asked.push(source))
    await registry.take('team', [])
    await registry.take('team', numbered(10))
    expect(registry.held()).toEqual([])
    expect(asked).toEqual(['team', 'team'])
  })

  test('is three servers at least, and more than 30 %', async () => {
    await registry.take('team', numbered(10))
    expect(await registry.take('team', numbered(7))).toMatchObject({ held: null, removed: { length: 3 } })
    await registry.take('small', [hub, shell])
    expect(await registry.take('small', [])).toMatchObject({ held: null, removed: ['hub', 'shell'] })
  })
})

describe('a source that is removed', () => {
  test('restores what it had overridden, and comes back with all it had', async () => {
    await registry.take('one', [{ ...hub, priority: 1 }, shell])
    await registry.take('two', [{ ...hub, priority: 2 }])
    await registry.update('hub', { tags: ['mine'] })
    const before = registry.byName('hub')
    const { removed, undo } = registry.dropSource('one')
    expect(removed).toEqual(['shell'])
    expect(registry.byName('hub').document).toMatchObject({ priority: 2, tags: ['mine'] })
    await reopen()
    expect(registry.restoreSource(undo)).toEqual(['shell'])
    expect(registry.byName('hub')).toMatchObject({ id: before.id, document: before.document })
  })
})
