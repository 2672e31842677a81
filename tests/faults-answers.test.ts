import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { TestClock } from './clock'
import { Room, within } from './connections-room'
import { FaultProxy } from './fault-proxy'
import { Invariants } from './invariants'
import { type RunningServer, startServer } from './servers/start'

const minuteMs = 60_000
const page = '<!doctype html><title>Sign in</title><form action="/login"></form>'
const html = ['Content-Type: text/html']

let clock: TestClock
let room: Room
let invariants: Invariants
let proxy: FaultProxy

beforeEach(async () => {
  clock = new TestClock()
  room = await new Room({ clock }).start()
  invariants = new Invariants(room)
  proxy = await new FaultProxy(0).start()
})
afterEach(async () => {
  await invariants.hold()
  await proxy[Symbol.asyncDispose]()
  await invariants.nothingLeft()
})

describe('F24 in the place of a server there is', () => {
  test.each([
    ['a 503', { status: '503 Service Unavailable' }, 'waiting', 'http-status'],
    [
      'a proxy with a 502 of HTML',
      { status: '502 Bad Gateway', headers: html, body: page },
      'waiting',
      'http-status',
    ],
    ['a login page', { status: '200 OK', headers: html, body: page }, 'failed', 'not-mcp'],
    ['nothing at all, with 204', { status: '204 No Content' }, 'waiting', 'http-status'],
    [
      'a 429',
      { status: '429 Too Many Requests', headers: ['Retry-After: 3600'] },
      'waiting',
      'asked-to-wait',
      10 * minuteMs,
    ],
  ] as const)('%s', async (_, answer, state, code, atMost = minuteMs) => {
    await proxy.become({ do: 'answer', ...answer })
    const id = await room.add({ name: 'one', url: proxy.url })
    await vi.waitFor(() => expect(room.connections.state(id).error).not.toBeNull(), within)
    expect(room.connections.state(id)).toMatchObject({ state, error: { code } })
    const { nextAttemptAt } = room.connections.state(id)
    expect(nextAttemptAt).toBeGreaterThan(clock.now())
    expect(nextAttemptAt).toBeLessThanOrEqual(clock.now() + atMost)
  })

  test('a redirect that leads to itself, which is not followed for ever', async () => {
    await proxy.become({ do: 'answer', status: '301 Moved Permanently', headers: [`Location: ${proxy.url}`] })
    const id = await room.add({ name: 'one', url: proxy.url })
    await vi.waitFor(() => expect(room.connections.state(id).error).not.toBeNull(), within)
    expect(room.connections.state(id)).toMatchObject({ state: 'waiting', error: { detail: { status: 301 } } })
    expect(proxy.requests.length).toBeLessThanOrEqual(10)
  })
})

describe('F24 a health address', () => {
  let server: RunningServer
  let id: string

  beforeAll(async () => {
    server = await startServer('modern.ts')
  })
  afterAll(() => server.kill())

  beforeEach(async () => {
    const health = { health_check_url: proxy.url.replace('/mcp', '/health') }
    await proxy.become({ do: 'answer', status: '204 No Content' })
    id = await room.add({ name: 'one', url: server.url, ...health })
    await room.becomes(id, 'connected')
    expect(await room.health.check(id)).toMatchObject({ ok: true })
  })

  const asked = () => proxy.count('GET /health')

  test.each([
    ['0', 1_000],
    ['3600', 60 * minuteMs],
    ['86400', 60 * minuteMs],
    ['soon', minuteMs],
  ])(
    'that answers 429 with Retry-After %s is a warning, and left alone for %d ms',
    async (retryAfter, waitMs) => {
      const headers = [`Retry-After: ${retryAfter}`]
      await proxy.become({ do: 'answer', status: '429 Too Many Requests', headers })
      expect(await room.health.check(id)).toMatchObject({ ok: true, error: null })
      expect(room.health.of(id)).toMatchObject({ verdict: 'up' })
      expect(room.health.of(id).beats.at(-1)?.mark).toBe('s')
      const before = asked()
      await clock.advance(waitMs - 1)
      await room.health.check(id)
      expect(asked()).toBe(before)
      await clock.advance(1)
      await room.health.check(id)
      expect(asked()).toBeGreaterThan(before)
    },
  )

  test('that leads in a circle is followed five times, and fails', async () => {
    const before = asked()
    await proxy.become({ do: 'answer', status: '301 Moved Permanently', headers: ['Location: /health'] })
    expect(await room.health.check(id)).toMatchObject({
      ok: false,
      kind: 'http',
      error: { code: 'http-status' },
    })
    expect(asked() - before).toBe(6)
  })
})
