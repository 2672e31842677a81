import { expect, test, vi } from 'vitest'
import { TestClock } from './clock'
import { Room, within } from './connections-room'
import { ImaginaryServers } from './imaginary-servers'
import { WilfulServer } from './wilful-server'

const minuteMs = 60_000
const address = 'http://127.0.0.1:8001/mcp'

/** One server that connects and answers, until it is told otherwise. */
async function imaginary() {
  const clock = new TestClock()
  const servers = new ImaginaryServers()
  const room = await new Room({ clock }, servers.open).start()
  const id = await room.add({ name: 'one', url: address })
  await clock.advance(minuteMs)
  expect(room.health.of(id).verdict).toBe('up')
  return { clock, servers, room, id, attempts: () => servers.attempts.length }
}

test('F45 a server that hangs again and again is given three new connections within ten minutes, and says so', async () => {
  const { clock, servers, room, id, attempts } = await imaginary()
  await using _ = room
  servers.become(address, 'deaf')
  await clock.advance(9 * minuteMs)
  expect(attempts()).toBe(1 + 3)
  expect(room.connections.state(id).state).toBe('connected')
  expect(room.health.of(id)).toMatchObject({
    verdict: 'down',
    reason: 'left-hanging',
    action: 'resume',
    detail: { recoveries: 3 },
  })
  await clock.advance(60 * minuteMs)
  expect(attempts()).toBeGreaterThan(4)
  expect(attempts()).toBeLessThanOrEqual(4 + 3 * 6)
  servers.become(address, 'well')
  await clock.advance(minuteMs)
  expect(room.health.of(id).verdict).toBe('up')
})

test('F45 a person who asks has it given a new connection once more', async () => {
  const { clock, servers, room, id, attempts } = await imaginary()
  await using _ = room
  servers.become(address, 'deaf')
  await clock.advance(9 * minuteMs)
  const check = room.health.check(id)
  await clock.advance(15_000)
  expect(await check).toMatchObject({ ok: false })
  await clock.advance(minuteMs)
  expect(attempts()).toBeGreaterThan(4)
})

test('F45 a server that answers calls keeps its connection, whatever becomes of its checks', async () => {
  const { clock, servers, room, id, attempts } = await imaginary()
  await using _ = room
  servers.become(address, 'deaf')
  for (let n = 0; n < 60; n++) {
    await room.connections.callTool(id, 'echo', {})
    await clock.advance(10_000)
  }
  expect(attempts()).toBe(1)
})

test('F45 five calls that are under way get their answers, though the checks beside them are missed', async () => {
  await using server = await new WilfulServer().start()
  await using room = await new Room().start()
  room.preferences.set({ checkIntervalMs: 1_000, steadyIntervalMs: 1_000 })
  const go = Promise.withResolvers<void>()
  server.answers.ping = () => undefined
  server.answers['tools/call'] = () => go.promise.then(() => ({ content: [] }))
  const id = await room.add({ name: 'one', url: server.url })
  await room.becomes(id, 'connected')
  const calls = Array.from({ length: 5 }, () => room.connections.callTool(id, 'echo', {}))
  await vi.waitFor(() => expect(room.health.of(id).verdict).toBe('down'), within)
  go.resolve()
  expect((await Promise.all(calls)).map(({ isError }) => isError)).toEqual(Array(5).fill(false))
  expect(server.count('initialize')).toBe(1)
})
