import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { Connections } from '../src/main/connections/connections'
import { Identities } from '../src/main/connections/identities'
import { TestClock } from './clock'
import { Room, within } from './connections-room'
import { FaultProxy } from './fault-proxy'
import { Invariants } from './invariants'
import { type RunningServer, startServer } from './servers/start'

const soon = { ...within, interval: 5 }
const secret = { headers: { Authorization: 'Bearer canary' } }

let clock: TestClock
let room: Room
let invariants: Invariants
let proxy: FaultProxy
let first: RunningServer
let other: RunningServer
let page: RunningServer

beforeAll(async () => {
  first = await startServer('legacy.mjs')
  other = await startServer('showcase.mjs')
  page = await startServer('not-mcp.ts')
})
afterAll(() => Promise.all([first, other, page].map((one) => one.kill())))

beforeEach(async () => {
  clock = new TestClock()
  room = await new Room({ clock }).start()
  invariants = new Invariants(room)
  proxy = await new FaultProxy(first.port).start()
})
afterEach(async () => {
  await invariants.hold()
  await proxy[Symbol.asyncDispose]()
  await invariants.nothingLeft()
})

/** Lets time pass until it has answered for itself since it was lost. */
async function comes(id: string, state: string) {
  await vi.waitFor(async () => {
    await clock.advance(1_000)
    expect(room.connections.state(id).state).toBe(state)
  }, soon)
}

/** Connected through the proxy, and known. */
async function known(more: object = {}) {
  const id = await room.add({ name: 'one', url: proxy.url, ...more })
  await room.becomes(id, 'connected')
  return id
}

test('F31 another server on the port is told as that, and none of it is used', async () => {
  const id = await known()
  const tools = room.connections.tools(id).map(({ name }) => name)
  proxy.swap(other.port)
  await comes(id, 'failed')
  expect(room.connections.state(id).error).toEqual({
    code: 'identity-changed',
    message: `Another server answers at ${proxy.url} now: it calls itself showcase, and legacy was there before.`,
    detail: { address: proxy.url, known: 'legacy', found: 'showcase' },
  })
  expect(room.health.of(id)).toMatchObject({ verdict: 'down', reason: 'another-server', action: 'accept' })
  expect(room.connections.tools(id).map(({ name }) => name)).toEqual(tools)
  await expect(room.connections.callTool(id, 'echo', { text: 'x' })).rejects.toMatchObject({
    code: 'not-connected',
  })
  expect(proxy.count('tools/call')).toBe(0)
  expect(
    room.connections
      .log(id)
      .list(0, 99)
      .map(({ text }) => text)
      .join('\n'),
  ).toContain('calls itself showcase')
})

test('F31 the other server is used once a person accepts it, and is the known one from then on', async () => {
  const id = await known()
  proxy.swap(other.port)
  await comes(id, 'failed')
  room.connections.accept(id)
  await room.becomes(id, 'connected')
  expect(room.connections.details(id).serverInfo?.name).toBe('showcase')
  await vi.waitFor(async () => {
    await clock.advance(1_000)
    expect(room.health.of(id).verdict).toBe('up')
  }, soon)
  proxy.swap(first.port)
  await comes(id, 'failed')
  expect(room.connections.state(id).error?.detail).toMatchObject({ known: 'showcase', found: 'legacy' })
})

test('F31 the right server, come back, is connected by itself', async () => {
  const id = await known()
  proxy.swap(other.port)
  await comes(id, 'failed')
  proxy.swap(first.port)
  await comes(id, 'connected')
  expect(await room.connections.callTool(id, 'echo', { text: 'me' })).toMatchObject({
    content: [{ text: 'me' }],
  })
})

test.each([
  ['another MCP server', () => other.port, 'identity-changed'],
  ['something that is no MCP server', () => page.port, 'not-mcp'],
] as const)('F31 %s on a port of this machine does not get the secrets', async (_, port, code) => {
  const id = await known(secret)
  expect(proxy.requests.join()).toContain('canary')
  // Whether a session still lives is asked in that session, as it was opened.
  const [, session = ''] = /mcp-session-id: (\S+)/u.exec(proxy.requests.join()) ?? []
  expect(session).not.toBe('')
  const before = proxy.requests.length
  proxy.swap(port())
  await comes(id, 'failed')
  expect(room.connections.state(id).error?.code).toBe(code)
  await clock.advance(2 * 60_000)
  const later = proxy.requests.slice(before).filter((request) => !request.includes(session))
  expect(later.length).toBeGreaterThan(1)
  expect(later.join()).not.toContain('canary')
})

test('F31 a server that wants its secrets first gets them back after a restart', async () => {
  const id = await known(secret)
  await proxy.become({ do: 'answer', status: '401 Unauthorized' })
  proxy.swap(first.port)
  await vi.waitFor(async () => {
    await clock.advance(1_000)
    expect(room.connections.state(id).error).not.toBeNull()
  }, soon)
  await proxy.become({ do: 'pass' })
  await comes(id, 'connected')
})

test('F31 who was known is known after a restart of Rollcall', async () => {
  await known()
  await room.connections.end()
  proxy.swap(other.port)
  const { registry, approvals, vault, preferences: settings, host } = room
  const identities = new Identities({ database: room.database, clock })
  const connections = new Connections({ registry, approvals, vault, settings, host, identities })
  connections.start()
  const [record] = registry.all()
  await vi.waitFor(async () => {
    await clock.advance(1_000)
    expect(connections.state(record?.id ?? '').error?.code).toBe('identity-changed')
  }, soon)
  await connections.end()
})
