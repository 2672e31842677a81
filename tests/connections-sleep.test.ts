import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { TestClock } from './clock'
import { Room, within } from './connections-room'
import { startServer, stdioCommand } from './servers/start'

const minuteMs = 60_000

let clock: TestClock
let room: Room

beforeEach(async () => {
  clock = new TestClock()
  room = await new Room({ clock }).start()
})

afterEach(() => room[Symbol.asyncDispose]())

const state = (id: string) => room.connections.state(id).state
const isRunning = (pid: number | null) => {
  try {
    return process.kill(pid ?? 0, 0)
  } catch {
    return false
  }
}

/** A process that may sleep after a minute. */
async function sleeper(rest: object = {}): Promise<string> {
  const metadata = { connection: { sleep_after_ms: minuteMs } }
  const id = await room.add({ name: 'one', ...stdioCommand('legacy.mjs', ['--stdio']), metadata, ...rest })
  await room.becomes(id, 'connected')
  return id
}

test('a process nobody uses is ended, its lists stay, and a call starts it again', async () => {
  const id = await sleeper()
  const { pid } = room.connections.details(id)
  await clock.advance(minuteMs)
  expect(room.connections.state(id)).toMatchObject({ state: 'asleep', error: null })
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), within)
  expect((await room.connections.use(id, 'tools')).tools.map(({ name }) => name)).toContain('echo')
  expect(state(id)).toBe('asleep')
  const calls = Array.from({ length: 5 }, (_, n) => room.connections.callTool(id, 'add', { a: n, b: 1 }))
  const answers = await Promise.all(calls)
  expect(answers.map(({ content }) => content[0]?.text)).toEqual(['1', '2', '3', '4', '5'])
  expect(state(id)).toBe('connected')
  await clock.advance(minuteMs)
  expect(state(id)).toBe('asleep')
})

test('while it sleeps it is up by its own reason, no check wakes it, and its history has no such time', async () => {
  const id = await sleeper()
  await room.health.check(id)
  await clock.advance(minuteMs)
  expect(room.health.of(id)).toMatchObject({ verdict: 'up', reason: 'asleep', action: null })
  const fellAsleepAt = clock.now()
  const checks = room.health.checks(id, 500).length
  await clock.advance(60 * minuteMs)
  expect(state(id)).toBe('asleep')
  expect(room.health.checks(id, 500)).toHaveLength(checks)
  const { cells } = room.health.history.timeline(id, fellAsleepAt, clock.now(), 10)
  expect(cells.length).toBeGreaterThan(5)
  for (const { times } of cells) expect(times).toMatchObject({ up: 0, slow: 0, down: 0, off: 0 })
})

test('a person who asks for a check, or connects it, wakes it', async () => {
  const id = await sleeper()
  await clock.advance(minuteMs)
  expect(state(id)).toBe('asleep')
  expect(await room.health.check(id)).toMatchObject({ kind: 'connect', ok: true })
  expect(state(id)).toBe('connected')
  await clock.advance(minuteMs)
  expect(state(id)).toBe('asleep')
  room.connections.connect(id)
  await room.becomes(id, 'connected')
})

test('one that is being used, or watched, stays awake', async () => {
  const id = await sleeper({ ...stdioCommand('legacy.mjs', ['--stdio', '--shelf']) })
  const subscription = await room.connections.ask(
    id,
    ({ subscriptions }, terms) =>
      subscriptions.open('shelf://counter', { onChanged: () => {}, onLost: () => {} }, terms),
    { once: true },
  )
  await clock.advance(3 * minuteMs)
  expect(state(id)).toBe('connected')
  await subscription.value.end()
  const call = room.connections.callTool(id, 'slow', { ms: 1_000 })
  await clock.advance(2 * minuteMs)
  expect(state(id)).toBe('connected')
  await call
  await clock.advance(2 * minuteMs)
  expect(state(id)).toBe('asleep')
})

test('a changed registration, and the switch, hold for one that sleeps, too', async () => {
  const id = await sleeper()
  await clock.advance(minuteMs)
  await room.registry.update('one', { description: 'another' })
  expect(state(id)).toBe('asleep')
  await room.registry.update('one', { env: { OTHER: 'yes' } })
  await room.becomes(id, 'connected')
  await clock.advance(minuteMs)
  expect(state(id)).toBe('asleep')
  room.registry.setIntent(id, 'off')
  expect(state(id)).toBe('off')
})

test('by default nothing sleeps, and what is reached over HTTP never does', async () => {
  await using server = await startServer('legacy.mjs')
  const stdio = await room.add({ name: 'local', ...stdioCommand('legacy.mjs', ['--stdio']) })
  const metadata = { connection: { sleep_after_ms: 1_000 } }
  const http = await room.add({ name: 'remote', url: server.url, metadata })
  await room.becomes(stdio, 'connected')
  await room.becomes(http, 'connected')
  await clock.advance(10 * minuteMs)
  expect([state(stdio), state(http)]).toEqual(['connected', 'connected'])
})
