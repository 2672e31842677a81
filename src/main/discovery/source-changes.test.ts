import { describe, expect, it } from 'vitest'
import { testHost } from '../../../tests/host'
import { openDiscovery, server } from './discovery.fixture'

const shell = { name: 'shell', command: 'sh', args: ['-c', 'true'] }

describe('a paused source', () => {
  it('keeps its servers and is not read, until it is resumed', async () => {
    await using rooms = await openDiscovery()
    const { id } = await rooms.discovery.add({ path: rooms.write('x.json', { servers: [server('a')] }) })
    expect(await rooms.discovery.change(id, { paused: true })).toMatchObject({
      state: 'paused',
      servers: 1,
      nextLookAt: null,
    })
    const readAt = rooms.source(id).lastReadAt
    rooms.write('x.json', { servers: [server('b')] })
    // A source beside it sees its own change, and by then this one would have seen its own.
    const beside = await rooms.discovery.add({ path: rooms.write('y.json', { servers: [] }) })
    rooms.write('y.json', { servers: [server('c')] })
    await rooms.until(() => expect(rooms.source(beside.id).servers).toBe(1))
    expect(rooms.source(id)).toMatchObject({ state: 'paused', lastReadAt: readAt })
    expect(rooms.names()).toEqual(['a', 'c'])
    expect(await rooms.discovery.change(id, { paused: false })).toMatchObject({ state: 'ok', servers: 1 })
    expect(rooms.names()).toEqual(['b', 'c'])
    rooms.write('x.json', { servers: [server('d')] })
    await rooms.until(() => expect(rooms.names()).toEqual(['c', 'd']))
  })

  it('is read when a person says so, this once', async () => {
    await using rooms = await openDiscovery()
    const { id } = await rooms.discovery.add({ path: rooms.write('x.json', { servers: [server('a')] }) })
    await rooms.discovery.change(id, { paused: true })
    rooms.write('x.json', { servers: [server('b')] })
    const counts = { added: 1, changed: 0, removed: 1 }
    expect(await rooms.discovery.scan(id)).toMatchObject({ state: 'paused', lastChange: counts })
    expect(rooms.names()).toEqual(['b'])
  })

  it('stays paused over a restart', async () => {
    await using host = testHost()
    const first = await openDiscovery({ dataDir: host.dataDir })
    const { id } = await first.discovery.add({ path: first.write('x.json', { servers: [server('a')] }) })
    await first.discovery.change(id, { paused: true, intervalMs: 5_000, name: 'ours' })
    await first[Symbol.asyncDispose]()
    await using rooms = await openDiscovery({ dataDir: host.dataDir })
    // Were it read, its file would be missing: it went with the first room.
    expect(rooms.source(id)).toMatchObject({ state: 'paused', name: 'ours', intervalMs: 5_000, issues: [] })
    expect(rooms.names()).toEqual(['a'])
  })

  it('goes on when it is dropped again to be watched', async () => {
    await using rooms = await openDiscovery()
    const path = rooms.write('x.json', { servers: [server('a')] })
    const { id } = await rooms.discovery.add({ path })
    await rooms.discovery.change(id, { paused: true })
    expect((await rooms.discovery.ensure({ path }, { resume: false })).state).toBe('paused')
    expect((await rooms.discovery.ensure({ path })).state).toBe('ok')
  })
})

describe('what may be changed of a source', () => {
  it('says when it last named other servers, and nothing of reads without news', async () => {
    await using rooms = await openDiscovery()
    const { id, lastChange } = await rooms.discovery.add({
      path: rooms.write('x.json', { servers: [server('a'), server('b')] }),
    })
    expect(lastChange).toMatchObject({ added: 2, changed: 0, removed: 0 })
    expect((await rooms.discovery.scan(id)).lastChange).toEqual(lastChange)
    rooms.write('x.json', { servers: [server('a', { priority: 3 })] })
    expect((await rooms.discovery.scan(id)).lastChange).toMatchObject({ added: 0, changed: 1, removed: 1 })
  })

  it('takes the interval of the original, in seconds, and gives it up again', async () => {
    await using rooms = await openDiscovery()
    const path = rooms.write('x.json', { servers: [] })
    const { id, intervalMs } = await rooms.discovery.add({ file_path: path, interval: 1.5 })
    expect(intervalMs).toBe(1_500)
    expect((await rooms.discovery.change(id, { interval: 30 })).intervalMs).toBe(30_000)
    const usual = await rooms.discovery.change(id, { intervalMs: null })
    expect(usual.intervalMs).toBe(500)
    expect(usual.nextLookAt).not.toBeNull()
  })

  it('tells whoever shows the name that it is another', async () => {
    await using rooms = await openDiscovery()
    const { id } = await rooms.discovery.add({ path: rooms.write('x.json', { servers: [] }) })
    const renamed: string[] = []
    rooms.discovery.on('renamed', (sourceId) => renamed.push(sourceId))
    await rooms.discovery.change(id, { intervalMs: 2_000 })
    expect((await rooms.discovery.change(id, { name: '办公室' })).name).toBe('办公室')
    expect(renamed).toEqual([id])
    const refused = { code: 'invalid', detail: { issues: [{ message: 'cannot be changed' }] } }
    await expect(rooms.discovery.change('manual', { paused: true })).rejects.toMatchObject(refused)
  })
})

describe('undoing the removal of a source', () => {
  it('brings back its servers with their switches, their consent and what it was not heard on', async () => {
    await using rooms = await openDiscovery()
    const path = rooms.write('x.json', { servers: [server('a'), shell, server('unwanted')] })
    const { id } = await rooms.discovery.add({ path, name: 'ours', intervalMs: 9_000 })
    const record = rooms.registry.byName('shell')
    rooms.approvals.approve(record, rooms.approvals.fingerprint(record.registration))
    rooms.registry.setIntent(rooms.registry.byName('a').id, 'off')
    rooms.registry.unregister('unwanted')
    const before = rooms.registry.all()

    const { removed, undo } = await rooms.discovery.remove(id)
    expect(removed).toEqual(['a', 'shell'])
    expect(rooms.names()).toEqual([])
    expect(rooms.approvals.given('shell')).toBeNull()

    const { source, restored } = await rooms.discovery.restore(undo)
    expect(restored).toEqual(['a', 'shell'])
    expect(source).toMatchObject({ id, name: 'ours', state: 'ok', servers: 2, intervalMs: 9_000 })
    const withoutTimes = rooms.registry.all().map(({ source: _, ...rest }) => rest)
    expect(withoutTimes).toEqual(before.map(({ source: _, ...rest }) => rest))
    expect(rooms.registry.byName('a').intent).toBe('off')
    expect(rooms.approvals.approved(rooms.registry.byName('shell'))).toBe(true)
    await expect(rooms.discovery.restore(undo)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('works after a restart, and follows the file again', async () => {
    await using host = testHost()
    await using files = await openDiscovery()
    const path = files.write('x.json', { servers: [server('a')] })
    const first = await openDiscovery({ dataDir: host.dataDir })
    const { id } = await first.discovery.add({ path })
    const { undo } = await first.discovery.remove(id)
    await first[Symbol.asyncDispose]()
    await using rooms = await openDiscovery({ dataDir: host.dataDir })
    expect(rooms.discovery.sources()).toHaveLength(1)
    await rooms.discovery.restore(undo)
    files.write('x.json', { servers: [server('a'), server('b')] })
    await rooms.until(() => expect(rooms.names()).toEqual(['a', 'b']))
  })

  it('leaves a name with whoever has it now', async () => {
    await using rooms = await openDiscovery()
    const { id } = await rooms.discovery.add({
      path: rooms.write('x.json', { servers: [server('a'), server('b')] }),
    })
    const { undo } = await rooms.discovery.remove(id)
    await rooms.registry.register({ ...server('a'), url: 'http://elsewhere.test/' })
    const { source, restored } = await rooms.discovery.restore(undo)
    expect(restored).toEqual(['a (2)', 'b'])
    expect(source.issues).toMatchObject([{ code: 'twin', server: 'a' }])
    expect(rooms.registry.byName('a').source.id).toBe('manual')
  })

  it('puts it where it stood among the others', async () => {
    await using rooms = await openDiscovery()
    const add = (name: string) => rooms.discovery.add({ path: rooms.write(`${name}.json`, { servers: [] }) })
    const first = await add('first')
    await rooms.until(() => expect(Date.now()).toBeGreaterThan(Date.parse(first.lastReadAt ?? '')))
    await add('second')
    const { undo } = await rooms.discovery.remove(first.id)
    await rooms.discovery.restore(undo)
    expect(rooms.discovery.sources().map(({ name }) => name)).toEqual(['by hand', 'first', 'second'])
  })

  it('is refused where the file is watched again', async () => {
    await using rooms = await openDiscovery()
    const path = rooms.write('x.json', { servers: [server('a')] })
    const { undo } = await rooms.discovery.remove((await rooms.discovery.add({ path })).id)
    const again = await rooms.discovery.add({ path })
    await expect(rooms.discovery.restore(undo)).rejects.toMatchObject({
      code: 'source-exists',
      detail: { source: again.id },
    })
  })

  it('leaves a server removed before it as one kept by hand, while the source is gone', async () => {
    await using rooms = await openDiscovery()
    const { id } = await rooms.discovery.add({ path: rooms.write('x.json', { servers: [server('a')] }) })
    const { undo } = rooms.registry.unregister('a')
    await rooms.discovery.remove(id)
    expect(rooms.registry.restore(undo).source.id).toBe('manual')
  })
})
