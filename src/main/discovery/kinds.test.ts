import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { testHost } from '../../../tests/host'
import { mask } from '../registry/secrets'
import { openDiscovery, server } from './discovery.fixture'
import { fileIssue } from './issue'
import type { Accepted, NamedEntry, Reader, ReaderParts, Reading, SourceKind } from './kind'
import { ownKinds, SourceKinds } from './kinds'

const Options = z.object({ token: z.string() })
type Options = z.infer<typeof Options>

const reference = `\${secret:${'t'.repeat(22)}}`

/** A kind as a plug-in would bring it: boards, by name, on which the test writes. */
class BoardKind implements SourceKind<Options> {
  readonly type = 'board'
  readonly options = Options
  readonly opened: ReaderParts<Options>[] = []
  readonly boards = new Map<string, Reading>()

  accept({ board, token }: Readonly<Record<string, unknown>>): Accepted<Options> {
    return {
      address: String(board),
      name: `board ${board}`,
      options: { token: reference },
      secrets: { [reference]: String(token) },
    }
  }

  async placeOf(address: string) {
    return address.toLowerCase()
  }

  open(parts: ReaderParts<Options>): Reader {
    this.opened.push(parts)
    const read = async () => parts.onReading(this.boards.get(parts.address) ?? named())
    return {
      start: read,
      read,
      end: async () => {},
      forget: () => {},
      lookEvery: () => {},
      intervalMs: parts.intervalMs ?? 7_000,
      nextLookAt: null,
      remarks: [],
    }
  }

  async test({ options, secret }: Parameters<SourceKind<Options>['test']>[0]) {
    const passed = (await secret(options.token)) === 'right'
    const outcome = passed ? ('passed' as const) : ('failed' as const)
    return {
      steps: [{ code: 'answers' as const, outcome, tookMs: 0, detail: {} }],
      servers: { count: 0, names: [] },
      issues: [],
    }
  }
}

function named(...entries: Partial<NamedEntry>[]): Reading {
  return {
    outcome: 'named',
    entries: entries.map((entry) => ({
      name: null,
      field: '',
      line: null,
      document: null,
      issues: [],
      ...entry,
    })),
    frame: { keys: ['servers'], rest: {} },
    issues: [],
  }
}

const entry = (name: string, fields: object = {}) => ({ name, document: server(name, { ...fields }) })

async function openBoards(dataDir?: string) {
  const kind = new BoardKind()
  const rooms = await openDiscovery({ kinds: [kind], ...(dataDir !== undefined && { dataDir }) })
  return { ...rooms, kind }
}

describe('a kind of source that was registered', () => {
  it('is read like a file: what it names, refuses, and that it cannot be read', async () => {
    await using rooms = await openBoards()
    const { kind, discovery } = rooms
    kind.boards.set('b', named(entry('a'), { name: 'bad', issues: [fileIssue('invalid-entry', 'No.')] }))
    const source = await discovery.add({ type: 'board', board: 'b', token: 'x', trusted: true })
    expect(source).toMatchObject({
      type: 'board',
      name: 'board b',
      address: 'b',
      state: 'ok',
      intervalMs: 7_000,
      counts: { servers: 1, added: 1, changed: 0, missing: 0, refused: 1 },
    })
    expect(discovery.sightings('a')).toMatchObject([{ line: null, keeps: true }])
    kind.boards.set('b', { outcome: 'failed', issue: fileIssue('unreadable', 'No.') })
    expect(await discovery.scan(source.id)).toMatchObject({ state: 'error', servers: 1 })
    kind.boards.set('b', { outcome: 'missing', issue: fileIssue('missing', 'No.') })
    expect(await discovery.scan(source.id)).toMatchObject({ state: 'missing', servers: 1 })
    expect(rooms.names()).toEqual(['a'])
    const again = discovery.add({ type: 'board', board: 'B' })
    await expect(again).rejects.toMatchObject({ code: 'source-exists' })
  })

  it('marks a name that imitates one of another source, though its reader knows no other', async () => {
    await using rooms = await openBoards()
    await rooms.registry.register(server('github'))
    rooms.kind.boards.set('b', named(entry('gіthub')))
    const { issues } = await rooms.discovery.add({ type: 'board', board: 'b' })
    expect(issues).toMatchObject([{ code: 'confusable', server: 'gіthub', detail: { other: 'github' } }])
  })

  it('has its secrets in the vault alone, over restarts, and until its removal cannot be undone', async () => {
    await using host = testHost()
    const first = await openBoards(host.dataDir)
    const { id, options } = await first.discovery.add({ type: 'board', board: 'b', token: 's3cret' })
    expect(options).toEqual({ token: mask })
    const opened = first.kind.opened[0]
    expect(await opened?.secret(opened.options.token)).toBe('s3cret')
    await first[Symbol.asyncDispose]()
    expect(readFileSync(join(host.dataDir, 'rollcall.db')).includes('s3cret')).toBe(false)

    const second = await openBoards(host.dataDir)
    expect(await second.kind.opened[0]?.secret(reference)).toBe('s3cret')
    await expect(second.kind.opened[0]?.secret('another')).rejects.toMatchObject({ code: 'not-found' })
    await second.discovery.remove(id)
    await second[Symbol.asyncDispose]()

    await using third = await openBoards(host.dataDir)
    expect(third.vault.heldNames()).toEqual([`source:${id}`])
  })

  it('can be tried before it is added, and once it is kept', async () => {
    await using rooms = await openBoards()
    const { discovery } = rooms
    const input = { type: 'board', board: 'b', token: 'right' }
    expect((await discovery.test(input)).steps).toMatchObject([{ outcome: 'passed' }])
    expect((await discovery.test({ ...input, token: 'wrong' })).steps).toMatchObject([{ outcome: 'failed' }])
    expect(discovery.sources()).toHaveLength(1)
    const { id } = await discovery.add(input)
    expect((await discovery.test({ id })).steps).toMatchObject([{ outcome: 'passed' }])
    await expect(async () => discovery.test({ id: 'none' })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('that is gone leaves its source and servers as they are, and is said to be missing', async () => {
    await using host = testHost()
    const first = await openBoards(host.dataDir)
    first.kind.boards.set('b', named(entry('a')))
    const { id } = await first.discovery.add({ type: 'board', board: 'b' })
    await first[Symbol.asyncDispose]()
    await using rooms = await openDiscovery({ dataDir: host.dataDir })
    expect(rooms.source(id)).toMatchObject({
      type: 'board',
      state: 'error',
      servers: 1,
      issues: [{ code: 'no-kind', detail: { type: 'board' } }],
    })
  })

  it('has a name of its own, and one that nobody registered is refused', async () => {
    const kinds = new SourceKinds([new BoardKind()])
    expect(() => kinds.register(new BoardKind())).toThrow('already')
    expect(ownKinds().named('file').type).toBe('file_watch')
    await using rooms = await openDiscovery()
    await expect(rooms.discovery.add({ type: 'board' })).rejects.toMatchObject({
      code: 'invalid',
      detail: { issues: [{ path: 'type' }] },
    })
  })
})

describe('the policy of a source', () => {
  it('is to connect for files and addresses on this computer, and to ask for all else', async () => {
    await using rooms = await openBoards()
    const termsOf = async (given: Parameters<typeof rooms.discovery.add>[0]) => {
      const { policy, trusted } = await rooms.discovery.add(given)
      return { policy, trusted }
    }
    const board = (name: string, rest: object = {}) => ({ type: 'board', board: name, ...rest })
    const open = { policy: 'connect', trusted: true }
    const asks = { policy: 'ask', trusted: false }
    expect(await termsOf({ path: rooms.write('x.json', { servers: [] }) })).toEqual(open)
    for (const address of ['http://localhost:1/', 'http://127.8.9.1/', 'http://[::1]:80/x', 'http://0x7f.1/'])
      expect(await termsOf(board(address)), address).toEqual(open)
    for (const address of [
      'http://example.test/',
      'http://127.0.0.1.nip.io/',
      'http://localhost@evil.test/',
      'b',
    ])
      expect(await termsOf(board(address)), address).toEqual(asks)
    expect(await termsOf(board('c', { trusted: true }))).toEqual(open)
    expect(await termsOf(board('d', { policy: 'list' }))).toEqual({ policy: 'list', trusted: false })
  })

  it('lists servers that are off, until it is another one; a person’s switch stands above it', async () => {
    await using rooms = await openDiscovery()
    const path = rooms.write('x.json', { servers: [server('a'), server('b')] })
    const { id } = await rooms.discovery.add({ path, policy: 'list' })
    const intents = () => rooms.registry.all().map(({ intent }) => intent)
    expect(intents()).toEqual(['off', 'off'])
    rooms.registry.setIntent(rooms.registry.byName('b').id, 'on')
    expect(intents()).toEqual(['off', 'on'])
    expect(await rooms.discovery.change(id, { policy: 'connect' })).toMatchObject({ policy: 'connect' })
    expect(intents()).toEqual(['on', 'on'])
  })

  it('counts at once, be the source paused or its file away', async () => {
    await using rooms = await openDiscovery()
    const path = rooms.write('x.json', { servers: [server('a')] })
    const { id } = await rooms.discovery.add({ path })
    await rooms.discovery.change(id, { paused: true })
    const standing = () => {
      const record = rooms.registry.byName('a')
      return [record.intent, rooms.approvals.approved(record)]
    }
    expect(standing()).toEqual(['on', true])
    await rooms.discovery.change(id, { policy: 'ask' })
    expect(standing()).toEqual(['on', false])
    await rooms.discovery.change(id, { policy: 'list' })
    expect(standing()).toEqual(['off', true])
    await rooms.discovery.change(id, { policy: 'connect', trusted: false })
    expect(standing()).toEqual(['on', false])
    rmSync(path)
    await rooms.discovery.change(id, { paused: false })
    await rooms.discovery.change(id, { trusted: true })
    expect(standing()).toEqual(['on', true])
  })

  it('is kept over restarts, as are trust and order', async () => {
    await using host = testHost()
    const first = await openDiscovery({ dataDir: host.dataDir })
    const add = (name: string) => first.discovery.add({ path: first.write(`${name}.json`, { servers: [] }) })
    const [one, two] = [await add('one'), await add('two')]
    await add('three')
    await first.discovery.change(one.id, { policy: 'ask', trusted: false, order: 99 })
    await first.discovery.change(two.id, { order: 1 })
    await first[Symbol.asyncDispose]()
    await using rooms = await openDiscovery({ dataDir: host.dataDir })
    const sources = rooms.discovery.sources()
    expect(sources.map(({ name }) => name)).toEqual(['by hand', 'three', 'two', 'one'])
    expect(sources.at(-1)).toMatchObject({ policy: 'ask', trusted: false })
  })
})

describe('of two sources that name one server', () => {
  const counting = (rooms: Awaited<ReturnType<typeof openDiscovery>>) =>
    rooms.registry.byName('shared').document.priority

  it('the one that was added first counts, though the other was read first; a person moves it', async () => {
    await using host = testHost()
    const first = await openDiscovery({ dataDir: host.dataDir })
    const early = await first.discovery.add({ path: join(first.folder, 'early.json') })
    await first.discovery.add({
      path: first.write('late.json', { servers: [server('shared', { priority: 2 })] }),
    })
    first.write('early.json', { servers: [server('shared', { priority: 1 })] })
    await first.discovery.scan(early.id)
    expect(counting(first)).toBe(1)
    await first.discovery.change(early.id, { order: 1 })
    expect(counting(first)).toBe(2)
    await first[Symbol.asyncDispose]()
    await using rooms = await openDiscovery({ dataDir: host.dataDir })
    expect(counting(rooms)).toBe(2)
    expect(rooms.registry.byName('shared').sources[1]).toBe(early.id)
  })

  it('one whose removal is undone has its old place again', async () => {
    await using rooms = await openDiscovery()
    const ids: string[] = []
    for (const priority of [1, 2]) {
      const path = rooms.write(`${priority}.json`, { servers: [server('shared', { priority })] })
      ids.push((await rooms.discovery.add({ path })).id)
    }
    const { undo } = await rooms.discovery.remove(ids[0] ?? '')
    expect(counting(rooms)).toBe(2)
    await rooms.discovery.restore(undo)
    expect(counting(rooms)).toBe(1)
    expect(rooms.registry.byName('shared').sources).toEqual(ids)
  })
})

describe('trying a file', () => {
  it('shows each step, and ends after the first that fails', async () => {
    await using rooms = await openDiscovery()
    const steps = async (path: string) => {
      const { steps: taken, servers, issues } = await rooms.discovery.test({ path })
      const told = taken.map(({ code, outcome }) => `${code} ${outcome}`)
      return { told, names: servers.names, issues: issues.map(({ code }) => code) }
    }
    const passed = ['file-exists passed', 'readable passed', 'parses passed']
    expect(await steps(rooms.write('x.json', { servers: [server('a'), { name: 'b' }] }))).toEqual({
      told: [...passed, 'names-servers passed'],
      names: ['a'],
      issues: ['invalid-entry'],
    })
    expect((await steps(join(rooms.folder, 'none.json'))).told).toEqual(['file-exists failed'])
    expect((await steps(rooms.write('y.json', '{"servers":'))).told).toEqual([
      ...passed.slice(0, 2),
      'parses failed',
    ])
    const latin = await steps(rooms.write('z.json', Buffer.from([0xff, 0xfe, 0x41])))
    expect(latin).toMatchObject({ told: ['file-exists passed', 'readable failed'], issues: ['not-utf8'] })
    expect((await steps(rooms.folder)).names).toEqual(['a'])
    expect(rooms.discovery.sources()).toHaveLength(1)
  })
})
