import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Conduct } from '../src/main/connections/conduct'
import { httpLink } from '../src/main/connections/http'
import { TestClock } from './clock'
import { Room, within } from './connections-room'
import { type Answer, event, events, json, RawServer } from './servers/raw'

describe('T31: a stream that closes at once is not opened again as often as its server likes', () => {
  test.each(['0', '-1', 'abc', '2147483648', '1e99'])('B097, L1, L2: retry: %s', async (retry) => {
    await using server = await RawServer.start(({ http }, response) => {
      if (http.method !== 'GET') return false
      events(response, `retry: ${retry}\nid: 1\ndata:\n\n`)
      response.end()
      return true
    })
    const clock = new TestClock()
    const endpoint = { kind: 'http', address: server.url, headers: {} } as const
    const { transport } = httpLink(endpoint, { clock, conduct: new Conduct() })
    const startedAt = clock.now()
    await transport.start()
    await transport.send({ jsonrpc: '2.0', method: 'notifications/initialized' })
    while (clock.now() < startedAt + 60_000) {
      await vi.waitFor(() => expect(clock.pending).toBe(1), within)
      await clock.advance(500)
    }
    await transport.close()
    // The first, and those after it.
    expect(server.count('GET')).toBeLessThanOrEqual(11)
  })
})

let room: Room

beforeEach(async () => {
  room = await new Room().start()
})

afterEach(() => room[Symbol.asyncDispose]())

async function connected(answer: Answer, document: Record<string, unknown> = {}) {
  const server = await RawServer.start(answer)
  const id = await room.add({ name: 'one', url: server.url, ...document })
  await room.becomes(id, 'connected')
  return Object.assign(server, { id, call: () => room.connections.callTool(id, 'echo', {}) })
}

test('a call whose stream closes early is answered on the next one, which says where it stopped', async () => {
  const call: { id?: number | string } = {}
  await using server = await connected(({ http, rpc }, response) => {
    if (rpc.method === 'tools/call') {
      Object.assign(call, { id: rpc.id })
      events(response, 'id: here\nretry: 500\ndata:\n\n')
      response.end()
      return true
    }
    if (http.headers['last-event-id'] !== 'here') return false
    events(response, event({ jsonrpc: '2.0', id: call.id, result: { content: [] } }))
    return true
  })
  expect(await server.call()).toMatchObject({ content: [] })
  expect(server.count('tools/call')).toBe(1)
})

describe('where a server may send a request on to', () => {
  test('L15, B046: to no other origin, and no header goes there', async () => {
    await using other = await RawServer.start()
    await using server = await connected(
      ({ rpc }, response) => {
        if (rpc.method !== 'tools/call') return false
        response.writeHead(307, { location: other.url }).end()
        return true
      },
      { headers: { 'X-API-Key': 's3cret' } },
    )
    await expect(server.call()).rejects.toMatchObject({ code: 'server-unreachable' })
    expect(other.received).toEqual([])
  })

  test('within its origin five times', async () => {
    const hops = new Set<string>()
    await using server = await connected(({ http, rpc }, response) => {
      if (rpc.method !== 'tools/call') return false
      hops.add(http.url ?? '')
      response.writeHead(308, { location: `/hop-${hops.size}` }).end()
      return true
    })
    await expect(server.call()).rejects.toMatchObject({ code: 'server-unreachable' })
    expect(hops.size).toBe(6)
  })

  test('B097: the old transport refuses to post to another origin', async () => {
    await using other = await RawServer.start()
    await using server = await RawServer.start(({ http }, response) => {
      if (http.method === 'GET') events(response, `event: endpoint\ndata: ${other.url}\n\n`)
      else response.writeHead(404).end()
      return true
    })
    const id = await room.add({
      name: 'one',
      url: server.url,
      type: 'sse',
      headers: { 'X-API-Key': 's3cret' },
    })
    await vi.waitFor(() => expect(room.connections.state(id).error).not.toBeNull(), within)
    expect(room.connections.state(id).error?.message).toContain('origin')
    expect(other.received).toEqual([])
  })
})

describe('T47: headers', () => {
  test('arguments a tool mirrors into headers arrive in one request, encoded', async () => {
    await using server = await connected(() => false)
    await room.connections.callTool(server.id, 'echo', {
      name: 'a\r\nX-Evil: 1\r\n\r\nPOST / HTTP/1.1',
      ü: '漢',
    })
    const calls = server.received.filter(({ rpc }) => rpc.method === 'tools/call')
    expect(calls).toHaveLength(1)
    expect(calls[0]?.http.headers).not.toHaveProperty('x-evil')
    expect(calls[0]?.rpc.params).toMatchObject({
      arguments: { name: 'a\r\nX-Evil: 1\r\n\r\nPOST / HTTP/1.1' },
    })
  })

  test.each(['line\r\nX-Evil: 1', 'null\0', '漢字'])(
    'a value that no header may have is refused: %j',
    async (value) => {
      const home = { kind: 'http', address: 'http://127.0.0.1:1/mcp', headers: { 'X-Key': value } } as const
      expect(() => httpLink(home, { clock: new TestClock(), conduct: new Conduct() })).toThrow(
        'The value of the header X-Key',
      )
    },
  )

  test('B047: an address with a user name and a password is not taken', async () => {
    await expect(room.add({ name: 'one', url: 'http://user:pass@127.0.0.1/' })).rejects.toMatchObject({
      code: 'invalid',
    })
  })
})

describe('B096: what a server says of itself may be anything', () => {
  test.each([
    ['no capabilities', { capabilities: null }],
    ['no name', { serverInfo: undefined }],
  ])('%s', async (_, odd) => {
    await using server = await RawServer.start(({ rpc }, response) => {
      if (rpc.method !== 'initialize') return false
      const serverInfo = { name: 'odd', version: '1' }
      json(response, {
        jsonrpc: '2.0',
        id: rpc.id,
        result: { protocolVersion: '2025-11-25', serverInfo, capabilities: {}, ...odd },
      })
      return true
    })
    const id = await room.add({ name: 'one', url: server.url })
    await vi.waitFor(() => expect(room.connections.state(id).error?.code).toBe('protocol'), within)
  })

  test('a name of a megabyte', async () => {
    await using server = await RawServer.start(({ rpc }, response) => {
      if (rpc.method !== 'initialize') return false
      const serverInfo = { name: `<b>Rollcall</b>${'x'.repeat(1_000_000)}`, version: '1' }
      json(response, {
        jsonrpc: '2.0',
        id: rpc.id,
        result: { protocolVersion: '2025-11-25', serverInfo, capabilities: {} },
      })
      return true
    })
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    expect(room.connections.details(id).serverInfo?.name).toHaveLength(200)
    expect(room.connections.nameOf(id)).toBe('one')
  })

  test('T46: its icons are never asked for', async () => {
    await using sink = await RawServer.start()
    const icons = [{ src: `${sink.origin}/icon.svg` }, { src: 'file:///etc/passwd' }]
    await using server = await connected(({ rpc }, response) => {
      if (rpc.method === 'initialize')
        json(response, {
          jsonrpc: '2.0',
          id: rpc.id,
          result: {
            protocolVersion: '2025-11-25',
            capabilities: { tools: {} },
            serverInfo: { name: 'n', version: '1', icons },
          },
        })
      else if (rpc.method === 'tools/list')
        json(response, {
          jsonrpc: '2.0',
          id: rpc.id,
          result: { tools: [{ name: 'echo', inputSchema: { type: 'object' }, icons }] },
        })
      else return false
      return true
    })
    expect(room.connections.tools(server.id)).toHaveLength(1)
    expect(sink.received).toEqual([])
  })
})
