import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readResource } from '../src/main/connections/resource-reading'
import { Room, within } from './connections-room'
import { startServer, stdioCommand } from './servers/start'
import { RpcError, WilfulServer } from './wilful-server'

let room: Room

beforeEach(async () => {
  room = await new Room().start()
})

afterEach(() => room[Symbol.asyncDispose]())

const codeOf = (outcome: PromiseSettledResult<unknown>) =>
  outcome.status === 'fulfilled' ? 'ok' : outcome.reason.code

/** A server whose calls hang until they are let go, and what they were. */
async function doorkeeper() {
  const server = await new WilfulServer().start()
  const waiting: (() => void)[] = []
  const called: unknown[] = []
  server.answers['tools/call'] = async ({ arguments: args }) => {
    called.push(args)
    await new Promise<void>((resolve) => waiting.push(resolve))
    return { content: [] }
  }
  const letGo = async () => {
    await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0), within)
    waiting.shift()?.()
  }
  return { server, called, letGo, waiting }
}

describe('requests to one server', () => {
  test('are under way in the number the setting says, and as its registration says otherwise', async () => {
    const keeper = await doorkeeper()
    await using server = keeper.server
    const metadata = { connection: { max_requests: 2 } }
    const id = await room.add({ name: 'one', url: server.url, metadata })
    await room.becomes(id, 'connected')
    const calls = Array.from({ length: 5 }, () => room.connections.callTool(id, 'echo', {}))
    await vi.waitFor(() => expect(keeper.called).toHaveLength(2), within)
    expect(room.connections.details(id)).toMatchObject({ underWay: 2, waiting: 3 })
    for (let n = 0; n < 5; n++) await keeper.letGo()
    await Promise.all(calls)
    expect(room.connections.details(id)).toMatchObject({ underWay: 0, waiting: 0 })
  })

  test('take turns by who asks, and checks wait for none of them', async () => {
    const keeper = await doorkeeper()
    await using server = keeper.server
    room.preferences.set({ maxRequestsPerServer: 1 })
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    const flood = Array.from({ length: 30 }, (_, n) =>
      room.connections.callTool(id, 'echo', { flood: n }, undefined, 'api'),
    )
    const person = room.connections.callTool(id, 'echo', { person: true }, undefined, 'page')
    expect(await room.health.check(id)).toMatchObject({ ok: true, kind: 'ping' })
    await keeper.letGo()
    await keeper.letGo()
    await keeper.letGo()
    await person
    expect(keeper.called.slice(0, 3)).toContainEqual({ person: true })
    room.preferences.set({ maxRequestsPerServer: 100 })
    for (let n = 3; n < 31; n++) await keeper.letGo()
    await Promise.all(flood)
  })

  test('that wait can be given up, and a run says for how many it waits', async () => {
    const keeper = await doorkeeper()
    await using server = keeper.server
    room.preferences.set({ maxRequestsPerServer: 1 })
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    const first = room.connections.callTool(id, 'echo', {})
    await vi.waitFor(() => expect(keeper.called).toHaveLength(1), within)
    const giveUp = new AbortController()
    const run = room.connections.runTool(id, 'echo', {}, giveUp.signal)
    expect((await run.next()).value).toEqual({ kind: 'waiting', others: 1 })
    const rest = run.next()
    giveUp.abort()
    await expect(rest).rejects.toMatchObject({ code: 'cancelled' })
    expect(room.connections.details(id).waiting).toBe(0)
    await keeper.letGo()
    await first
    expect(keeper.called).toHaveLength(1)
  })

  test('are turned away where a thousand wait already', async () => {
    const keeper = await doorkeeper()
    await using server = keeper.server
    room.preferences.set({ maxRequestsPerServer: 1 })
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    const giveUp = new AbortController()
    const calls = Array.from({ length: 1_001 }, () =>
      room.connections.callTool(id, 'echo', {}, giveUp.signal),
    )
    await expect(room.connections.callTool(id, 'echo', {})).rejects.toMatchObject({
      code: 'server-busy',
      detail: { server: 'one', waiting: 1_000 },
    })
    giveUp.abort()
    expect(new Set((await Promise.allSettled(calls)).map(codeOf))).toEqual(new Set(['cancelled']))
  })
})

describe('F36, L3: a forgotten session', () => {
  test('is replaced once for all who wait: what is safe is sent again, a call is not', async () => {
    await using server = await new WilfulServer().start()
    server.answers['resources/read'] = () => ({ contents: [] })
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    server.forget()
    const reads = Array.from({ length: 100 }, () => readResource(room.connections, id, 'a://b'))
    const calls = Array.from({ length: 5 }, () => room.connections.callTool(id, 'echo', {}, undefined, 'api'))
    expect(new Set((await Promise.allSettled(reads)).map(codeOf))).toEqual(new Set(['ok']))
    const outcomes = await Promise.allSettled(calls)
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected')
    for (const { reason } of lost)
      expect(reason).toMatchObject({
        code: 'server-unreachable',
        detail: { cause: 'session-lost', outcome: 'unknown' },
      })
    expect(server.count('initialize')).toBe(2)
    expect(server.count('tools/call')).toBe(5)
    expect(room.connections.state(id)).toMatchObject({ state: 'connected', error: null })
  })

  test('is replaced at once three times a minute, then as any other loss', async () => {
    await using server = await new WilfulServer().start()
    const id = await room.add({ name: 'one', url: server.url })
    for (let n = 0; n < 3; n++) {
      await room.becomes(id, 'connected')
      server.forget()
      await room.health.check(id)
      await vi.waitFor(() => expect(server.count('initialize')).toBe(n + 2), within)
    }
    await room.becomes(id, 'connected')
    server.forget()
    await room.health.check(id)
    expect(room.connections.state(id)).toMatchObject({ state: 'waiting', error: { code: 'session-lost' } })
    expect(room.connections.state(id).nextAttemptAt).not.toBeNull()
    await expect(room.connections.callTool(id, 'echo', {})).rejects.toMatchObject({ code: 'not-connected' })
  })
})

describe('F19, F36: a call is never sent twice', () => {
  test.each([
    ['before the answer', (socket: { destroy(): void }) => socket.destroy()],
    [
      'in the middle of the answer',
      (socket: { destroy(): void; write(text: string): void }) => {
        socket.write(
          'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"jsonrpc"',
        )
        socket.destroy()
      },
    ],
  ])('whose connection breaks %s', async (_, breakOff) => {
    await using server = await new WilfulServer().start()
    server.answers['tools/call'] = (_params, response) => {
      if (response.socket) breakOff(response.socket)
      return undefined
    }
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    room.preferences.set({ requestTimeoutMs: 2_000 })
    await expect(room.connections.callTool(id, 'echo', {})).rejects.toMatchObject({
      detail: { outcome: 'unknown' },
    })
    expect(await room.health.check(id)).toMatchObject({ ok: true })
    expect(server.count('tools/call')).toBe(1)
  })

  test('whose server is not there says that it was not sent', async () => {
    const server = await new WilfulServer().start()
    server.streams = false
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    await server[Symbol.asyncDispose]()
    await expect(room.connections.callTool(id, 'echo', {})).rejects.toMatchObject({
      code: 'server-unreachable',
      detail: { cause: 'refused', outcome: 'not-sent' },
    })
  })

  test('whose answer comes late is answered once, and the connection stays', async () => {
    await using server = await new WilfulServer().start()
    server.answers['tools/call'] = async ({ arguments: args }) => {
      await sleep((args as { ms: number }).ms)
      return { content: [{ type: 'text', text: String((args as { ms: number }).ms) }] }
    }
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    room.preferences.set({ requestTimeoutMs: 300 })
    await expect(room.connections.callTool(id, 'echo', { ms: 600 })).rejects.toMatchObject({
      code: 'server-timeout',
      detail: { outcome: 'unknown' },
    })
    room.preferences.set({ requestTimeoutMs: 5_000 })
    const next = await room.connections.callTool(id, 'echo', { ms: 500 })
    expect(next.content).toEqual([{ type: 'text', text: '500' }])
    expect(room.connections.state(id).state).toBe('connected')
    expect(server.count('initialize')).toBe(1)
  })
})

describe('requests under way', () => {
  test('may end before the changed registration takes the server over; those that come wait for it', async () => {
    await using first = await startServer('legacy.mjs')
    await using second = await startServer('dual.ts')
    const id = await room.add({ name: 'one', url: first.url })
    await room.becomes(id, 'connected')
    const before = room.connections.callTool(id, 'slow', { ms: 700 })
    await vi.waitFor(() => expect(room.connections.callsOf(id)).toBe(1))
    await room.registry.update('one', { url: second.url })
    const after = room.connections.callTool(id, 'whoami', {})
    expect(await before).toMatchObject({ isError: false })
    expect(JSON.stringify((await after).content)).toContain('dual')
  })

  test('of a process may end, too, before another is started in its place', async () => {
    const id = await room.add({ name: 'one', ...stdioCommand('legacy.mjs', ['--stdio']) })
    await room.becomes(id, 'connected')
    const { pid } = room.connections.details(id)
    const before = room.connections.callTool(id, 'slow', { ms: 700 })
    await vi.waitFor(() => expect(room.connections.callsOf(id)).toBe(1))
    await room.registry.update('one', { env: { OTHER: 'yes' } })
    expect(await before).toMatchObject({ isError: false })
    await room.becomes(id, 'connected')
    expect(room.connections.details(id).pid).not.toBe(pid)
  })

  test('end at once when a person switches the server off', async () => {
    await using server = await startServer('legacy.mjs')
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    const call = expect(room.connections.callTool(id, 'slow', { ms: 60_000 })).rejects.toMatchObject({
      detail: { outcome: 'unknown' },
    })
    await vi.waitFor(() => expect(room.connections.callsOf(id)).toBe(1))
    room.registry.setIntent(id, 'off')
    await call
    await server.kill()
  })
})

test('F44: a server that answers each call with its own bug is not up, and is up again with the first that succeeds', async () => {
  await using server = await new WilfulServer().start()
  server.answers['tools/call'] = () => {
    throw new RpcError(-32_603, 'Internal error')
  }
  const id = await room.add({ name: 'one', url: server.url })
  await room.becomes(id, 'connected')
  for (let n = 0; n < 3; n++) await room.connections.callTool(id, 'echo', {}).catch(() => {})
  expect(room.health.of(id)).toMatchObject({ verdict: 'slow', reason: 'calls-failing' })
  server.answers['tools/call'] = () => ({ content: [] })
  await room.connections.callTool(id, 'echo', {})
  expect(room.health.of(id)).toMatchObject({ verdict: 'up', reason: 'answering' })
})
