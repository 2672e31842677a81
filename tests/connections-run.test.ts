import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ToolRunEvent } from '../src/shared/contract/tools'
import { type ApiShell, startApiShell, token } from './api-shell'
import { TestClock } from './clock'
import { Room, within } from './connections-room'
import { startServer } from './servers/start'

async function all(run: AsyncIterable<ToolRunEvent>): Promise<ToolRunEvent[]> {
  const events: ToolRunEvent[] = []
  for await (const event of run) events.push(event)
  return events
}

describe('a run', () => {
  let room: Room
  beforeEach(async () => {
    room = await new Room().start()
  })
  afterEach(() => room[Symbol.asyncDispose]())

  test.each(['legacy.mjs', 'modern.ts'])('tells its progress, then its result: %s', async (script) => {
    await using server = await startServer(script)
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    const events = await all(room.connections.runTool(id, 'count', { to: 3, everyMs: 150 }))
    expect(events.slice(0, -1)).toEqual(
      [1, 2, 3].map((progress) => ({
        kind: 'progress',
        progress,
        total: 3,
        message: `Counted ${progress}`,
      })),
    )
    expect(events.at(-1)).toMatchObject({ kind: 'result', result: { content: [{ text: 'Counted to 3.' }] } })
  })

  test('of progress that comes faster than ten times a second, the latest is told', async () => {
    await using server = await startServer('legacy.mjs')
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    const startedAt = Date.now()
    const events = await all(room.connections.runTool(id, 'count', { to: 300, everyMs: 1 }))
    expect(events.length).toBeLessThanOrEqual(2 + (Date.now() - startedAt) / 100)
    expect(events.at(-1)?.kind).toBe('result')
  })

  test('may last longer than the request timeout while it says how far it is', async () => {
    await using server = await startServer('legacy.mjs')
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    room.preferences.set({ requestTimeoutMs: 600 })
    const counting = { to: 12, everyMs: 100 }
    await expect(room.connections.callTool(id, 'count', counting)).rejects.toMatchObject({
      code: 'server-timeout',
    })
    expect((await all(room.connections.runTool(id, 'count', counting))).at(-1)?.kind).toBe('result')
  })

  test('is refused at once where there is nothing to run, and later where the server refuses', async () => {
    await using server = await startServer('modern.ts')
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    expect(() => room.connections.runTool(id, 'nonsense', {})).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    )
    const giveUp = new AbortController()
    const run = all(room.connections.runTool(id, 'slow', { ms: 60_000 }, giveUp.signal))
    await vi.waitFor(() => expect(room.connections.callsOf(id)).toBe(1))
    giveUp.abort()
    await expect(run).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('ends when nobody reads it any more', async () => {
    await using server = await startServer('legacy.mjs')
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    for await (const event of room.connections.runTool(id, 'count', { to: 1_000, everyMs: 50 })) {
      expect(event.kind).toBe('progress')
      break
    }
    await vi.waitFor(() => expect(room.connections.callsOf(id)).toBe(0), within)
    await server.kill()
  })
})

test('progress does not carry a run past ten minutes', async () => {
  const clock = new TestClock()
  await using room = await new Room({ clock }).start()
  await using server = await startServer('legacy.mjs')
  const id = await room.add({ name: 'one', url: server.url })
  await room.becomes(id, 'connected')
  const run = all(room.connections.runTool(id, 'count', { to: 10_000, everyMs: 20 }))
  const refusal = expect(run).rejects.toMatchObject({ code: 'server-timeout' })
  await vi.waitFor(() => expect(room.connections.callsOf(id)).toBe(1))
  await clock.advance(600_000)
  await refusal
  await server.kill()
})

describe('over HTTP', () => {
  let shell: ApiShell
  beforeEach(async () => {
    shell = await startApiShell()
  })
  afterEach(() => shell[Symbol.asyncDispose]())

  test('a run is server-sent events; a refusal before it begins has its status, one after ends it', async () => {
    await using server = await startServer('legacy.mjs')
    await shell.ask('POST', '/api/servers', { name: 'one', url: server.url })
    await vi.waitFor(async () => {
      const { body } = await shell.ask('GET', '/api/servers/one')
      expect(body.connection.state).toBe('connected')
    }, within)
    const run = (tool: string, args: object) =>
      shell.ask('POST', `/api/servers/one/tools/${tool}/run`, { arguments: args })
    const counted = await run('count', { to: 2, everyMs: 150 })
    expect(counted.headers.get('content-type')).toContain('text/event-stream')
    expect(counted.body).toContain('"message":"Counted 1"')
    expect(counted.body).toContain('"kind":"result"')
    expect(await run('none', {})).toMatchObject({ status: 404, body: { code: 'not-found' } })
    await shell.ask('PATCH', '/api/settings', { requestTimeoutMs: 200 })
    const slow = await run('slow', { ms: 60_000 })
    expect(slow.status).toBe(200)
    expect(slow.body).toContain('"code":"server-timeout"')
    await server.kill()
  })

  test('hanging up ends the run', async () => {
    await using server = await startServer('legacy.mjs')
    await shell.ask('POST', '/api/servers', { name: 'one', url: server.url })
    await vi.waitFor(async () => {
      const { body } = await shell.ask('GET', '/api/servers/one')
      expect(body.connection.state).toBe('connected')
    }, within)
    const hangUp = new AbortController()
    const response = await fetch(`${shell.url}/api/servers/one/tools/slow/run`, {
      method: 'POST',
      signal: hangUp.signal,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ arguments: { ms: 60_000 } }),
    })
    expect(response.status).toBe(200)
    hangUp.abort()
    await vi.waitFor(async () => {
      const { body } = await shell.ask('GET', '/api/events')
      expect(body.at(-1)).toMatchObject({ kind: 'tool-called', detail: { tool: 'slow', ok: false } })
    }, within)
    await server.kill()
  })
})
