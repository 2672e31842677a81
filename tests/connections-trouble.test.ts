import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Room, within } from './connections-room'
import { startServer } from './servers/start'

let room: Room

beforeEach(async () => {
  room = await new Room().start()
})

afterEach(() => room[Symbol.asyncDispose]())

/** An address where nothing listens: a port that was free a moment ago. */
async function deadUrl(): Promise<string> {
  const server = await startServer('hung.ts')
  await server.kill()
  return server.url
}

describe('a server that cannot be connected says why', () => {
  test.each([
    ['401', 'needs-auth', 'auth-required'],
    ['403', 'needs-auth', 'auth-required'],
    ['200', 'failed', 'not-mcp'],
    ['404', 'waiting', 'http-status'],
    ['500', 'waiting', 'http-status'],
  ] as const)('a page with status %s', async (status, state, code) => {
    await using server = await startServer('not-mcp.ts', ['--status', status])
    const id = await room.add({ name: 'one', url: server.url })
    const { error, nextAttemptAt, attempt } = await room.becomes(id, state)
    expect(error).toMatchObject({ code, detail: { address: server.url } })
    expect(error?.message).toContain(server.url)
    expect(nextAttemptAt).toBeGreaterThan(room.host.clock.now())
    expect(attempt).toBe(1)
  })

  test('nothing listens', async () => {
    const url = await deadUrl()
    const id = await room.add({ name: 'one', url })
    await vi.waitFor(() => expect(room.connections.state(id).error?.code).toBe('refused'), within)
    expect(room.connections.state(id).error?.message).toBe(`Nothing listens at ${url}.`)
  })

  test('nothing listens where the old transport is asked for', async () => {
    const id = await room.add({ name: 'one', url: await deadUrl(), type: 'sse' })
    await vi.waitFor(() => expect(room.connections.state(id).error?.code).toBe('refused'), within)
  })

  test('the name leads nowhere', async () => {
    const id = await room.add({ name: 'one', url: 'http://nowhere.invalid/mcp' })
    await vi.waitFor(() => expect(room.connections.state(id).error?.code).toBe('host-not-found'), within)
    expect(room.connections.state(id).error?.detail.host).toBe('nowhere.invalid')
  })

  test('it accepts and never answers', async () => {
    await using server = await startServer('hung.ts')
    const id = await room.add({ name: 'one', url: server.url, timeout: 0.3 })
    await vi.waitFor(() => expect(room.connections.state(id).error?.code).toBe('timeout'), within)
    expect(room.connections.state(id).error?.detail.seconds).toBe(0.3)
  })

  test('it does not speak TLS', async () => {
    await using server = await startServer('not-mcp.ts')
    const id = await room.add({ name: 'one', url: server.url.replace('http:', 'https:') })
    await vi.waitFor(() => expect(room.connections.state(id).error?.code).toBe('tls'), within)
  })
})

test('hung servers do not hold up the rest', async () => {
  await using hung = await startServer('hung.ts')
  await using good = await startServer('legacy.mjs')
  room.preferences.set({ maxConcurrentConnections: 5 })
  const stuck = await Promise.all(
    Array.from({ length: 10 }, (_, n) => room.add({ name: `hung ${n}`, url: hung.url, priority: 10 })),
  )
  const fine = await Promise.all(
    Array.from({ length: 5 }, (_, n) => room.add({ name: `good ${n}`, url: good.url })),
  )
  for (const id of fine) await room.becomes(id, 'connected')
  for (const id of stuck)
    expect(room.connections.state(id)).toMatchObject({ state: 'connecting', error: null })
})

test('no more connect at the same time than the limit says', async () => {
  await using hung = await startServer('hung.ts')
  room.preferences.set({ maxConcurrentConnections: 3 })
  const ids = await Promise.all(
    Array.from({ length: 8 }, (_, n) => room.add({ name: `${n}`, url: hung.url })),
  )
  const states = () => ids.map((id) => room.connections.state(id).state)
  await vi.waitFor(() => expect(states().filter((state) => state === 'connecting')).toHaveLength(3), within)
  expect(states().filter((state) => state === 'waiting')).toHaveLength(5)
})

describe('a server that goes away comes back by itself', () => {
  test.each([
    ['legacy.mjs', []],
    ['legacy.mjs', ['--sse']],
    ['modern.ts', []],
  ])('%s %j, killed and started again on its port', async (script, args) => {
    const first = await startServer(script, args)
    const id = await room.add({ name: 'one', url: first.url })
    await room.becomes(id, 'connected')
    await first.kill()
    await room.connections.probe(id).catch(() => undefined)
    room.preferences.set({ checkIntervalMs: 1_000 })
    await vi.waitFor(() => expect(room.health.of(id).verdict).toBe('down'), within)
    expect(room.connections.state(id)).toMatchObject({ state: 'waiting', error: { code: 'refused' } })

    await using _second = await startServer(script, [...args, '--port', String(first.port)])
    await vi.waitFor(() => expect(room.health.of(id).verdict).toBe('up'), within)
    expect(await room.connections.callTool(id, 'echo', { text: 'back' })).toMatchObject({ isError: false })
  })

  test('one that forgot its sessions gets a new one', async () => {
    await using server = await startServer('forgetful.mjs')
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    const seen = new Set<string | undefined>()
    room.connections.on('changed', () => seen.add(room.connections.state(id).error?.code))
    await fetch(new URL('/forget', server.url), { method: 'POST' })
    await room.health.check(id)
    await room.becomes(id, 'connected')
    expect(seen).toContain('session-lost')
    expect(await room.connections.callTool(id, 'echo', { text: 'again' })).toMatchObject({ isError: false })
  })

  test('one that comes back modern is spoken to in the modern way', async () => {
    const first = await startServer('legacy.mjs')
    const id = await room.add({ name: 'one', url: first.url })
    await room.becomes(id, 'connected')
    await first.kill()
    await using _second = await startServer('modern.ts', ['--port', String(first.port)])
    await vi.waitFor(() => expect(room.connections.state(id).era).toBe('modern'), within)
  })
})

describe('switching', () => {
  test('off ends a connection, an attempt and the waiting for one', async () => {
    await using hung = await startServer('hung.ts')
    await using good = await startServer('legacy.mjs')
    const ids = [
      await room.add({ name: 'connected', url: good.url }),
      await room.add({ name: 'connecting', url: hung.url }),
      await room.add({ name: 'waiting', url: await deadUrl() }),
    ] as const
    await room.becomes(ids[0], 'connected')
    await room.becomes(ids[1], 'connecting')
    await vi.waitFor(() => expect(room.connections.state(ids[2]).error?.code).toBe('refused'), within)
    for (const id of ids) room.registry.setIntent(id, 'off')
    for (const id of ids)
      expect(room.connections.state(id)).toMatchObject({ state: 'off', nextAttemptAt: null, error: null })
  })

  test('on again connects at once', async () => {
    await using server = await startServer('dual.ts')
    const id = await room.add({ name: 'one', url: server.url, auto_connect: false })
    expect(room.connections.state(id).state).toBe('off')
    room.registry.setIntent(id, 'on')
    await room.becomes(id, 'connected')
  })
})
