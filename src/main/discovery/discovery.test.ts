import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { resourcesDir, testHost } from '../../../tests/host'
import { codesOf, openDiscovery, server } from './discovery.fixture'
import { fileTimes } from './kinds/file/file-watch'

describe('a file source', () => {
  it('registers what the file names, follows its changes, and tells new names once', async () => {
    await using rooms = await openDiscovery()
    const told: string[] = []
    rooms.discovery.on('discovered', ({ name }) => told.push(name))
    const path = rooms.write('team.json', { servers: [server('a'), server('b')] })
    const source = await rooms.discovery.add({ path })
    expect(source).toMatchObject({ type: 'file_watch', name: 'team', address: path, state: 'ok', servers: 2 })
    expect(source.lastSeenAt).not.toBeNull()
    const before = rooms.registry.byName('b')
    rooms.write('team.json', { servers: [server('b', { priority: 5 }), server('c')] })
    await rooms.until(() => expect(rooms.names()).toEqual(['b', 'c']))
    expect(rooms.registry.byName('b')).toMatchObject({ id: before.id, registration: { priority: 5 } })
    expect(told).toEqual(['a', 'b', 'c'])
  })

  it('T22: does not let a bad entry block its neighbours, and keeps what the bad one last was', async () => {
    await using rooms = await openDiscovery()
    const path = rooms.write('x.json', { servers: [server('a'), server('b'), server('c')] })
    const { id } = await rooms.discovery.add({ path })
    const good = rooms.registry.byName('b').document
    rooms.write('x.json', { servers: [server('a'), { ...server('b'), url: 'nonsense' }, server('d')] })
    const source = await rooms.discovery.scan(id)
    expect(source).toMatchObject({ state: 'ok', servers: 3 })
    expect(source.issues).toMatchObject([
      { code: 'invalid-entry', server: 'b', field: 'servers[1].url', line: 9 },
    ])
    expect(rooms.names()).toEqual(['a', 'b', 'd'])
    expect(rooms.registry.byName('b').document).toEqual(good)
  })

  it('removes nothing while an entry cannot be told by its name', async () => {
    await using rooms = await openDiscovery()
    const path = rooms.write('x.json', { servers: [server('a'), server('b')] })
    const { id } = await rooms.discovery.add({ path })
    rooms.write('x.json', { servers: [server('a'), { ...server('b'), name: 5 }] })
    await rooms.discovery.scan(id)
    expect(rooms.names()).toEqual(['a', 'b'])
  })

  it('keeps its servers while the content is broken, and says where', async () => {
    await using rooms = await openDiscovery()
    const path = rooms.write('x.json', { servers: [server('a')] })
    const { id, lastSeenAt } = await rooms.discovery.add({ path })
    rooms.write('x.json', '{"servers": [')
    await rooms.until(() => expect(rooms.source(id).state).toBe('error'))
    expect(rooms.source(id)).toMatchObject({ servers: 1, lastSeenAt, issues: [{ code: 'syntax', line: 1 }] })
    rooms.write('x.json', { servers: [server('a'), server('b')] })
    await rooms.until(() => expect(rooms.source(id)).toMatchObject({ state: 'ok', servers: 2, issues: [] }))
  })

  it('keeps its servers while the file is missing', async () => {
    await using rooms = await openDiscovery()
    const path = rooms.write('x.json', { servers: [server('a')] })
    const { id } = await rooms.discovery.add({ path })
    rmSync(path)
    await rooms.until(() => expect(rooms.source(id).state).toBe('missing'))
    expect(rooms.names()).toEqual(['a'])
    expect(codesOf(rooms.source(id))).toEqual(['missing'])
  })

  it('T27: asks before much of it goes at once, and says so', async () => {
    await using rooms = await openDiscovery()
    const servers = ['a', 'b', 'c'].map((name) => server(name))
    const { id } = await rooms.discovery.add({ path: rooms.write('x.json', { servers }) })
    rooms.write('x.json', { servers: [] })
    const source = await rooms.discovery.scan(id)
    expect(source).toMatchObject({ state: 'held', held: ['a', 'b', 'c'], lastChange: { removed: 0 } })
    expect(source.issues).toMatchObject([{ severity: 'warning', code: 'held', detail: { missing: 3 } }])
    rooms.registry.release(id, true)
    expect(rooms.source(id)).toMatchObject({ state: 'ok', held: [], issues: [], counts: { missing: 3 } })
    expect(await rooms.discovery.scan(id)).toMatchObject({ servers: 0, issues: [] })
    expect(rooms.registry.all()).toHaveLength(3)
    expect(rooms.names()).toEqual([])
  })

  it('may be added before its file exists', async () => {
    await using rooms = await openDiscovery()
    const { id, state } = await rooms.discovery.add({ file_path: join(rooms.folder, 'later', 'x.json') })
    expect(state).toBe('missing')
    mkdirSync(join(rooms.folder, 'later'))
    rooms.write('later/x.json', { servers: [server('a')] })
    await rooms.until(() => expect(rooms.source(id)).toMatchObject({ state: 'ok', servers: 1 }))
  })

  it('is refused when the same file is watched already, whatever the path', async () => {
    await using rooms = await openDiscovery()
    const path = rooms.write('x.json', { servers: [] })
    const { id } = await rooms.discovery.add({ path })
    symlinkSync(rooms.folder, join(rooms.folder, 'link'))
    const again = rooms.discovery.add({ path: join(rooms.folder, 'link', 'x.json') })
    await expect(again).rejects.toMatchObject({ code: 'source-exists', detail: { source: id } })
    expect((await rooms.discovery.ensure({ path })).id).toBe(id)
    expect(rooms.discovery.sources()).toHaveLength(2)
  })

  it('leaves a name to the one who had it; what is elsewhere is its twin, until the name is free', async () => {
    await using rooms = await openDiscovery()
    const one = await rooms.discovery.add({ path: rooms.write('one.json', { servers: [server('a')] }) })
    const rival = { servers: [server('b'), { ...server('a'), url: 'http://elsewhere.test/' }] }
    const two = await rooms.discovery.add({ path: rooms.write('two.json', rival) })
    expect(two.issues).toMatchObject([
      {
        severity: 'warning',
        code: 'twin',
        server: 'a',
        field: 'servers[1]',
        line: 7,
        detail: { owner: 'one', as: 'a (2)' },
      },
    ])
    expect(rooms.registry.byName('a').source.id).toBe(one.id)
    expect(rooms.registry.byName('a (2)')).toMatchObject({ source: { id: two.id }, intent: 'off' })
    await rooms.discovery.remove(one.id)
    expect(rooms.registry.byName('a')).toMatchObject({ source: { id: two.id }, intent: 'on' })
    await rooms.until(() => expect(rooms.source(two.id).issues).toEqual([]))
  })

  it('unregisters what it named when it is removed', async () => {
    await using rooms = await openDiscovery()
    await rooms.registry.register(server('mine'))
    const { id } = await rooms.discovery.add({ path: rooms.write('x.json', { servers: [server('a')] }) })
    expect((await rooms.discovery.remove(id)).removed).toEqual(['a'])
    expect(rooms.names()).toEqual(['mine'])
    expect(rooms.discovery.sources()).toMatchObject([{ id: 'manual', type: 'manual', servers: 1 }])
    await expect(rooms.discovery.remove(id)).rejects.toMatchObject({
      code: 'not-found',
      detail: { kind: 'source' },
    })
    await expect(rooms.discovery.remove('manual')).rejects.toMatchObject({ code: 'invalid' })
  })

  it('does not bring back a server a person removed', async () => {
    await using rooms = await openDiscovery()
    const { id } = await rooms.discovery.add({
      path: rooms.write('x.json', { servers: [server('a'), server('b')] }),
    })
    rooms.registry.unregister('a')
    await rooms.discovery.scan(id)
    expect(rooms.names()).toEqual(['b'])
  })

  it('is watched again after a restart, and reads what changed meanwhile', async () => {
    await using host = testHost()
    const first = await openDiscovery({ dataDir: host.dataDir })
    const path = first.write('x.json', { a: 1, servers: [server('a')] })
    const { id } = await first.discovery.add({ path, name: 'ours' })
    await first[Symbol.asyncDispose]()
    await using rooms = await openDiscovery({ dataDir: host.dataDir })
    expect(rooms.source(id)).toMatchObject({ name: 'ours', address: path, state: 'missing', servers: 1 })
    expect(rooms.discovery.export(id)).toEqual({ a: 1, servers: [server('a')] })
  })

  it('names 200 servers, and one more line adds one more', async () => {
    await using rooms = await openDiscovery({ watching: { times: fileTimes } })
    const servers = Array.from({ length: 200 }, (_, at) => server(`server-${String(at).padStart(3, '0')}`))
    const { id } = await rooms.discovery.add({ path: rooms.write('x.json', { servers }) })
    expect(rooms.source(id)).toMatchObject({ state: 'ok', servers: 200, issues: [] })
    rooms.write('x.json', { servers: [...servers, server('one more')] })
    await rooms.until(() => expect(rooms.names()).toContain('one more'))
  })
})

describe('an export', () => {
  it.each(['discovered_servers.json', 'servers_config.json'])(
    'gives %s back with unknown fields intact',
    async (name) => {
      await using rooms = await openDiscovery()
      const file = JSON.parse(readFileSync(join(resourcesDir, 'examples', name), 'utf8'))
      file.servers.reverse()
      const given = {
        $schema: 'https://example.com/schema.json',
        ...file,
        x_team: { owners: ['ann', '王'], nested: [{ deep: null }] },
      }
      given.servers[1] = { ...given.servers[1], x_note: 'kept', x_list: [1, { a: true }] }
      const source = await rooms.discovery.add({ path: rooms.write(name, given) })
      expect(source.issues).toEqual([])
      const exported = rooms.discovery.export(source.id)
      expect(exported).toEqual(given)
      expect(Object.keys(exported)).toEqual(Object.keys(given))
    },
  )

  it('is whole without a source, and holds no secret', async () => {
    await using rooms = await openDiscovery()
    await rooms.registry.register(server('mine', { headers: { Authorization: 'Bearer s3cret' } }))
    await rooms.discovery.add({ path: rooms.write('x.json', { x: 1, servers: [server('a')] }) })
    const exported = rooms.discovery.export()
    expect(exported.servers.map(({ name }) => name)).toEqual(['a', 'mine'])
    expect(JSON.stringify(exported)).not.toContain('s3cret')
    expect(rooms.discovery.export('manual').servers).toHaveLength(1)
    expect(() => rooms.discovery.export('nowhere')).toThrow('no source')
  })
})
