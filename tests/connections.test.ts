import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Room, within } from './connections-room'
import { startServer, stdioCommand } from './servers/start'

const packageFile = createRequire(import.meta.url)

/** The command of a server from npm that nobody here wrote. */
function npmServer(name: string, args: readonly string[] = []) {
  const script = packageFile.resolve(`@modelcontextprotocol/${name}/dist/index.js`)
  return { command: process.execPath, args: [script, ...args] }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

let room: Room

beforeEach(async () => {
  room = await new Room().start()
})

afterEach(() => room[Symbol.asyncDispose]())

const toolNames = (id: string) => room.connections.tools(id).map(({ name }) => name)

describe('a server is connected in the way it speaks', () => {
  test.each([
    ['legacy streamable HTTP', 'legacy.mjs', [], 'http', 'legacy', 'ping'],
    ['legacy HTTP+SSE', 'legacy.mjs', ['--sse'], 'sse', 'legacy', 'ping'],
    ['modern-only streamable HTTP', 'modern.ts', [], 'http', 'modern', 'discover'],
    ['both eras over HTTP', 'dual.ts', [], 'http', 'modern', 'discover'],
  ])('%s', async (_, script, args, transport, era, probe) => {
    await using server = await startServer(script, args)
    const id = await room.add({ name: 'one', url: server.url })
    expect(await room.becomes(id, 'connected')).toMatchObject({ transport, era, attempt: 0, error: null })
    expect(toolNames(id)).toContain('echo')
    const result = await room.connections.callTool(id, 'echo', { text: 'hello' })
    expect(result).toMatchObject({ isError: false, content: [{ type: 'text', text: 'hello' }] })
    expect(await room.connections.probe(id)).toMatchObject({ ok: true, kind: probe })
    expect(room.connections.details(id)).toMatchObject({ address: server.url, pid: null })
  })

  test.each([
    ['legacy stdio', 'legacy.mjs', 'legacy'],
    ['modern-only stdio', 'modern.ts', 'modern'],
    ['both eras over stdio', 'dual.ts', 'modern'],
    ['stdio with a banner on stdout and a flood on stderr', 'noisy-stdio.ts', 'legacy'],
  ])('%s', async (_, script, era) => {
    const id = await room.add({ name: 'one', ...stdioCommand(script, ['--stdio']) })
    expect(await room.becomes(id, 'connected')).toMatchObject({ transport: 'stdio', era })
    const result = await room.connections.callTool(id, 'add', { a: 2, b: 3 })
    expect(result).toMatchObject({ isError: false, content: [{ text: '5' }] })
    expect(room.connections.details(id).pid).toBeGreaterThan(0)
    expect(room.connections.details(id).stderr.length).toBeLessThanOrEqual(200)
  })

  test('HTTP+SSE is found by a registration that only says http', async () => {
    await using server = await startServer('legacy.mjs', ['--sse'])
    const id = await room.add({ name: 'one', url: server.url, type: 'http' })
    expect(await room.becomes(id, 'connected')).toMatchObject({ transport: 'sse' })
  })

  test('a URL without a path finds /mcp, and stays as it was typed', async () => {
    await using server = await startServer('legacy.mjs')
    const typed = new URL(server.url).origin
    const id = await room.add({ name: 'one', url: typed })
    await room.becomes(id, 'connected')
    expect(room.connections.details(id).address).toBe(`${typed}/mcp`)
    expect(room.registry.byName('one').registration.url).toBe(typed)
  })
})

describe('servers from npm', () => {
  test('server-everything over stdio', async () => {
    const id = await room.add({ name: 'everything', ...npmServer('server-everything', ['stdio']) })
    await room.becomes(id, 'connected')
    const result = await room.connections.callTool(id, 'echo', { message: 'hello' })
    expect(JSON.stringify(result.content)).toContain('hello')
    expect(room.connections.resources(id).length).toBeGreaterThan(0)
    expect(room.connections.prompts(id).length).toBeGreaterThan(0)
  })

  test('server-everything over streamable HTTP', async () => {
    const { command, args } = npmServer('server-everything', ['streamableHttp'])
    const port = await freePort()
    const child = spawn(command, args, { env: { ...process.env, PORT: String(port) }, stdio: 'ignore' })
    const id = await room.add({ name: 'everything', url: `http://127.0.0.1:${port}/mcp` })
    await room.becomes(id, 'connected')
    const result = await room.connections.callTool(id, 'get-sum', { a: 2, b: 3 })
    expect(JSON.stringify(result.content)).toContain('5')
    child.kill('SIGKILL')
  })

  test('server-filesystem reads the directory it was given', async () => {
    const dir = realpathSync(mkdtempSync(join(tmpdir(), 'rollcall-files-')))
    writeFileSync(join(dir, 'note.txt'), 'remember the milk')
    const id = await room.add({ name: 'files', ...npmServer('server-filesystem', [dir]) })
    await room.becomes(id, 'connected')
    const result = await room.connections.callTool(id, 'read_text_file', { path: join(dir, 'note.txt') })
    expect(JSON.stringify(result.content)).toContain('remember the milk')
  })

  test('server-memory keeps its file where its variable says', async () => {
    const file = join(room.host.dataDir, 'memory.jsonl')
    const id = await room.add({
      name: 'memory',
      ...npmServer('server-memory'),
      env: { MEMORY_FILE_PATH: file },
    })
    await room.becomes(id, 'connected')
    const entities = [{ name: 'Ada', entityType: 'person', observations: ['writes programs'] }]
    await room.connections.callTool(id, 'create_entities', { entities })
    const result = await room.connections.callTool(id, 'read_graph', {})
    expect(JSON.stringify(result.content)).toContain('writes programs')
  })
})

describe('lists', () => {
  test.each([
    ['legacy.mjs', []],
    ['modern.ts', []],
    ['legacy.mjs', ['--sse']],
  ])('%s %j: a tool that appears while connected is listed', async (script, args) => {
    await using server = await startServer(script, args)
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    expect(toolNames(id)).not.toContain('grown_1')
    await room.connections.callTool(id, 'grow', {})
    await vi.waitFor(() => expect(toolNames(id)).toContain('grown_1'), within)
  })

  test('stay while the server is away', async () => {
    await using server = await startServer('legacy.mjs')
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    await server.kill()
    await vi.waitFor(() => expect(room.connections.state(id).state).not.toBe('connected'), within)
    expect(toolNames(id)).toContain('echo')
  })
})

describe('a call', () => {
  test('whose tool fails goes through, and says so', async () => {
    await using server = await startServer('modern.ts')
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    const called = vi.fn()
    room.connections.on('called', called)
    expect(await room.connections.callTool(id, 'fail', {})).toMatchObject({ isError: true })
    expect(called).toHaveBeenCalledWith(expect.objectContaining({ serverId: id, tool: 'fail', ok: false }))
  })

  test('of a tool the server does not list is refused without asking it', async () => {
    await using server = await startServer('legacy.mjs')
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    await expect(room.connections.callTool(id, 'nonsense', {})).rejects.toMatchObject({
      code: 'not-found',
      detail: { kind: 'tool', name: 'nonsense' },
    })
  })

  test('to a server that is off is refused with its state', async () => {
    const id = await room.add({ name: 'one', url: 'http://127.0.0.1:1/mcp', auto_connect: false })
    await expect(room.connections.callTool(id, 'echo', {})).rejects.toMatchObject({
      code: 'not-connected',
      detail: { server: 'one', state: 'off' },
    })
  })

  test('that takes too long ends with server-timeout, and the connection stays', async () => {
    await using server = await startServer('legacy.mjs')
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    room.preferences.set({ requestTimeoutMs: 200 })
    await expect(room.connections.callTool(id, 'slow', { ms: 60_000 })).rejects.toMatchObject({
      code: 'server-timeout',
    })
    expect(room.connections.state(id).state).toBe('connected')
    await server.kill()
  })

  test('ends with its caller', async () => {
    await using server = await startServer('modern.ts')
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    const giveUp = new AbortController()
    const call = room.connections.callTool(id, 'slow', { ms: 60_000 }, giveUp.signal)
    await vi.waitFor(() => expect(room.connections.callsOf(id)).toBe(1))
    giveUp.abort()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('to a server that dies meanwhile is not sent again', async () => {
    await using server = await startServer('legacy.mjs')
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    const call = room.connections.callTool(id, 'slow', { ms: 60_000 })
    const refusal = expect(call).rejects.toMatchObject({ code: 'server-unreachable' })
    await vi.waitFor(() => expect(room.connections.callsOf(id)).toBe(1))
    await server.kill()
    await refusal
  })
})

describe('a change to the registration', () => {
  test('of its description leaves the connection up; of its address makes a new one', async () => {
    await using first = await startServer('legacy.mjs')
    await using second = await startServer('modern.ts')
    const id = await room.add({ name: 'one', url: first.url })
    const before = await room.becomes(id, 'connected')
    await room.registry.update('one', { description: 'the first', tags: ['a'], priority: 3 })
    expect(room.connections.state(id)).toEqual(before)
    await room.registry.update('one', { url: second.url })
    await vi.waitFor(() => expect(room.connections.state(id).era).toBe('modern'), within)
    expect(room.connections.details(id).address).toBe(second.url)
  })

  test('of its headers is heard by the server: they go with every request', async () => {
    const heard: (string | undefined)[] = []
    const http = createServer((request, response) => {
      heard.push(request.headers['x-key']?.toString())
      response.writeHead(401).end()
    })
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    const { port } = http.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/mcp`
    const id = await room.add({ name: 'one', url, headers: { 'X-Key': 'first' } })
    await room.becomes(id, 'needs-auth')
    expect(new Set(heard)).toEqual(new Set(['first']))
    await room.registry.update('one', { headers: { 'X-Key': 'second' } })
    await vi.waitFor(() => expect(heard).toContain('second'), within)
    http.close()
  })
})
