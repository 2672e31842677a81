import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { DataDirBusy } from '../src/main/database/database'
import { type Rollcall, startRollcall } from '../src/main/rollcall'
import type { Client } from '../src/shared/contract'
import { type TestHost, testHost } from './host'
import { startServer, stdioCommand } from './servers/start'

let host: TestHost
let rollcall: Rollcall
let client: Client

async function start(sources: string[] = [], only?: string[]): Promise<void> {
  rollcall = await startRollcall(host, { sources, only })
  client = createRouterClient(rollcall.router)
}

beforeEach(async () => {
  host = testHost()
  await start()
  onTestFinished(async () => {
    await rollcall.end()
    await host[Symbol.asyncDispose]()
  })
})

const off = { auto_connect: false }
const weather = { ...off, name: 'weather', url: 'http://localhost:9/mcp', tags: ['demo'] }
const shell = { name: 'shell', command: 'node', args: ['--version'] }
const nextOf = async <T>(sequence: AsyncIterator<T>): Promise<T> => {
  const { value, done } = await sequence.next()
  if (done) throw new Error('the sequence has ended')
  return value
}

describe('the core', () => {
  test('tells of itself', async () => {
    expect(await client.rollcall.health()).toEqual({
      status: 'ok',
      name: 'rollcall',
      version: host.version,
      uptimeSeconds: expect.any(Number),
    })
    rollcall.setApi('http://127.0.0.1:1/api')
    expect(await client.rollcall.about()).toMatchObject({
      shell: 'test',
      dataDir: host.dataDir,
      secrets: 'file',
      api: 'http://127.0.0.1:1/api',
    })
  })

  test('has its data directory for itself until it ends, and ends but once', async () => {
    await expect(startRollcall(host)).rejects.toThrow(DataDirBusy)
    await Promise.all([rollcall.end(), rollcall.end()])
    await start()
    expect(await client.registry.list({})).toEqual([])
  })

  test('keeps servers, switches, settings and sources over a restart', async () => {
    const file = join(host.dataDir, 'found.json')
    writeFileSync(file, JSON.stringify({ servers: [{ ...weather, name: 'found' }] }))
    await client.registry.register(weather)
    await client.registry.register({ ...shell, ...off })
    await client.connections.disconnect({ server: 'weather' })
    await client.settings.set({ slowAfterMs: 7 })
    await rollcall.end()
    await start([file])
    const names = async () => (await client.registry.list({})).map(({ name }) => name)
    expect(await names()).toEqual(['found', 'shell', 'weather'])
    expect(await client.settings.get()).toMatchObject({ slowAfterMs: 7, connectTimeoutMs: 30_000 })
    await rollcall.end()
    await start([file])
    expect(await names()).toEqual(['found', 'shell', 'weather'])
    expect((await client.discovery.sources()).map(({ address }) => address)).toEqual(['', file])
  })
})

describe('the registry', () => {
  test('registers, changes, finds, removes and restores through the bridge', async () => {
    expect(await client.registry.register(weather)).toMatchObject({ name: 'weather', intent: 'off' })
    const changed = await client.registry.update({ params: { server: 'weather' }, body: { priority: 5 } })
    expect(changed).toMatchObject({ priority: 5, tags: ['demo'] })
    expect(await client.registry.list({ tags: ['demo'] })).toHaveLength(1)
    expect(await client.registry.list({ text: 'nothing like it' })).toEqual([])
    expect(await client.registry.document({ server: 'weather' })).toEqual({ ...weather, priority: 5 })
    const { undo } = await client.registry.unregister({ server: 'weather' })
    await expect(client.registry.get({ server: 'weather' })).rejects.toMatchObject({
      code: 'not-found',
      detail: { kind: 'server', name: 'weather' },
    })
    expect(await client.registry.restore({ undo })).toMatchObject({ name: 'weather', priority: 5 })
  })

  test('lets a command of a source wait for consent to exactly what was shown', async () => {
    const file = join(host.dataDir, 'found.json')
    writeFileSync(file, JSON.stringify({ servers: [shell] }))
    await client.discovery.addSource({ path: file })
    const { approval, connection } = await client.registry.get({ server: 'shell' })
    expect(connection.state).toBe('needs-approval')
    expect(approval?.line).toBe('node --version')
    await expect(client.connections.connect({ server: 'shell' })).rejects.toMatchObject({
      code: 'needs-approval',
    })
    await expect(client.registry.approve({ server: 'shell', fingerprint: 'x' })).rejects.toMatchObject({
      code: 'approval-stale',
    })
    const approved = await client.registry.approve({
      server: 'shell',
      fingerprint: approval?.fingerprint ?? '',
    })
    expect(approved.approval).toBeNull()
    expect(approved.connection.state).not.toBe('needs-approval')
  })
})

describe('a real server', () => {
  test('named by a file connects, is up, runs a tool, and every step is an event', async () => {
    await using running = await startServer('dual.ts')
    const file = join(host.dataDir, 'found.json')
    writeFileSync(file, JSON.stringify({ servers: [{ name: 'toolbox', url: running.url }] }))
    await client.discovery.addSource({ path: file })
    await expect
      .poll(() => client.registry.list({ state: 'up' }), { timeout: 10_000 })
      .toMatchObject([{ name: 'toolbox', connection: { state: 'connected' } }])
    const result = await client.connections.callTool({
      server: 'toolbox',
      tool: 'echo',
      arguments: { text: 'hello' },
    })
    expect(result).toMatchObject({ isError: false, content: [{ type: 'text' }] })
    expect(await client.registry.list({ state: 'attention' })).toEqual([])
    await running.kill()
    const attempt = async () => (await client.registry.get({ server: 'toolbox' })).connection.attempt
    await expect.poll(attempt, { timeout: 20_000 }).toBeGreaterThan(3)
    expect(await client.registry.list({ state: 'attention' })).toMatchObject([{ name: 'toolbox' }])
    const events = await client.activity.list({ server: ['toolbox'] })
    const details = (kind: string) =>
      events.filter((event) => event.kind === kind).map(({ detail }) => detail)
    const [connected, ...after] = details('connection-changed')
    expect(connected).toEqual({ from: 'off', to: 'connected', reason: null })
    // However often it was tried, each new reason is told once.
    expect(after.at(-1)).toMatchObject({ to: 'waiting', reason: 'refused' })
    expect(new Set(after.map(({ reason }) => reason)).size).toBe(after.length)
    expect(details('verdict-changed')).toContainEqual({
      from: 'unknown',
      to: 'up',
      reason: expect.any(String),
    })
    expect(details('tool-called')).toEqual([{ tool: 'echo', ok: true, durationMs: expect.any(Number) }])
  })

  test('stays off in a core started for another one, whatever happens to it', async () => {
    await using legacy = await startServer('legacy.mjs')
    await rollcall.end()
    await start([], ['asked'])
    await client.registry.register({ name: 'bystander', url: legacy.url })
    await client.registry.register({ name: 'asked', url: legacy.url })
    await client.registry.update({ params: { server: 'bystander' }, body: { tags: ['changed'] } })
    const stateOf = async (server: string) => (await client.registry.get({ server })).connection.state
    await expect.poll(() => stateOf('asked'), { timeout: 20_000 }).toBe('connected')
    expect(await stateOf('bystander')).toBe('off')
  })

  test('that will not go does not hold up the end beyond 5 s', async () => {
    await client.registry.register({ name: 'stubborn', ...stdioCommand('grandchild-stdio.ts') })
    await expect.poll(() => client.registry.list({ state: 'connected' }), { timeout: 10_000 }).toHaveLength(1)
    const { pid } = await client.connections.details({ server: 'stubborn' })
    const before = performance.now()
    await rollcall.end()
    expect(performance.now() - before).toBeLessThan(5_000)
    expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH')
  })
})

describe('streams', () => {
  test('rows, settings and events reach a watcher, and end when the core does', async () => {
    const rows = await client.registry.watch()
    const settings = await client.settings.watch()
    const events = await client.activity.follow()
    expect(await nextOf(rows)).toMatchObject({ kind: 'snapshot', servers: [] })
    expect(await nextOf(settings)).toMatchObject({ slowAfterMs: 1_000 })
    await client.registry.register(weather)
    await client.settings.set({ slowAfterMs: 7 })
    expect(await nextOf(rows)).toMatchObject({ kind: 'changes', servers: [{ name: 'weather' }] })
    expect(await nextOf(settings)).toMatchObject({ slowAfterMs: 7 })
    expect(await nextOf(events)).toMatchObject({ kind: 'registered', server: 'weather', source: 'manual' })
    const last = Promise.all([rows.next(), settings.next(), events.next()])
    await rollcall.end()
    expect((await last).map(({ done }) => done)).toEqual([true, true, true])
  })
})

describe('activity', () => {
  test('tells what was found, registered, changed, approved and removed, in order, over a restart', async () => {
    const file = join(host.dataDir, 'found.json')
    writeFileSync(file, JSON.stringify({ servers: [{ ...shell, ...off }] }))
    await client.discovery.addSource({ path: file })
    const { approval } = await client.registry.get({ server: 'shell' })
    await client.registry.approve({ server: 'shell', fingerprint: approval?.fingerprint ?? '' })
    await client.registry.update({ params: { server: 'shell' }, body: { tags: ['x'], priority: 0 } })
    await client.registry.unregister({ server: 'shell' })
    await rollcall.end()
    await start()
    const events = await client.activity.list({ server: ['shell'] })
    expect(events.map(({ kind }) => kind).sort()).toEqual(
      ['approved', 'discovered', 'registered', 'removed', 'updated'].sort(),
    )
    expect(events.find(({ kind }) => kind === 'updated')?.detail).toEqual({ fields: ['tags', 'priority'] })
    expect(await client.activity.list({ after: events.at(-1)?.id ?? 0 })).toEqual([])
  })
})
