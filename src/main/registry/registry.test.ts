import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { type TestHost, testHost } from '../../../tests/host'
import { type OpenRegistry, openRegistry } from '../../../tests/registry'
import type { Registry } from './registry'

const dayMs = 24 * 60 * 60_000
const weather = { name: 'weather', url: 'http://localhost:8001/mcp' }
const shell = { name: 'shell', command: 'node', args: ['server.mjs'], env: { API_KEY: 'k3y' } }

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
const fault = (code: string, detail: object = {}) =>
  expect.objectContaining({ code, detail: expect.objectContaining(detail) })
describe('registering by hand', () => {
  test('keeps the document as given, unknown fields and order included, over a restart', async () => {
    const given = { zebra: { deep: [1, null, 'x'] }, ...weather, priority: 3, '': 'odd', metadata: null }
    await registry.register(given)
    await reopen()
    expect(JSON.stringify(registry.byName('weather').document)).toBe(JSON.stringify(given))
  })

  test('fills defaults into the core form only', async () => {
    const { registration, intent, source } = await registry.register(weather)
    expect(registration).toMatchObject({
      autoConnect: true,
      enabled: true,
      priority: 0,
      tags: [],
      transport: 'http',
    })
    expect(intent).toBe('on')
    expect(source).toEqual({ id: 'manual', firstSeenAt: clock.now(), lastSeenAt: clock.now() })
  })

  test('refuses what does not fit with every issue, and a name that is taken', async () => {
    await expect(registry.register({ name: '', tags: 'x', url: 'ftp://x' })).rejects.toEqual(
      fault('invalid', {
        issues: expect.arrayContaining([
          expect.objectContaining({ path: 'name' }),
          expect.objectContaining({ path: 'tags' }),
          { path: 'url', message: 'does not start with http:// or https:// and a host' },
        ]),
      }),
    )
    await expect(registry.register('weather')).rejects.toEqual(fault('invalid'))
    await registry.register(weather)
    await expect(registry.register(weather)).rejects.toEqual(fault('name-taken', { server: 'weather' }))
    const rivals = await Promise.allSettled([registry.register(shell), registry.register(shell)])
    expect(rivals.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  })

  test('refuses a document too deep to be written, and goes on', async () => {
    let deep: unknown = {}
    for (let i = 0; i < 100_000; i++) deep = [deep]
    await expect(registry.register({ ...weather, metadata: { deep } })).rejects.toEqual(fault('invalid'))
    await registry.register(weather)
    expect(names()).toEqual(['weather'])
  })

  test('approves exactly the command that was sent, unless asked not to', async () => {
    const { approvals } = opened
    expect(approvals.approved(await registry.register(shell))).toBe(true)
    const waiting = await registry.register({ ...shell, name: 'other' }, { approve: false })
    expect(approvals.approved(waiting)).toBe(false)
    expect(approvals.pending(waiting)?.line).toBe("API_KEY='••••••' node server.mjs")
  })

  test('writes no secret into the database', async () => {
    await registry.register({ ...weather, headers: { Authorization: 'Bearer s3cret' } })
    await reopen()
    const { headers } = await opened.vault.open(registry.byName('weather').registration)
    expect(headers).toEqual({ Authorization: 'Bearer s3cret' })
    await opened[Symbol.asyncDispose]()
    expect(readFileSync(join(host.dataDir, 'rollcall.db')).includes('s3cret')).toBe(false)
  })

  test('on a full disk is refused and changes nothing', async () => {
    const pages = Number(opened.database.prepare('PRAGMA page_count').get()?.page_count)
    opened.database.prepare(`PRAGMA max_page_count = ${pages}`).get()
    const onAdded = vi.fn()
    registry.on('added', onAdded)
    await expect(registry.register({ ...weather, metadata: { blob: 'x'.repeat(100_000) } })).rejects.toEqual(
      fault('disk-full'),
    )
    expect(names()).toEqual([])
    expect(onAdded).not.toHaveBeenCalled()
  })
})

describe('updating', () => {
  test('replaces fields, takes away those given as null, and may rename', async () => {
    await registry.register({ ...weather, tags: ['a'], priority: 2, custom: 1 })
    const { id } = registry.byName('weather')
    await registry.update('weather', { name: 'wetter', tags: ['b'], priority: null })
    await reopen()
    expect(registry.byName('wetter')).toMatchObject({ id, document: { custom: 1, tags: ['b'] } })
    expect(registry.byName('wetter').document).not.toHaveProperty('priority')
    expect(names()).toEqual(['wetter'])
  })

  test('refuses what would no longer be a registration, unknown names and taken ones', async () => {
    await registry.register(weather)
    await registry.register(shell)
    await expect(registry.update('weather', { url: null })).rejects.toEqual(fault('invalid'))
    await expect(registry.update('nobody', {})).rejects.toEqual(fault('not-found', { kind: 'server' }))
    await expect(registry.update('weather', { name: 'shell' })).rejects.toEqual(fault('name-taken'))
    expect(registry.byName('weather').document).toEqual(weather)
  })

  test('keeps a secret that comes back masked, also under a new name, and refuses a mask for nothing', async () => {
    await registry.register({ ...weather, headers: { Authorization: 'Bearer s3cret' } })
    await registry.update('weather', { name: 'wetter', headers: { Authorization: '••••••', 'X-New': 'n3w' } })
    const { headers } = await opened.vault.open(registry.byName('wetter').registration)
    expect(headers).toEqual({ Authorization: 'Bearer s3cret', 'X-New': 'n3w' })
    await expect(registry.update('wetter', { headers: { Other: '••••••' } })).rejects.toEqual(
      fault('invalid', { issues: [{ path: 'headers.Other', message: 'is only a mask; give the value' }] }),
    )
  })

  test('takes a replaced secret out of the vault', async () => {
    await registry.register({ ...weather, headers: { Authorization: 'Bearer s3cret' } })
    await registry.update('weather', { headers: { Authorization: 'Bearer n3w' } })
    const secrets = readFileSync(join(host.dataDir, 'secrets.json'), 'utf8')
    expect([secrets.includes('s3cret'), secrets.includes('n3w')]).toEqual([false, true])
  })

  test('leaves an approved command approved and a waiting one waiting', async () => {
    const { approvals } = opened
    await registry.register(shell)
    expect(approvals.approved(await registry.update('shell', { args: ['other.mjs'] }))).toBe(true)
    await registry.take('file', [{ ...shell, name: 'found' }])
    expect(approvals.approved(await registry.update('found', { args: ['x'], name: 'mine' }))).toBe(false)
    expect(approvals.approved(await registry.update('mine', { tags: ['x'] }))).toBe(false)
  })

  test('lays over what a source names; in all else the source goes on counting, over a restart', async () => {
    const headers = { Authorization: 'Bearer theirs' }
    await registry.take('file', [{ ...weather, headers, tags: ['a'] }])
    await registry.update('weather', { priority: 7, tags: null, headers: { Authorization: 'Bearer mine' } })
    await reopen()
    await registry.take('file', [{ ...weather, headers, tags: ['b'], priority: 1, description: 'new' }])
    const record = registry.byName('weather')
    expect(record).toMatchObject({ source: { id: 'file' }, document: { priority: 7, description: 'new' } })
    expect(record.document).not.toHaveProperty('tags')
    expect((await opened.vault.open(record.registration)).headers).toEqual({ Authorization: 'Bearer mine' })
  })

  test('takes a change back field by field: what says the same as the source is no change any more', async () => {
    await registry.take('file', [{ ...weather, priority: 1 }])
    await registry.update('weather', { priority: 7, url: 'http://localhost:9/mcp', tags: ['x'] })
    await registry.update('weather', { priority: 1, tags: null })
    expect(registry.byName('weather').overlay).toEqual({ set: { url: 'http://localhost:9/mcp' }, gone: [] })
    await registry.update('weather', { url: weather.url })
    expect(registry.byName('weather').overlay).toBeNull()
    await registry.take('file', [{ ...weather, priority: 3 }])
    expect(registry.byName('weather').document.priority).toBe(3)
  })

  test('of where it is stands, whatever the source makes of its own', async () => {
    await registry.take('file', [weather])
    await registry.update('weather', { url: 'http://localhost:9/mcp' })
    await registry.take('file', [{ name: 'weather', command: 'node', args: ['x.mjs'] }])
    expect(registry.byName('weather').document).toEqual({ name: 'weather', url: 'http://localhost:9/mcp' })
  })

  test('a server renamed away from its source does not come back under its old name', async () => {
    await registry.take('file', [weather])
    await registry.update('weather', { name: 'wetter' })
    await reopen()
    await registry.take('file', [weather])
    expect(names()).toEqual(['wetter'])
  })
})

describe('removing', () => {
  test('can be undone within a day, over a restart, with its consent, switch and secrets', async () => {
    const { id } = await registry.register(shell)
    registry.setIntent(id, 'off')
    const before = registry.byName('shell')
    const { undo } = registry.unregister('shell')
    expect(names()).toEqual([])
    await reopen()
    expect(registry.restore(undo)).toEqual(before)
    expect(opened.approvals.approved(registry.byName('shell'))).toBe(true)
    expect((await opened.vault.open(registry.byName('shell').registration)).env).toEqual(shell.env)
    expect(() => registry.restore(undo)).toThrow(fault('not-found', { kind: 'removal' }))
  })

  test('cannot be undone after a day, nor over another server of the same name', async () => {
    await registry.register(weather)
    const { undo } = registry.unregister('weather')
    await registry.register(weather)
    expect(() => registry.restore(undo)).toThrow(fault('name-taken'))
    const second = registry.unregister('weather')
    await clock.advance(dayMs + 1)
    expect(() => registry.restore(second.undo)).toThrow(fault('not-found'))
    expect(() => registry.unregister('weather')).toThrow(fault('not-found', { name: 'weather' }))
  })

  test('lasts while a source still names the server, until it is restored or registered again', async () => {
    await registry.take('file', [weather])
    const { undo } = registry.unregister('weather')
    await reopen()
    expect(await registry.take('file', [weather])).toMatchObject({ added: [], takenByOthers: [] })
    registry.restore(undo)
    expect(await registry.take('file', [weather])).toMatchObject({ unchanged: ['weather'] })
    registry.unregister('weather')
    await registry.register(weather)
    registry.unregister('weather')
    expect(names()).toEqual([])
  })

  test('lasts for every source that names the server', async () => {
    await registry.take('one', [weather])
    await registry.take('two', [weather])
    registry.unregister('weather')
    await registry.take('two', [weather])
    await registry.take('one', [weather])
    expect(names()).toEqual([])
  })

  test('ends the consent', async () => {
    await registry.take('file', [shell])
    const { approvals } = opened
    const record = registry.byName('shell')
    approvals.approve(record, approvals.fingerprint(record.registration))
    registry.dropSource('file')
    await registry.take('file', [shell])
    expect(approvals.approved(registry.byName('shell'))).toBe(false)
  })
})

test('servers stand in order of priority, then of name, the same in every language', async () => {
  const url = 'http://localhost:1/'
  for (const name of ['b', 'ä', 'a', 'Z', '天']) await registry.register({ name, url })
  await registry.register({ name: 'last', url, priority: -1 })
  await registry.register({ name: 'first', url, priority: 1 })
  expect(names()).toEqual(['first', 'Z', 'a', 'b', 'ä', '天', 'last'])
})

describe('grouping', () => {
  const service = () => registry.byName('weather').service

  test('a registration says of which service it is, with whatever is a name', async () => {
    await registry.register({ ...weather, metadata: { service: 'forecasts' } })
    expect(service()).toBe('forecasts')
    for (const odd of [7, '', ' x', null, 'x'.repeat(200)]) {
      await registry.update('weather', { metadata: { service: odd } })
      expect(service()).toBeNull()
    }
  })

  test('by hand of a server kept by hand is kept in its registration', async () => {
    await registry.register({ ...weather, metadata: { version: '1' } })
    await registry.group('weather', 'forecasts')
    expect(registry.byName('weather').document.metadata).toEqual({ version: '1', service: 'forecasts' })
    await registry.group('weather', null)
    expect(registry.byName('weather').document.metadata).toEqual({ version: '1' })
    expect(service()).toBeNull()
  })

  test('by hand of what a source named leaves it to its source, and outlives what that says', async () => {
    const named = { ...weather, metadata: { service: 'theirs' } }
    await registry.take('file', [named])
    await registry.group('weather', 'ours')
    await registry.take('file', [{ ...named, priority: 7 }])
    await reopen()
    expect(registry.byName('weather')).toMatchObject({
      service: 'ours',
      source: { id: 'file' },
      registration: { priority: 7, metadata: { service: 'theirs' } },
    })
    await registry.group('weather', null)
    expect(service()).toBeNull()
    const { undo } = registry.unregister('weather')
    expect(registry.restore(undo).service).toBeNull()
    await registry.group('weather', 'theirs')
    expect(registry.byName('weather')).toMatchObject({ service: 'theirs', grouped: null })
  })

  test('by hand gives way to what is said of it in the registration later', async () => {
    await registry.take('file', [weather])
    await registry.group('weather', 'ours')
    await registry.update('weather', { priority: 3 })
    expect(service()).toBe('ours')
    await registry.update('weather', { metadata: { service: 'changed' } })
    expect(service()).toBe('changed')
  })
})
