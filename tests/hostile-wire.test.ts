import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Room, within } from './connections-room'
import { HeldMemory } from './held-memory'
import { type Answer, event, events, json, pour, RawServer } from './servers/raw'

const mebi = 1_048_576

let room: Room

beforeEach(async () => {
  room = await new Room().start()
})

afterEach(() => room[Symbol.asyncDispose]())

/** Connected to a server that answers calls, or what else is named, in a way of its own. */
async function connected(answer: Answer, document: Record<string, unknown> = {}) {
  const server = await RawServer.start(answer)
  const id = await room.add({ name: 'one', url: server.url, ...document })
  await room.becomes(id, 'connected')
  return Object.assign(server, { id, call: () => room.connections.callTool(id, 'echo', {}) })
}

const onCall =
  (answer: (response: ServerResponse, id: number | string) => void): Answer =>
  ({ rpc }, response) => {
    if (rpc.method !== 'tools/call') return false
    answer(response, rpc.id ?? 0)
    return true
  }

const misbehaving = { code: 'server-unreachable', detail: { cause: 'misbehaving' } }

describe('T29, L4, L5: more than Rollcall takes is cut off while it comes, and the connection lives', () => {
  test('B079: a JSON answer without end', async () => {
    let poured = { bytes: () => 0 }
    let closed: Promise<unknown> = Promise.resolve()
    await using server = await connected(
      onCall((response) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.write('{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"')
        closed = once(response, 'close')
        poured = pour(response, Buffer.alloc(65_536, 'a'))
      }),
    )
    await expect(server.call()).rejects.toMatchObject(misbehaving)
    await closed
    // What lay in the sockets' buffers comes on top of the limit.
    expect(poured.bytes()).toBeLessThan(24 * mebi)
    expect(room.connections.state(server.id).state).toBe('connected')
    expect(room.connections.details(server.id).violations).toBe(1)
    expect(room.connections.log(server.id).list(undefined, 100)).toContainEqual(
      expect.objectContaining({ code: 'over-limit', origin: 'protocol' }),
    )
  })

  test('B080: one event without end', async () => {
    let poured = { bytes: () => 0 }
    await using server = await connected(
      onCall((response) => {
        events(response, 'data: ')
        poured = pour(response, Buffer.alloc(65_536, 'a'))
      }),
    )
    await expect(server.call()).rejects.toMatchObject(misbehaving)
    await vi.waitFor(() => expect(server.count('tools/call')).toBe(1), within)
    expect(poured.bytes()).toBeLessThan(24 * mebi)
    expect(room.connections.state(server.id).state).toBe('connected')
  })

  test('an answer of many events, none of them large', async () => {
    let poured = { bytes: () => 0 }
    const notice = { jsonrpc: '2.0', method: 'notifications/other', params: { text: 'a'.repeat(60_000) } }
    await using server = await connected(
      onCall((response) => {
        events(response)
        poured = pour(response, Buffer.from(event(notice)))
      }),
    )
    await expect(server.call()).rejects.toMatchObject(misbehaving)
    expect(poured.bytes()).toBeGreaterThan(60 * mebi)
    expect(poured.bytes()).toBeLessThan(72 * mebi)
  })

  test('B082: a small answer that unpacks into a large one', async () => {
    const packed = gzipSync(Buffer.alloc(300 * mebi, ' '))
    await using server = await connected(
      onCall((response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        response.end(packed)
      }),
    )
    using memory = HeldMemory.watch()
    await expect(server.call()).rejects.toMatchObject(misbehaving)
    expect(memory.grownBytes).toBeLessThan(64 * mebi)
  })

  test('L12: brackets 200,000 deep', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    await using server = await connected(
      onCall((response, id) =>
        json(response, `{"jsonrpc":"2.0","id":${id},"result":{"content":[],"_meta":{"x":${deep}}}}`),
      ),
    )
    await expect(server.call()).rejects.toMatchObject(misbehaving)
  })

  test('the third within a minute ends the connection for a while', async () => {
    await using server = await connected(
      onCall((response, id) => json(response, `{"jsonrpc":"2.0","id":${id},"result":${'['.repeat(300)}`)),
    )
    for (let n = 0; n < 3; n += 1) await expect(server.call()).rejects.toMatchObject(misbehaving)
    const { error, nextAttemptAt } = await room.becomes(server.id, 'failed')
    expect(error).toMatchObject({ code: 'misbehaving', detail: { address: server.url } })
    expect((nextAttemptAt ?? 0) - room.host.clock.now()).toBeGreaterThan(30_000)
  })

  test('B081: a stream of its own that never stops making noise', async () => {
    let poured = { bytes: () => 0 }
    await using server = await RawServer.start(({ http }, response) => {
      if (http.method !== 'GET') return false
      events(response)
      poured = pour(response, Buffer.from(':\n\n'.repeat(20_000)))
      return true
    })
    // It may be over before anyone has seen it connected.
    const id = await room.add({ name: 'one', url: server.url })
    expect((await room.becomes(id, 'failed')).error?.code).toBe('misbehaving')
    expect(poured.bytes()).toBeLessThan(8 * mebi)
  })
})

describe('T30, F20, L6: what stalls is let go of, socket and all', () => {
  test.each([
    ['no headers', () => undefined],
    [
      'L6: headers and no body',
      (response: ServerResponse) =>
        response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders(),
    ],
    ['a stream that says nothing', (response: ServerResponse) => events(response, ':\n')],
    ['a priming event, then nothing', (response: ServerResponse) => events(response, 'id: 1\ndata:\n\n')],
    ['F20: one byte now and then', (response: ServerResponse) => drip(response)],
  ] as const)('%s', async (_, stall) => {
    room.preferences.set({ requestTimeoutMs: 1_000 })
    let closed: Promise<unknown> = Promise.resolve()
    await using server = await connected(
      onCall((response) => {
        closed = once(response, 'close')
        stall(response)
      }),
    )
    const idle = server.sockets.size
    await expect(server.call()).rejects.toMatchObject({ code: 'server-timeout' })
    await closed
    await vi.waitFor(() => expect(server.sockets.size).toBeLessThanOrEqual(idle + 1), within)
    expect(server.count('tools/call')).toBe(1)
  })

  test('a call its caller gives up closes its socket', async () => {
    let closed: Promise<unknown> = Promise.resolve()
    await using server = await connected(onCall((response) => (closed = once(response, 'close'))))
    const stop = new AbortController()
    const called = room.connections.callTool(server.id, 'echo', {}, stop.signal)
    await vi.waitFor(() => expect(server.count('tools/call')).toBe(1), within)
    stop.abort()
    await expect(called).rejects.toMatchObject({ code: 'cancelled' })
    await closed
  })

  test('an answer on a stream that never ends is an answer, and the stream is closed', async () => {
    let closed: Promise<unknown> = Promise.resolve()
    await using server = await connected(
      onCall((response, id) => {
        closed = once(response, 'close')
        events(response, event({ jsonrpc: '2.0', id, result: { content: [] } }))
      }),
    )
    expect(await server.call()).toMatchObject({ content: [] })
    await closed
  })

  test('F19: an answer that breaks off fails its call at once, and is not asked for again', async () => {
    await using server = await connected(
      onCall((response) => {
        events(response, 'data: {"jsonrpc":')
        setImmediate(() => response.destroy())
      }),
    )
    await expect(server.call()).rejects.toMatchObject({ code: 'server-unreachable' })
    expect(server.count('tools/call')).toBe(1)
  })
})

function drip(response: ServerResponse) {
  response.writeHead(200, { 'content-type': 'application/json' })
  const timer = setInterval(() => response.write(' '), 50)
  response.once('close', () => clearInterval(timer))
}
