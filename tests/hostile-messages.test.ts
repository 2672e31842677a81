import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Room, within } from './connections-room'
import { type Answer, event, events, json, RawServer } from './servers/raw'

let room: Room

beforeEach(async () => {
  room = await new Room().start()
})

afterEach(() => room[Symbol.asyncDispose]())

async function connected(answer: Answer) {
  const server = await RawServer.start(answer)
  const id = await room.add({ name: 'one', url: server.url })
  await room.becomes(id, 'connected')
  return Object.assign(server, { id, call: () => room.connections.callTool(id, 'echo', {}) })
}

const onCall =
  (answer: (response: ServerResponse, id: number) => void): Answer =>
  ({ rpc }, response) => {
    if (rpc.method !== 'tools/call') return false
    answer(response, Number(rpc.id))
    return true
  }

const good = (id: number) =>
  event({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: 'good' }] } })
const evil = { content: [{ type: 'text', text: 'evil' }] }

describe('T35, F35: an answer counts once, under the id it was asked with, in the form the protocol has', () => {
  test.each<[string, (id: number) => string, number]>([
    ['B084: another version of JSON-RPC', (id) => `{"jsonrpc":"1.0","id":${id},"result":{}}`, 1],
    ['B084: no version', (id) => `{"id":${id},"result":{}}`, 1],
    ['B085: no id', () => JSON.stringify({ jsonrpc: '2.0', id: null, result: evil }), 1],
    ['B085: half an id', (id) => JSON.stringify({ jsonrpc: '2.0', id: id + 0.5, result: evil }), 1],
    ['B085: the id as a text', (id) => JSON.stringify({ jsonrpc: '2.0', id: String(id), result: evil }), 1],
    [
      'B085: an id too large to be one',
      () => '{"jsonrpc":"2.0","id":9007199254740993,"result":{"content":[]}}',
      1,
    ],
    ['B085: an object as id', (id) => JSON.stringify({ jsonrpc: '2.0', id: { id }, result: evil }), 1],
    ['B085: an id nobody gave', () => JSON.stringify({ jsonrpc: '2.0', id: 4711, result: evil }), 1],
    [
      'B086: both result and error',
      (id) => `{"jsonrpc":"2.0","id":${id},"result":{},"error":{"code":1,"message":"x"}}`,
      1,
    ],
    ['B086: neither', (id) => `{"jsonrpc":"2.0","id":${id}}`, 1],
    ['B086: a text as error', (id) => `{"jsonrpc":"2.0","id":${id},"error":"text"}`, 1],
    ['B086: a text as code', (id) => `{"jsonrpc":"2.0","id":${id},"error":{"code":"x","message":"x"}}`, 1],
    ['B087: several in one', (id) => JSON.stringify([{ jsonrpc: '2.0', id, result: evil }]), 1],
    ['L16: no JSON', () => 'hello', 1],
    ['L16: nothing', () => 'null', 1],
  ])('%s', async (_, wrong, violations) => {
    await using server = await connected(
      onCall((response, id) => {
        events(response, `data: ${wrong(id)}\n\n`)
        response.end(good(id))
      }),
    )
    expect((await server.call()).content).toEqual([{ type: 'text', text: 'good' }])
    expect(room.connections.details(server.id).violations).toBe(violations)
    expect(room.connections.state(server.id).state).toBe('connected')
  })

  test('a second answer is dropped', async () => {
    await using server = await connected(
      onCall((response, id) => {
        events(response, good(id))
        response.end(event({ jsonrpc: '2.0', id, result: evil }))
      }),
    )
    expect((await server.call()).content).toEqual([{ type: 'text', text: 'good' }])
    await vi.waitFor(() => expect(room.connections.details(server.id).violations).toBe(1), within)
  })

  test('an answer that comes too late is dropped, and no violation', async () => {
    room.preferences.set({ requestTimeoutMs: 1_000 })
    let late: ServerResponse | undefined
    let lateId = 0
    let stream: ServerResponse | undefined
    await using server = await connected(({ http, rpc }, response) => {
      if (http.method === 'GET') {
        stream = response
        events(response, ':\n\n')
        return true
      }
      if (rpc.method !== 'tools/call' || late) return false
      late = response
      lateId = Number(rpc.id)
      return true
    })
    await expect(server.call()).rejects.toMatchObject({ code: 'server-timeout' })
    stream?.write(event({ jsonrpc: '2.0', id: lateId, result: evil }))
    stream?.write(
      event({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'after' } }),
    )
    await vi.waitFor(
      () =>
        expect(room.connections.log(server.id).list(undefined, 100)).toContainEqual(
          expect.objectContaining({ text: 'after' }),
        ),
      within,
    )
    expect(room.connections.details(server.id).violations).toBe(0)
    expect((await server.call()).isError).toBe(false)
  })

  test('B087: an answer alone in a list is taken, as an older protocol has it', async () => {
    await using server = await connected(
      onCall((response, id) => json(response, `[${event({ jsonrpc: '2.0', id, result: evil }).slice(6)}]`)),
    )
    expect((await server.call()).content).toEqual(evil.content)
  })

  test('more than twenty within a minute end the connection, with a reason and a slow retry', async () => {
    await using server = await connected(
      onCall((response, id) => {
        events(response, 'data: junk\n\n'.repeat(30))
        response.end(good(id))
      }),
    )
    await expect(server.call()).rejects.toMatchObject({
      code: 'server-unreachable',
      detail: { cause: 'quarantined' },
    })
    const { error, nextAttemptAt } = await room.becomes(server.id, 'failed')
    expect(error).toMatchObject({ code: 'quarantined', detail: { address: server.url, violations: 20 } })
    expect((nextAttemptAt ?? 0) - room.host.clock.now()).toBeGreaterThan(30_000)
    expect(room.connections.details(server.id).violations).toBe(21)
    expect(server.count('ping')).toBeLessThan(3)
  })
})

describe('B094, T45: what a server asks for is refused', () => {
  test.each(['roots/list', 'sampling/createMessage', 'made/up'])('%s', async (method) => {
    await using server = await connected(
      onCall((response, id) => {
        events(response, event({ jsonrpc: '2.0', id: 'theirs', method, params: {} }))
        response.end(good(id))
      }),
    )
    expect((await server.call()).content).toEqual([{ type: 'text', text: 'good' }])
    await vi.waitFor(
      () =>
        expect(server.received.map(({ rpc }) => rpc)).toContainEqual(
          expect.objectContaining({ id: 'theirs', error: { code: -32_601, message: 'Method not found' } }),
        ),
      within,
    )
    expect(room.connections.details(server.id).violations).toBe(1)
  })

  test('a sign of life is not', async () => {
    await using server = await connected(
      onCall((response, id) => {
        events(response, event({ jsonrpc: '2.0', id: 'theirs', method: 'ping' }))
        response.end(good(id))
      }),
    )
    await server.call()
    await vi.waitFor(
      () =>
        expect(server.received.map(({ rpc }) => rpc)).toContainEqual({
          jsonrpc: '2.0',
          id: 'theirs',
          result: {},
        }),
      within,
    )
    expect(room.connections.details(server.id).violations).toBe(0)
  })
})

test('T35: a flood of signs of life wanted is answered sixty times a minute, then is a violation each', async () => {
  await using server = await connected(
    onCall((response, id) => {
      const pings = Array.from({ length: 70 }, (_, n) =>
        event({ jsonrpc: '2.0', id: `p${n}`, method: 'ping' }),
      )
      events(response, pings.join(''))
      response.end(good(id))
    }),
  )
  expect((await server.call()).content).toEqual([{ type: 'text', text: 'good' }])
  const answers = () => server.received.filter(({ rpc }) => String(rpc.id).startsWith('p'))
  await vi.waitFor(() => expect(answers()).toHaveLength(60), within)
  expect(room.connections.details(server.id).violations).toBe(10)
  expect(room.connections.state(server.id).state).toBe('connected')
  expect(room.connections.log(server.id).list(undefined, 100)).toContainEqual(
    expect.objectContaining({ code: 'ping-flood', detail: { most: 60 } }),
  )
  await expect(server.call()).rejects.toMatchObject({ detail: { cause: 'quarantined' } })
  expect(answers()).toHaveLength(60)
})

describe('a modern server', () => {
  const modern =
    (tools: unknown[], answer: (response: ServerResponse, id: number | string) => void): Answer =>
    ({ rpc }, response) => {
      const id = rpc.id ?? 0
      const result = (value: object) =>
        json(response, { jsonrpc: '2.0', id, result: { resultType: 'complete', ...value } })
      if (rpc.method === 'server/discover')
        result({
          supportedVersions: ['2026-07-28'],
          capabilities: { tools: {} },
          ttlMs: 0,
          cacheScope: 'private',
        })
      else if (rpc.method === 'tools/list') result({ tools, ttlMs: 0, cacheScope: 'private' })
      else if (rpc.method === 'tools/call') answer(response, id)
      else return false
      return true
    }
  const answered = (id: number | string) => ({
    jsonrpc: '2.0',
    id,
    result: { resultType: 'complete', content: [] },
  })

  test('B094: what it asks for is dropped', async () => {
    await using server = await connected(
      modern([{ name: 'echo', inputSchema: { type: 'object' } }], (response, id) => {
        events(
          response,
          event({ jsonrpc: '2.0', id: 'theirs', method: 'sampling/createMessage', params: {} }),
        )
        response.end(event(answered(id)))
      }),
    )
    await server.call()
    expect(room.connections.details(server.id).violations).toBe(1)
    expect(server.received.filter(({ rpc }) => rpc.id === 'theirs')).toEqual([])
  })

  test('T47: arguments mirrored into headers are encoded, and a tool that wants a header to be two is left out', async () => {
    const mirrored = (header: string) => ({
      type: 'object',
      properties: { text: { type: 'string', 'x-mcp-header': header } },
    })
    const tools = [
      { name: 'echo', inputSchema: mirrored('Text') },
      { name: 'length', inputSchema: mirrored('Content-Length') },
      { name: 'two', inputSchema: mirrored('A\r\nX-Evil') },
    ]
    await using server = await connected(modern(tools, (response, id) => json(response, answered(id))))
    expect(room.connections.tools(server.id).map(({ name }) => name)).not.toContain('two')
    const text = 'a\r\nX-Evil: 1\r\n\r\nPOST /mcp HTTP/1.1\r\n漢字'
    for (const tool of ['echo', 'length']) await room.connections.callTool(server.id, tool, { text })
    const calls = server.received.filter(({ rpc }) => rpc.method === 'tools/call')
    expect(calls).toHaveLength(2)
    for (const { http, body } of calls) {
      expect(http.headers).not.toHaveProperty('x-evil')
      expect(Number(http.headers['content-length'])).toBe(Buffer.byteLength(body))
    }
    expect(calls[0]?.http.headers['mcp-param-text']).toMatch(/^=\?base64\?[\w+/=]+\?=$/u)
  })
})

test('T39: a tool listed twice is there once, and the log says so', async () => {
  await using server = await connected(({ rpc }, response) => {
    if (rpc.method !== 'tools/list') return false
    const tool = (description: string) => ({ name: 'echo', description, inputSchema: { type: 'object' } })
    json(response, { jsonrpc: '2.0', id: rpc.id, result: { tools: [tool('first'), tool('second')] } })
    return true
  })
  expect(room.connections.tools(server.id)).toEqual([expect.objectContaining({ description: 'first' })])
  expect(room.connections.log(server.id).list(undefined, 100)).toContainEqual(
    expect.objectContaining({ code: 'tool-twice', detail: { tool: 'echo' } }),
  )
})

test('T36: of 1,000 calls at once over 50 servers, each gets its own answer', async () => {
  await using stack = new AsyncDisposableStack()
  const ids = await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      const server = stack.use(await RawServer.start())
      return room.add({ name: `server ${n}`, url: server.url })
    }),
  )
  for (const id of ids) await room.becomes(id, 'connected')
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, async (_, n) => {
      const { content } = await room.connections.callTool(ids[n % 50] ?? '', 'echo', { text: `nonce ${n}` })
      return JSON.stringify(content).includes(`nonce ${n}\\"`)
    }),
  )
  expect(answers.filter((isOwn) => !isOwn)).toEqual([])
})
