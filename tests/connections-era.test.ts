import { once } from 'node:events'
import { request as ask, createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Room, within } from './connections-room'
import { RawServer } from './servers/raw'
import { startServer } from './servers/start'
import { RpcError, WilfulServer } from './wilful-server'

/** One address behind which the server changes without a connection breaking. */
class Facade implements AsyncDisposable {
  readonly #http: Server
  behind: string

  constructor(behind: string) {
    this.behind = behind
    this.#http = createServer((request, response) => {
      const { method } = request
      const headers = { ...request.headers, host: new URL(this.behind).host }
      const onward = ask(this.behind, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      })
      onward.on('error', () => response.destroy())
      response.on('close', () => onward.destroy())
      request.pipe(onward)
    })
  }

  async start(): Promise<this> {
    await once(this.#http.listen(0, '127.0.0.1'), 'listening')
    return this
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}/mcp`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections()
    await new Promise((resolve) => this.#http.close(resolve))
  }
}

let room: Room

beforeEach(async () => {
  room = await new Room().start()
})

afterEach(() => room[Symbol.asyncDispose]())

test.each([
  ['legacy.mjs', 'modern.ts', 'modern'],
  ['modern.ts', 'legacy.mjs', 'legacy'],
] as const)(
  'F39: a server that was %s and is %s now is spoken to as %s, after one look',
  async (before, now, era) => {
    await using first = await startServer(before)
    await using second = await startServer(now)
    await using facade = await new Facade(first.url).start()
    const id = await room.add({ name: 'one', url: facade.url })
    await room.becomes(id, 'connected')
    expect(room.connections.state(id).era).not.toBe(era)
    facade.behind = second.url
    await room.health.check(id)
    await vi.waitFor(
      () => expect(room.connections.state(id)).toMatchObject({ state: 'connected', era }),
      within,
    )
    expect(await room.connections.callTool(id, 'echo', { text: 'still' })).toMatchObject({ isError: false })
    expect(await room.health.check(id)).toMatchObject({ ok: true })
    expect(room.health.of(id).verdict).toBe('up')
    facade.behind = first.url
    await room.health.check(id)
    await vi.waitFor(() => {
      expect(room.connections.state(id).state).toBe('connected')
      expect(room.connections.state(id).era).not.toBe(era)
    }, within)
  },
)

test.each([401, 403, 500, 502, 503])(
  'F39: a server that answers the first question with %i is not taken for a legacy one',
  async (status) => {
    await using server = await RawServer.start(({ rpc }, response) => {
      if (rpc.method !== 'server/discover') return false
      response.writeHead(status).end()
      return true
    })
    const id = await room.add({ name: 'one', url: server.url })
    await vi.waitFor(() => expect(room.connections.state(id).error).not.toBeNull(), within)
    expect(server.count('initialize')).toBe(0)
  },
)

test('a legacy server that knows no ping is alive, and not taken for a modern one', async () => {
  await using server = await new WilfulServer().start()
  server.answers.ping = () => {
    throw new RpcError(-32_601, 'Method not found')
  }
  const id = await room.add({ name: 'one', url: server.url })
  await room.becomes(id, 'connected')
  for (let n = 0; n < 3; n++) expect(await room.health.check(id)).toMatchObject({ ok: true })
  expect(server.count('initialize')).toBe(1)
})
