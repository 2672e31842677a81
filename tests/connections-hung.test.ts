import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Room, within } from './connections-room'
import { startServer, stdioCommand } from './servers/start'
import { WilfulServer } from './wilful-server'

let room: Room

beforeEach(async () => {
  room = await new Room().start()
  room.preferences.set({ checkIntervalMs: 1_000, steadyIntervalMs: 1_000 })
})

afterEach(() => room[Symbol.asyncDispose]())

const verdict = (id: string) => room.health.of(id).verdict
const verdictsOf = (id: string) => {
  const seen = new Set<string>()
  room.health.on('verdict', (news) => news.serverId === id && seen.add(news.to))
  return seen
}

describe('a server that stands still', () => {
  test('is down after three missed checks, is let go, and is up again once it goes on', async () => {
    const server = await startServer('legacy.mjs')
    const ids = [
      await room.add({ name: 'remote', url: server.url }),
      await room.add({ name: 'local', ...stdioCommand('legacy.mjs', ['--stdio']) }),
    ]
    for (const id of ids) await room.becomes(id, 'connected')
    await vi.waitFor(() => expect(ids.map(verdict)).toEqual(['up', 'up']), within)
    const local = room.connections.details(ids[1] ?? '').pid ?? 0
    for (const pid of [server.pid, local]) process.kill(pid, 'SIGSTOP')
    await vi.waitFor(() => expect(ids.map(verdict)).toEqual(['down', 'down']), { timeout: 25_000 })
    for (const id of ids) expect(room.health.checks(id, 3).map(({ ok }) => ok)).toEqual([false, false, false])
    process.kill(server.pid, 'SIGCONT')
    await vi.waitFor(() => expect(ids.map(verdict)).toEqual(['up', 'up']), { timeout: 25_000 })
    expect(room.connections.details(ids[1] ?? '').pid).not.toBe(local)
    await server.kill()
  })
})

describe('a slow server', () => {
  test('whose checks take longer than they may is slow, not down', async () => {
    await using server = await new WilfulServer().start()
    server.answers.ping = async () => {
      await sleep(4_000)
      return {}
    }
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    const seen = verdictsOf(id)
    await vi.waitFor(() => expect(verdict(id)).toBe('slow'), { timeout: 30_000 })
    expect(seen).not.toContain('down')
    expect(server.count('initialize')).toBe(1)
  })

  test('that answers its calls is not down, whatever becomes of its checks', async () => {
    await using server = await new WilfulServer().start()
    server.answers.ping = () => undefined
    server.answers['tools/call'] = async () => {
      await sleep(700)
      return { content: [] }
    }
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    const seen = verdictsOf(id)
    for (let n = 0; n < 14; n++) await room.connections.callTool(id, 'echo', {})
    expect(seen).not.toContain('down')
    expect(server.count('ping')).toBeGreaterThan(1)
    expect(server.count('initialize')).toBe(1)
  })
})
