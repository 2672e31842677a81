import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { LogEntry } from '../src/shared/contract/log'
import { Room, within } from './connections-room'
import { startServer, stdioCommand } from './servers/start'

let room: Room

beforeEach(async () => {
  room = await new Room().start()
})

afterEach(() => room[Symbol.asyncDispose]())

const entriesOf = (id: string) => room.connections.log(id).list(undefined, 2_000)
const codes = (id: string) => entriesOf(id).flatMap(({ code }) => code ?? [])

/** Resolves with the first entry that fits, once there is one. */
async function told(id: string, fits: Partial<LogEntry>): Promise<LogEntry> {
  return vi.waitFor(() => {
    const found = entriesOf(id).find((entry) =>
      Object.entries(fits).every(([name, value]) => entry[name as keyof LogEntry] === value),
    )
    if (!found) throw new Error(`No entry ${JSON.stringify(fits)} in ${JSON.stringify(entriesOf(id))}`)
    return found
  }, within)
}

async function chatty(more: object = {}): Promise<string> {
  const id = await room.add({ name: 'chatty', ...stdioCommand('chatty-stdio.ts'), ...more })
  await room.becomes(id, 'connected')
  return id
}
const call = (id: string, tool: string, args: object = {}) => room.connections.callTool(id, tool, { ...args })

describe('how a connection fares', () => {
  test('is told from the attempt to the end, across connections', async () => {
    await using server = await startServer('legacy.mjs')
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    room.registry.setIntent(id, 'off')
    await room.becomes(id, 'off')
    room.registry.setIntent(id, 'on')
    room.connections.connect(id)
    await room.becomes(id, 'connected')
    const once = ['attempt', 'connected', 'era-legacy']
    expect(codes(id)).toEqual([...once, 'ended', ...once])
    const connected = await told(id, { code: 'connected' })
    expect(connected).toMatchObject({ origin: 'connection', level: 'info', detail: { address: server.url } })
    expect(connected.text).toContain(server.url)
    expect((await told(id, { code: 'era-legacy' })).detail.version).toBe('2025-11-25')
  })

  test('a failure says why', async () => {
    const id = await room.add({ name: 'one', ...stdioCommand('exit-stdio.ts') })
    const failed = await told(id, { code: 'failed' })
    expect(failed).toMatchObject({ level: 'error', detail: { error: 'process-exited', exitCode: 3 } })
    expect(failed.text).toBe('Not connected: The process ended with code 3.')
    await told(id, { origin: 'stderr', text: 'exit-stdio: API_KEY is not set; see the documentation.' })
  })

  test('a modern server says that its tools changed', async () => {
    await using server = await startServer('modern.ts')
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    await told(id, { code: 'era-modern' })
    await vi.waitFor(async () => {
      await call(id, 'grow')
      expect(codes(id)).toContain('tools-changed')
    }, within)
  })

  test('a call that its caller stopped is noted', async () => {
    await using server = await startServer('legacy.mjs')
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    const impatient = AbortSignal.timeout(50)
    await expect(room.connections.callTool(id, 'slow', { ms: 1_000 }, impatient)).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect((await told(id, { code: 'call-cancelled' })).detail).toEqual({ tool: 'slow' })
  })
})

describe('what a process and its server say', () => {
  test('stderr arrives without colours, with the level it claims', async () => {
    const id = await chatty()
    expect(await told(id, { text: 'INFO chatty is ready' })).toMatchObject({
      origin: 'stderr',
      level: 'info',
    })
    expect(await told(id, { text: 'using no token' })).toMatchObject({ level: null })
  })

  test('notices are asked for from info up, and keep their level and logger', async () => {
    const id = await chatty()
    await vi.waitFor(async () => {
      await call(id, 'say', { level: 'debug', data: 'too quiet' })
      await call(id, 'say', { level: 'warning', data: 'loud enough' })
      await told(id, { origin: 'notice', text: 'loud enough', level: 'warning', logger: 'chatty' })
    }, within)
    const size = entriesOf(id).length
    await call(id, 'say', { level: 'debug', data: 'still too quiet' })
    await call(id, 'say', { level: 'error', data: 'done' })
    await told(id, { text: 'done' })
    expect(entriesOf(id)).toHaveLength(size + 1)
  })

  test('what is no message on stdout is told, and the server goes on', async () => {
    const id = await chatty()
    await call(id, 'write', { text: 'Hello there', to: 'stdout' })
    await call(id, 'write', { text: '{"not": "a message"}', to: 'stdout' })
    const odd = '{"jsonrpc":"2.0","id":4711,"result":{}}'
    await call(id, 'write', { text: odd, to: 'stdout' })
    await told(id, { code: 'not-a-message', text: 'Not a message of the protocol: Hello there' })
    await told(id, { code: 'not-a-message', text: 'Not a message of the protocol: {"not": "a message"}' })
    expect((await told(id, { code: 'answer-unknown' })).text).toContain('4711')
    expect(await call(id, 'write', { text: 'fine' })).toMatchObject({ isError: false })
  })

  test('a secret of the registration is masked wherever it turns up', async () => {
    const secret = 'swordfish-42'
    const id = await chatty({ env: { CHATTY_TOKEN: secret } })
    await told(id, { text: 'using ••••••' })
    await call(id, 'write', { text: `on stdout ${secret}`, to: 'stdout' })
    await call(id, 'say', { level: 'error', data: `in a notice ${secret}` })
    await told(id, { text: 'in a notice ••••••' })
    await told(id, { text: 'Not a message of the protocol: on stdout ••••••' })
    expect(JSON.stringify(entriesOf(id))).not.toContain(secret)
    expect(JSON.stringify(room.connections.details(id))).not.toContain(secret)
  })
})

describe('a flood', () => {
  test('on stderr leaves the log small, the server connected and the follower in step', async () => {
    const id = await chatty()
    const stop = new AbortController()
    const news = room.connections.log(id).follow(stop.signal)
    await call(id, 'flood')
    const leftOut = await told(id, { code: 'left-out', origin: 'stderr' })
    expect(leftOut.detail.lines).toBeGreaterThan(0)
    for (let n = 0; n < 5; n++) {
      const { value } = await news.next()
      expect(value?.entries.length).toBeLessThanOrEqual(2_000)
    }
    expect(entriesOf(id).length).toBeLessThanOrEqual(2_000)
    expect(await room.connections.probe(id)).toMatchObject({ ok: true })
    stop.abort()
  })

  test('of notices is cut short, and says how many are missing', async () => {
    const id = await chatty()
    await call(id, 'say', { level: 'error', data: 'x', times: 10_000 })
    await told(id, { code: 'left-out', origin: 'notice' })
    expect(entriesOf(id).length).toBeLessThanOrEqual(2_000)
  })

  test('from a server that was noisy all along changes nothing for its calls', async () => {
    const id = await room.add({ name: 'one', ...stdioCommand('noisy-stdio.ts') })
    await room.becomes(id, 'connected')
    await told(id, { text: 'Not a message of the protocol: *** noisy server v1.0 is starting ***' })
    await told(id, { code: 'left-out' })
    expect(await call(id, 'echo', { text: 'heard' })).toMatchObject({ isError: false })
  })
})

describe('a follower', () => {
  test('is told what is new and what was emptied, and ends with the server', async () => {
    const id = await chatty()
    await told(id, { text: 'using no token' })
    const log = room.connections.log(id)
    const news = log.follow(new AbortController().signal)
    const first = news.next()
    await call(id, 'write', { text: 'ERROR here' })
    let seen: readonly LogEntry[] = (await first).value?.entries ?? []
    while (!seen.some(({ text }) => text === 'ERROR here')) seen = (await news.next()).value?.entries ?? []
    expect(seen.at(-1)).toMatchObject({ text: 'ERROR here', level: 'error', origin: 'stderr' })
    const last = log.list(undefined, 1)[0]?.id ?? 0
    expect(log.clear(last - 1)).toBeGreaterThan(0)
    expect((await news.next()).value).toEqual({ clearedTo: last - 1, entries: [] })
    expect(log.list(undefined, 10)).toMatchObject([{ text: 'ERROR here' }])
    expect(log.list(last, 10)).toEqual([])

    room.registry.setIntent(id, 'off')
    room.registry.unregister('chatty')
    let { done } = await news.next()
    while (!done) ({ done } = await news.next())
    expect(() => room.connections.log(id)).toThrow('not registered')
  })
})
