import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ResourceWatches } from '../src/main/connections/resource-watches'
import type { ResourceState } from '../src/shared/contract/resources'
import { Room, within } from './connections-room'
import { type RunningServer, startServer } from './servers/start'

const counter = 'shelf://counter'
const eras = [
  ['legacy', 'legacy.mjs'],
  ['modern', 'modern.ts'],
] as const

let room: Room
let watches: ResourceWatches
let server: RunningServer | undefined

beforeEach(async () => {
  room = await new Room().start()
  const { connections, registry, host } = room
  watches = new ResourceWatches({ connections, registry, clock: host.clock })
  watches.start()
})

afterEach(async () => {
  await room[Symbol.asyncDispose]()
  await server?.stop()
  server = undefined
})

async function stocked(script: string): Promise<string> {
  server = await startServer(script, ['--shelf'])
  const id = await room.add({ name: 'one', url: server.url })
  await room.becomes(id, 'connected')
  return id
}

/** One who watches the counter, and what was told so far. */
class Watcher {
  readonly states: ResourceState[] = []
  readonly #stop = new AbortController()
  readonly over: Promise<void>

  constructor(id: string) {
    this.over = this.#follow(watches.watch(id, counter, this.#stop.signal))
  }

  get last(): ResourceState | undefined {
    return this.states.at(-1)
  }

  get text(): string | undefined {
    return this.last?.reading?.contents[0]?.text
  }

  /** Waits until the counter was told to stand there. */
  async shows(text: string): Promise<void> {
    await vi.waitFor(() => expect(this.text).toBe(text), within)
  }

  async leave(): Promise<void> {
    this.#stop.abort()
    await this.over
  }

  async #follow(stream: AsyncGenerator<ResourceState>): Promise<void> {
    for await (const state of stream) this.states.push(state)
  }
}

const touch = (id: string, times = 1) => room.connections.callTool(id, 'touch', { times })

/** How the server says the counter is used. */
async function usage(id: string): Promise<{ reads: number; subscribed: number }> {
  const { content } = await room.connections.callTool(id, 'shelf', {})
  return JSON.parse(String(content[0]?.text))
}

describe.each(eras)('a resource of a server of the %s era', (_era, script) => {
  test('is shown as it is, then after each change', async () => {
    const id = await stocked(script)
    const watcher = new Watcher(id)
    await watcher.shows('0')
    expect(watcher.last).toMatchObject({ following: true, refusal: null, changedAt: null })
    await touch(id)
    await watcher.shows('1')
    expect(watcher.last?.changedAt).not.toBeNull()
    await touch(id)
    await watcher.shows('2')
    await watcher.leave()
  })

  test('is read twice a second at most, however many notices come', async () => {
    const id = await stocked(script)
    const watcher = new Watcher(id)
    await watcher.shows('0')
    const startedAt = Date.now()
    await touch(id, 300)
    await watcher.shows('300')
    const allowed = 2 + Math.ceil((Date.now() - startedAt) / 500)
    expect((await usage(id)).reads).toBeLessThanOrEqual(1 + allowed)
    await watcher.leave()
  })

  test('does not fill the history of checks with its readings', async () => {
    const id = await stocked(script)
    const calls: boolean[] = []
    room.connections.on('evidence', ({ kind, ok }) => kind === 'call' && calls.push(ok))
    const watcher = new Watcher(id)
    await watcher.shows('0')
    await touch(id)
    await watcher.shows('1')
    expect(calls).toEqual([true])
    await watcher.leave()
  })

  test('is subscribed to once for all who watch, and not at all when they are gone', async () => {
    const id = await stocked(script)
    const first = new Watcher(id)
    await first.shows('0')
    const second = new Watcher(id)
    await second.shows('0')
    expect(watches.followed).toBe(1)
    await first.leave()
    await touch(id)
    await second.shows('1')
    await second.leave()
    await vi.waitFor(() => expect(watches.followed).toBe(0), within)
    const { reads } = await usage(id)
    await touch(id)
    expect((await usage(id)).reads).toBe(reads)

    const third = new Watcher(id)
    await third.shows('2')
    expect(third.last?.following).toBe(true)
    await third.leave()
  })

  test('is followed again after the server came back', async () => {
    const id = await stocked(script)
    const watcher = new Watcher(id)
    await watcher.shows('0')
    await touch(id)
    await watcher.shows('1')
    const port = String(server?.port)
    await server?.kill()
    await vi.waitFor(() => expect(watcher.last?.following).toBe(false), within)
    expect(watcher.text).toBe('1')
    server = await startServer(script, ['--shelf', '--port', port])
    room.connections.retryNow(id)
    await watcher.shows('0')
    await vi.waitFor(() => expect(watcher.last).toMatchObject({ following: true, refusal: null }), within)
    await touch(id)
    await watcher.shows('1')
    await watcher.leave()
  })

  test('is watched no longer once its server is removed', async () => {
    const id = await stocked(script)
    const watcher = new Watcher(id)
    await watcher.shows('0')
    room.registry.unregister('one')
    await watcher.over
    await vi.waitFor(() => expect(watches.followed).toBe(0), within)
  })
})

test('a legacy server is told when nobody watches any more', async () => {
  const id = await stocked('legacy.mjs')
  const watcher = new Watcher(id)
  await watcher.shows('0')
  expect((await usage(id)).subscribed).toBe(1)
  await watcher.leave()
  await vi.waitFor(async () => expect((await usage(id)).subscribed).toBe(0), within)
})

test('a server that offers no subscriptions, or is not connected, is not watched', async () => {
  server = await startServer('legacy.mjs')
  const id = await room.add({ name: 'one', url: server.url })
  await room.becomes(id, 'connected')
  const watch = () => watches.watch(id, counter, AbortSignal.timeout(10_000))
  expect(watch).toThrow(expect.objectContaining({ code: 'server-refused' }))
  room.registry.setIntent(id, 'off')
  await room.becomes(id, 'off')
  expect(watch).toThrow(expect.objectContaining({ code: 'not-connected' }))
})

test('a resource that cannot be read is a state with its reason', async () => {
  const id = await stocked('legacy.mjs')
  const stop = new AbortController()
  for await (const state of watches.watch(id, 'shelf://broken', stop.signal)) {
    expect(state).toMatchObject({ following: true, reading: null, refusal: { code: 'server-refused' } })
    stop.abort()
  }
})
