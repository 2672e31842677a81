import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test, vi } from 'vitest'
import { SleepyClock, TestClock } from './clock'
import { Room, within } from './connections-room'
import { ImaginaryServers } from './imaginary-servers'
import { startServer } from './servers/start'

const minuteMs = 60_000

test.each([
  ['one that has just come', 0],
  ['one that has been steady for half an hour', 30 * minuteMs],
])('F17 a server that hangs is down within 25 s at the usual settings: %s', async (_, steadyForMs) => {
  const clock = new TestClock()
  const servers = new ImaginaryServers()
  await using room = await new Room({ clock }, servers.open).start()
  const ids = []
  for (let n = 0; n < 50; n++) ids.push(await room.add({ name: `one ${n}`, url: address(n) }))
  await clock.advance(minuteMs + steadyForMs)
  expect(new Set(ids.map((id) => room.health.of(id).verdict))).toEqual(new Set(['up']))
  const tookMs: number[] = []
  const hungAt = clock.now()
  room.health.on('verdict', ({ to }) => to === 'down' && tookMs.push(clock.now() - hungAt))
  for (const n of ids.keys()) servers.become(address(n), 'deaf')
  await clock.advance(25_000)
  expect(tookMs).toHaveLength(ids.length)
})

const address = (n: number) => `http://127.0.0.1:8001/${n}`

test('a server that hangs has failed its check however long its health address takes', async () => {
  await using silent = await silence()
  await using room = await new Room({ clock: new SleepyClock() }).start()
  const server = await startServer('legacy.mjs')
  const id = await room.add({ name: 'one', url: server.url, health_check_url: silent.url })
  await room.becomes(id, 'connected')
  process.kill(server.pid, 'SIGSTOP')
  room.health.setChecker({ check: () => new Promise(() => {}) })
  expect(await room.health.check(id)).toMatchObject({ kind: 'ping', ok: false, error: { code: 'timeout' } })
  await server.kill()
})

test('a health address has as long as its server, and no answer is a failure', async () => {
  await using silent = await silence()
  await using server = await startServer('modern.ts')
  await using room = await new Room({ clock: new SleepyClock() }).start()
  const id = await room.add({ name: 'one', url: server.url, health_check_url: silent.url })
  await room.becomes(id, 'connected')
  const check = await room.health.check(id)
  expect(check).toMatchObject({ kind: 'http', ok: false, error: { code: 'timeout' } })
  expect(check.error?.message).toContain('3 s')
})

/** Takes connections and says nothing. */
async function silence() {
  const listener = createServer((socket) => void sockets.add(socket))
  const sockets = new Set<{ destroy(): void }>()
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}/health`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      listener.close()
      await vi.waitFor(() => expect(listener.listening).toBe(false), within)
    },
  }
}
