import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { codesOf, openDiscovery, server } from '../../discovery.fixture'
import { membersOf } from './members'
import { isRemote } from './observe'
import { checkedPath } from './place'

type Rooms = Awaited<ReturnType<typeof openDiscovery>>

/** A folder with two files in it, each with one server. */
async function openFolder(parts: Parameters<typeof openDiscovery>[0] = {}) {
  const rooms = await openDiscovery(parts)
  mkdirSync(join(rooms.folder, 'conf'))
  rooms.write('conf/one.json', { servers: [server('a')] })
  rooms.write('conf/two.json', { mcpServers: { b: { url: 'http://127.0.0.1:9000/b' } } })
  return rooms
}

const list = (...names: string[]) => ({ servers: names.map((name) => server(name)) })

describe('a folder as a source', () => {
  it('names what all its JSON files name, and follows files that come, change and go', async () => {
    await using rooms = await openFolder()
    rooms.write('conf/notes.txt', 'no JSON')
    rooms.write('conf/.hidden.json', list('hidden'))
    const source = await rooms.discovery.add({ path: join(rooms.folder, 'conf') })
    expect(source).toMatchObject({ type: 'file_watch', name: 'conf', state: 'ok', servers: 2, issues: [] })
    rooms.write('conf/three.json', list('c'))
    await rooms.until(() => expect(rooms.names()).toEqual(['a', 'b', 'c']))
    rooms.write('conf/one.json', list('a', 'd'))
    await rooms.until(() => expect(rooms.names()).toEqual(['a', 'b', 'c', 'd']))
    rmSync(join(rooms.folder, 'conf', 'two.json'))
    await rooms.until(() => expect(rooms.names()).toEqual(['a', 'c', 'd']))
  })

  it('says which file and line an issue and a server stand in', async () => {
    await using rooms = await openFolder()
    rooms.write('conf/two.json', { servers: [server('b'), { ...server('x'), url: 'nonsense' }, server('a')] })
    const { issues } = await rooms.discovery.add({ path: join(rooms.folder, 'conf') })
    expect(issues).toMatchObject([
      { code: 'invalid-entry', file: 'two.json', line: 9, field: 'servers[1].url' },
      { code: 'duplicate-name', file: 'two.json', line: 11, server: 'a' },
    ])
    expect(rooms.discovery.sightings('b')).toMatchObject([{ file: 'two.json', line: 3 }])
  })

  it('loses nothing of a file that is broken, and follows the others meanwhile', async () => {
    await using rooms = await openFolder()
    const { id } = await rooms.discovery.add({ path: join(rooms.folder, 'conf') })
    rooms.write('conf/two.json', '{"mcpServers": {')
    rooms.write('conf/one.json', list('c'))
    await rooms.until(() => expect(rooms.names()).toEqual(['b', 'c']))
    expect(rooms.source(id)).toMatchObject({ state: 'ok', issues: [{ code: 'syntax', file: 'two.json' }] })
  })

  it('takes nothing away while a file is broken of which nothing was known', async () => {
    await using rooms = await openFolder()
    const path = join(rooms.folder, 'conf')
    const { id } = await rooms.discovery.add({ path })
    await rooms.discovery.change(id, { paused: true })
    rooms.write('conf/two.json', '{')
    rooms.write('conf/one.json', list())
    await rooms.discovery.change(id, { paused: false })
    expect(rooms.names()).toEqual(['a', 'b'])
    expect(codesOf(rooms.source(id))).toEqual(['syntax'])
  })

  it('keeps its servers while the folder is missing, and reads it when it is back', async () => {
    await using rooms = await openFolder()
    const conf = join(rooms.folder, 'conf')
    const { id } = await rooms.discovery.add({ path: conf })
    renameSync(conf, `${conf}-away`)
    await rooms.until(() => expect(rooms.source(id).state).toBe('missing'))
    expect(rooms.names()).toEqual(['a', 'b'])
    rooms.write('conf-away/one.json', list('a', 'e'))
    renameSync(`${conf}-away`, conf)
    await rooms.until(() => expect(rooms.names()).toEqual(['a', 'b', 'e']))
  })

  it('is told as one change when a file in it is replaced as editors do', async () => {
    await using rooms = await openFolder()
    const { id } = await rooms.discovery.add({ path: join(rooms.folder, 'conf') })
    const seen: number[] = []
    rooms.discovery.on('changed', () => seen.push(rooms.source(id).servers))
    rooms.write('conf/one.json.tmp', list('a', 'z'))
    renameSync(join(rooms.folder, 'conf/one.json'), join(rooms.folder, 'conf/one.json~'))
    renameSync(join(rooms.folder, 'conf/one.json.tmp'), join(rooms.folder, 'conf/one.json'))
    await rooms.until(() => expect(rooms.names()).toEqual(['a', 'b', 'z']))
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(2)
  })

  it('may be empty, and says so', async () => {
    await using rooms = await openDiscovery()
    mkdirSync(join(rooms.folder, 'conf'))
    const source = await rooms.discovery.add({ path: join(rooms.folder, 'conf') })
    expect(source).toMatchObject({ state: 'ok', servers: 0 })
    expect(source.issues).toMatchObject([{ code: 'no-files', detail: { pattern: '*.json' } }])
  })
})

describe('a pattern as a source', () => {
  it('names what the files it matches name, in every language, through the folders between', async () => {
    await using rooms = await openDiscovery()
    for (const project of ['p1', 'p2']) mkdirSync(join(rooms.folder, project))
    rooms.write('p1/.mcp.json', { mcpServers: { one: { command: 'npx' } } })
    const path = join(rooms.folder, '*', '.mcp.{json,yaml}')
    const source = await rooms.discovery.add({ path, interval: 60 })
    expect(source).toMatchObject({ address: path, state: 'ok', servers: 1, intervalMs: 60_000 })
    rooms.write('p2/.mcp.yaml', 'servers:\n  - { name: two, url: "http://127.0.0.1:1/" }\n')
    await rooms.until(() => expect(rooms.names()).toEqual(['one', 'two']))
    expect(rooms.discovery.sightings('two')).toMatchObject([{ file: join('p2', '.mcp.yaml'), line: 2 }])
  })

  it('means one place however it is written, and not any depth', async () => {
    await using rooms = await openDiscovery()
    const { id } = await rooms.discovery.add({ path: join(rooms.folder, '*.json') })
    const again = rooms.discovery.add({ path: `${rooms.folder}/x/../*.json` })
    await expect(again).rejects.toMatchObject({ code: 'source-exists', detail: { source: id } })
    await expect(rooms.discovery.add({ path: join(rooms.folder, '**', '*.json') })).rejects.toMatchObject({
      code: 'invalid',
      detail: { issues: [{ path: 'path' }] },
    })
  })

  it('is refused where it means more files than one source may have', async () => {
    await using rooms = await openDiscovery()
    for (let at = 0; at <= 1_000; at += 1) writeFileSync(join(rooms.folder, `${at}.json`), '{}')
    const source = await rooms.discovery.add({ path: join(rooms.folder, '*.json') })
    expect(source.state).toBe('error')
    expect(codesOf(source)).toEqual(['too-many-files'])
  })

  it('is polled where the system tells of no changes, and says so', async () => {
    await using rooms: Rooms = await openFolder({
      watching: {
        times: {
          settleMs: 20,
          swapMs: 20,
          settleMaxMs: 500,
          absenceMs: 100,
          rescanMs: 600_000,
          missingRescanMs: 600_000,
          pollMs: 100,
        },
        observe: (_members, _onEvent, onFailure) => {
          queueMicrotask(onFailure)
          return async () => {}
        },
      },
    })
    const { id } = await rooms.discovery.add({ path: join(rooms.folder, 'conf', '*.json') })
    expect(codesOf(rooms.source(id))).toEqual(['watch-fallback'])
    rooms.write('conf/three.json', list('c'))
    await rooms.until(() => expect(rooms.names()).toEqual(['a', 'b', 'c']))
  })
})

describe('a file in another language', () => {
  it.each([
    ['servers.yaml', 'servers:\n  - name: a\n    url: http://127.0.0.1:1/\n', 2],
    ['config.toml', '# mine\n[mcp_servers.a]\nurl = "http://127.0.0.1:1/"\n', 2],
  ])('%s is read, followed and kept while it is broken', async (name, text, line) => {
    await using rooms = await openDiscovery()
    const { id, issues } = await rooms.discovery.add({ path: rooms.write(name, text) })
    expect(issues).toEqual([])
    expect(rooms.discovery.sightings('a')).toMatchObject([{ line }])
    rooms.write(name, `${text}[[[`)
    await rooms.until(() => expect(rooms.source(id)).toMatchObject({ state: 'error', servers: 1 }))
    expect(codesOf(rooms.source(id))).toEqual(['syntax'])
    rooms.write(name, text.replaceAll('a\n', 'b\n').replaceAll('.a]', '.b]'))
    await rooms.until(() => expect(rooms.names()).toEqual(['b']))
  })
})

describe('the files of a source', () => {
  it('are all that can matter below the folder it begins in', () => {
    const { base, depth, concerns } = membersOf('/a/*/conf/x*.json')
    expect({ base, depth }).toEqual({ base: '/a', depth: 2 })
    expect(concerns('/a/b', true)).toBe(true)
    expect(concerns('/a/b/conf/x1.json', false)).toBe(true)
    for (const path of ['/a/b/src', '/a/b/conf/y.json', '/a/.git', '/a/b/conf/x1.json/deeper'])
      expect(concerns(path, undefined), path).toBe(false)
  })

  it('begin in the person’s own directory where the path says so', () => {
    vi.stubEnv('HOME', '/home/me')
    expect(checkedPath('~/conf/*.json')).toBe('/home/me/conf/*.json')
    vi.unstubAllEnvs()
  })

  it.runIf(process.platform === 'linux')(
    'are polled on a network drive, whose changes are no events here',
    () => {
      expect([0x6969, 0xff534d42, -11317950].map(isRemote)).toEqual([true, true, true])
      expect([0xef53, 0x01021994].map(isRemote)).toEqual([false, false])
    },
  )
})
