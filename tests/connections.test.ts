import { once } from 'node:events'
import { createServer } from 'node:net'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Room, startRoom } from './connections-room'
import { startServer, stdioCommand } from './servers/start'

const within = { timeout: 15_000, interval: 20 }

let room: Room

beforeEach(async () => {
  room = await startRoom()
})

afterEach(() => room.end())

async function add(document: Record<string, unknown>): Promise<string> {
  return (await room.registry.register(document)).id
}

/** Resolves once the server is in this state. */
async function becomes(id: string, state: string) {
  await vi.waitFor(() => {
    const now = room.connections.state(id)
    expect(`${now.state} ${now.state === state ? '' : now.error?.message}`.trim()).toBe(state)
  }, within)
  return room.connections.state(id)
}

describe('a server is connected in the way it speaks', () => {
  test.each([
    ['legacy streamable HTTP', 'legacy.mjs', [], 'http', 'legacy'],
    ['legacy HTTP+SSE', 'legacy.mjs', ['--sse'], 'sse', 'legacy'],
    ['modern streamable HTTP', 'modern.ts', [], 'http', 'modern'],
    ['both eras over HTTP', 'dual.ts', [], 'http', 'modern'],
  ])('%s', async (_, script, args, transport, era) => {
    await using server = await startServer(script, args)
    const id = await add({ name: 'one', url: server.url })
    expect(await becomes(id, 'connected')).toMatchObject({ transport, era, attempt: 0, error: null })
    expect(room.connections.tools(id).map(({ name }) => name)).toContain('echo')
    const result = await room.connections.callTool(id, 'echo', { text: 'hello' })
    expect(result).toMatchObject({ isError: false, content: [{ type: 'text', text: 'hello' }] })
    expect(await room.connections.probe(id)).toMatchObject({ ok: true })
  })

  test.each([
    ['legacy stdio', 'legacy.mjs', 'legacy'],
    ['modern stdio', 'modern.ts', 'modern'],
    ['both eras over stdio', 'dual.ts', 'modern'],
  ])('%s', async (_, script, era) => {
    const id = await add({ name: 'one', ...stdioCommand(script, ['--stdio']) })
    expect(await becomes(id, 'connected')).toMatchObject({ transport: 'stdio', era })
    const result = await room.connections.callTool(id, 'add', { a: 2, b: 3 })
    expect(result).toMatchObject({ isError: false, content: [{ text: '5' }] })
    expect(room.connections.details(id).pid).toBeGreaterThan(0)
  })
})
