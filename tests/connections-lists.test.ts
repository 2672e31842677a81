import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { TestClock } from './clock'
import { Room, within } from './connections-room'
import { RpcError, toolNamed, WilfulServer } from './wilful-server'

let clock: TestClock
let room: Room

beforeEach(async () => {
  clock = new TestClock()
  room = await new Room({ clock }).start()
})

afterEach(() => room[Symbol.asyncDispose]())

/** Moves time on in small steps, with turns for what goes over sockets in between. */
async function pass(ms: number, stepMs = 1_000): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    await clock.advance(Math.min(stepMs, ms - passed))
    for (let turn = 0; turn < 5; turn++) await nextTurn()
  }
}

async function connected(server: WilfulServer, document: object = {}): Promise<string> {
  const id = await room.add({ name: 'one', url: server.url, ...document })
  await room.becomes(id, 'connected')
  return id
}

const use = (id: string) => room.connections.use(id, 'tools')
const stateOf = (id: string) => room.connections.details(id).kept.lists.find(({ kind }) => kind === 'tools')

describe('a list', () => {
  test('is used as it was read while it is fresh, then read again on use', async () => {
    await using server = await new WilfulServer().start()
    server.streams = false
    const id = await connected(server)
    await use(id)
    await use(id)
    expect(server.count('tools/list')).toBe(1)
    await clock.advance(300_000)
    expect(server.count('tools/list')).toBe(1)
    expect(stateOf(id)).toMatchObject({ items: 1, isFresh: false })
    await use(id)
    expect(server.count('tools/list')).toBe(2)
    expect(stateOf(id)).toMatchObject({ isFresh: true, readAt: new Date(clock.now()).toISOString() })
    expect(room.connections.details(id).kept).toMatchObject({ hits: 2, misses: 1, rate: 2 / 3 })
    expect(room.connections.lists).toMatchObject({ hits: 2, misses: 1, kept: 1, most: 1_000, enabled: true })
  })

  test('is read once where its server tells of changes: when that is heard', async () => {
    await using server = await new WilfulServer().start()
    await connected(server)
    expect(server.listeners).toBe(1)
    await pass(40_000)
    expect(server.count('tools/list')).toBe(1)
  })

  test.each([
    ['for less time than the setting', 10_000],
    ['for more', 900_000],
  ])('stays fresh %s where its server says so', async (_, ttlMs) => {
    await using server = await new WilfulServer().start()
    server.streams = false
    server.answers['tools/list'] = () => ({ tools: [toolNamed('echo')], ttlMs })
    const id = await connected(server)
    await clock.advance(ttlMs - 1)
    await use(id)
    expect(server.count('tools/list')).toBe(1)
    await clock.advance(1)
    await use(id)
    expect(server.count('tools/list')).toBe(2)
  })

  test('is read by one request for all who use it at the same time', async () => {
    await using server = await new WilfulServer().start()
    server.streams = false
    const id = await connected(server)
    await clock.advance(300_000)
    await Promise.all(Array.from({ length: 20 }, () => use(id)))
    expect(server.count('tools/list')).toBe(2)
  })

  test('is read at each use where lists are not to be kept', async () => {
    await using server = await new WilfulServer().start()
    server.streams = false
    const id = await connected(server)
    room.preferences.set({ toolCacheEnabled: false })
    await use(id)
    await use(id)
    expect(server.count('tools/list')).toBe(3)
    expect(room.connections.lists).toMatchObject({ enabled: false, hits: 0, misses: 2 })
  })

  test('that is too much is let go, one not used for longest, and read again on use; its outline stays', async () => {
    await using server = await new WilfulServer().start()
    server.streams = false
    const ids = [await connected(server), await connected(server, { name: 'two' })] as const
    room.preferences.set({ toolCacheMaxItems: 1 })
    expect(room.connections.tools(ids[0])).toEqual([])
    expect(room.connections.outline(ids[0]).tools).toEqual(['echo'])
    expect(room.connections.tools(ids[1])).toHaveLength(1)
    expect(await room.connections.callTool(ids[0], 'echo', {})).toMatchObject({ isError: false })
    expect((await use(ids[0])).tools).toHaveLength(1)
    expect(room.connections.tools(ids[1])).toEqual([])
    expect(room.connections.lists).toMatchObject({ kept: 1, most: 1 })
  })

  test('that says what it said before changes nothing; read again by hand it is young', async () => {
    await using server = await new WilfulServer().start()
    server.streams = false
    const id = await connected(server)
    const changed = vi.fn()
    room.connections.on('changed', changed)
    await clock.advance(1_000)
    const kept = await room.connections.readLists(id)
    expect(server.count('tools/list')).toBe(2)
    expect(kept.lists).toContainEqual(
      expect.objectContaining({ kind: 'tools', readAt: new Date(clock.now()).toISOString() }),
    )
    expect(changed).not.toHaveBeenCalled()
    server.answers['tools/list'] = () => ({ tools: [toolNamed('echo'), toolNamed('other')] })
    await room.connections.readLists(id)
    expect(changed).toHaveBeenCalledWith(id)
  })
})

describe('T32, L10: a server that keeps saying that its list has changed', () => {
  test('is asked twice for a thousand notices, and the last change is seen', async () => {
    await using server = await new WilfulServer().start()
    const id = await connected(server)
    await vi.waitFor(() => expect(server.listeners).toBe(1), within)
    await pass(40_000)
    const before = server.count('tools/list')
    for (let n = 0; n < 500; n++) server.say('notifications/tools/list_changed')
    await pass(300, 50)
    server.answers['tools/list'] = () => ({ tools: [toolNamed('last')] })
    for (let n = 0; n < 500; n++) server.say('notifications/tools/list_changed')
    await vi.waitFor(async () => {
      await pass(1_000)
      expect(room.connections.outline(id).tools).toEqual(['last'])
    }, within)
    await pass(40_000)
    expect(server.count('tools/list') - before).toBeLessThanOrEqual(2)
  })

  test('after each reading is asked ten times within five minutes, and not more by those who use it', async () => {
    await using server = await new WilfulServer().start()
    const id = await connected(server)
    await vi.waitFor(() => expect(server.listeners).toBe(1), within)
    await pass(40_000)
    server.answers['tools/list'] = () => {
      server.say('notifications/tools/list_changed')
      return { tools: [toolNamed('echo')] }
    }
    const before = server.count('tools/list')
    server.say('notifications/tools/list_changed')
    for (let n = 0; n < 60; n++) {
      await pass(5_000)
      await use(id)
    }
    const asked = server.count('tools/list') - before
    expect(asked).toBeGreaterThan(5)
    expect(asked).toBeLessThanOrEqual(10)
    expect(stateOf(id)?.isFresh).toBe(false)
  })
})

describe('F43: pages', () => {
  const page = (n: number) => Array.from({ length: 3 }, (_, k) => toolNamed(`tool ${n}.${k}`))

  test.each([
    ['the same cursor for ever', () => ({ tools: page(0), nextCursor: 'x' }), 2, 3, 'cycle'],
    [
      'two cursors in turn',
      (cursor: unknown) => ({ tools: page(cursor === 'a' ? 1 : 0), nextCursor: cursor === 'a' ? 'b' : 'a' }),
      3,
      6,
      'cycle',
    ],
    [
      'a new cursor for ever',
      (cursor: unknown) => ({
        tools: page(Number(cursor ?? 0)),
        nextCursor: String(Number(cursor ?? 0) + 1),
      }),
      64,
      192,
      'pages',
    ],
    ['a cursor that is null', () => ({ tools: page(0), nextCursor: null }), 1, 3, null],
    ['an empty cursor with the same page again', () => ({ tools: page(0), nextCursor: '' }), 2, 3, null],
    [
      'an empty cursor that leads on',
      (cursor: unknown) => (cursor === '' ? { tools: page(1) } : { tools: page(0), nextCursor: '' }),
      2,
      6,
      null,
    ],
    [
      'more entries than anybody wants',
      () => ({ tools: Array.from({ length: 20_000 }, (_, n) => toolNamed(`t${n}`)) }),
      1,
      10_000,
      'items',
    ],
    ['entries that are none', () => ({ tools: [null, 5, { name: 7 }, ...page(0)] }), 1, 3, null],
  ] as const)('with %s', async (_, answer, requests, items, partial) => {
    await using server = await new WilfulServer().start()
    server.streams = false
    server.answers['tools/list'] = ({ cursor }) => answer(cursor)
    const id = await connected(server)
    await vi.waitFor(() => expect(stateOf(id)).toMatchObject({ items, partial, failure: null }), within)
    expect(server.count('tools/list')).toBe(requests)
  })
})

describe('F44: a list that cannot be read', () => {
  test('makes a server that answers its checks one that works in part, until it can', async () => {
    await using server = await new WilfulServer().start()
    server.streams = false
    const list = server.answers['tools/list'] ?? (() => ({}))
    server.answers['tools/list'] = () => {
      throw new RpcError(-32_603, 'The index is broken')
    }
    const id = await connected(server)
    expect(await room.health.check(id)).toMatchObject({ ok: true })
    await room.health.check(id)
    expect(room.health.of(id)).toMatchObject({ verdict: 'slow', reason: 'lists-failing' })
    expect(stateOf(id)?.failure).toMatchObject({ code: 'protocol' })
    server.answers['tools/list'] = list
    await vi.waitFor(async () => {
      await pass(5_000)
      expect(room.health.of(id)).toMatchObject({ verdict: 'up', reason: 'answering' })
    }, within)
    expect(room.connections.outline(id).tools).toEqual(['echo'])
  })

  test('because there is none after all is an empty one', async () => {
    await using server = await new WilfulServer().start()
    server.streams = false
    server.capabilities = { tools: {}, prompts: {} }
    const id = await connected(server)
    await room.health.check(id)
    expect(room.health.of(id)).toMatchObject({ verdict: 'up', reason: 'answering' })
    expect(room.connections.prompts(id)).toEqual([])
  })
})
