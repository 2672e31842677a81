import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../src/main/host'
import { Room, within } from './connections-room'
import { RawServer } from './servers/raw'

let room: Room
let skewMs: number
/** The method that is answered with this status and `Retry-After`. */
let busy: { method: string; status: number; retryAfter: string } | undefined
let server: RawServer

beforeEach(async () => {
  skewMs = 0
  busy = undefined
  room = await new Room({ clock: { ...systemClock, now: () => Date.now() + skewMs } }).start()
  server = await RawServer.start(({ rpc }, response) => {
    if (busy === undefined || (rpc.method !== busy.method && busy.method !== 'any')) return false
    response.writeHead(busy.status, { 'retry-after': busy.retryAfter }).end('slow down')
    return true
  })
})

afterEach(async () => {
  await room[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

test('F24: a server that asks to wait is not tried again before that, not even when a person wants it, and is not down', async () => {
  busy = { method: 'any', status: 429, retryAfter: '120' }
  const id = await room.add({ name: 'one', url: server.url })
  await vi.waitFor(() => expect(room.connections.state(id).error?.code).toBe('asked-to-wait'), within)
  const { state, error, nextAttemptAt } = room.connections.state(id)
  expect(state).toBe('waiting')
  expect(error?.message).toContain('asks to be left alone for 120 s')
  expect((nextAttemptAt ?? 0) - room.host.clock.now()).toBeGreaterThan(60_000)
  const asked = server.received.length
  for (let attempt = 2; attempt <= 5; attempt += 1) {
    room.connections.retryNow(id)
    await vi.waitFor(() => expect(room.connections.state(id).attempt).toBe(attempt), within)
    await room.becomes(id, 'waiting')
  }
  expect(server.received).toHaveLength(asked)
  expect(room.health.of(id).verdict).toBe('unknown')
  busy = undefined
  skewMs = 120_000
  room.connections.retryNow(id)
  await room.becomes(id, 'connected')
})

test('F24: a call that is one too many fails as not done; until the time is over none is sent, and the server stays up', async () => {
  const id = await room.add({ name: 'one', url: server.url })
  await room.becomes(id, 'connected')
  busy = {
    method: 'tools/call',
    status: 429,
    retryAfter: new Date(room.host.clock.now() + 90_000).toUTCString(),
  }
  const call = () => room.connections.callTool(id, 'echo', {})
  for (let n = 0; n < 4; n += 1)
    await expect(call()).rejects.toMatchObject({
      code: 'server-unreachable',
      detail: { cause: 'asked-to-wait', outcome: 'not-sent' },
    })
  expect(server.count('tools/call')).toBe(1)
  const pings = server.count('ping')
  expect(room.connections.isResting(id)).toBe(true)
  expect(room.connections.state(id).state).toBe('connected')
  expect(room.health.of(id).verdict).toBe('up')
  busy = undefined
  skewMs = 90_000
  expect((await call()).isError).toBe(false)
  expect(server.count('ping')).toBe(pings)
})

test('F24: one that is unavailable for an hour is asked again after ten minutes', async () => {
  busy = { method: 'any', status: 503, retryAfter: '3600' }
  const id = await room.add({ name: 'one', url: server.url })
  await vi.waitFor(() => expect(room.connections.state(id).error?.code).toBe('asked-to-wait'), within)
  const waitMs = (room.connections.state(id).nextAttemptAt ?? 0) - room.host.clock.now()
  expect(waitMs).toBeGreaterThan(300_000)
  expect(waitMs).toBeLessThanOrEqual(600_000)
})
