import { describe, expect, it } from 'vitest'
import { mask } from '../registry/secrets'
import { codesOf, openDiscovery, server } from './discovery.fixture'

const tool = (fields: object = {}) => ({ name: 'tool', command: 'node', args: ['a.js'], ...fields })

describe('sightings', () => {
  it('say where a source names the server, and nothing differs while the source keeps it', async () => {
    await using rooms = await openDiscovery()
    const path = rooms.write('team.json', { servers: [server('a'), server('b', { priority: 2 })] })
    const { id } = await rooms.discovery.add({ path })
    expect(rooms.discovery.sightings('b')).toEqual([
      {
        source: { id, type: 'file_watch', name: 'team', address: path },
        keeps: true,
        document: server('b', { priority: 2 }),
        line: 7,
        differences: [],
      },
    ])
    expect(() => rooms.discovery.sightings('c')).toThrow(expect.objectContaining({ code: 'not-found' }))
  })

  it('name each field in which a server changed by hand is another, and show no secret', async () => {
    await using rooms = await openDiscovery()
    const headers = { Authorization: 'Bearer there', 'X-Team': 'blue' }
    const path = rooms.write('team.json', { servers: [server('a', { headers, priority: 2, own: { x: 1 } })] })
    await rooms.discovery.add({ path })
    await rooms.registry.update('a', { headers: { Authorization: 'Bearer here' }, priority: 9, own: null })
    const [sighting] = rooms.discovery.sightings('a')
    expect(sighting).toMatchObject({ keeps: true, document: { headers: { Authorization: mask } } })
    expect(sighting?.differences).toEqual([
      { field: 'priority', here: 9, there: 2 },
      { field: 'headers.Authorization', here: mask, there: mask },
      { field: 'headers.X-Team', here: null, there: mask },
      { field: 'own', here: null, there: { x: 1 } },
    ])
    expect(JSON.stringify(sighting)).not.toContain('Bearer')
  })

  it('follow the file, and keep the last good one of an entry that is refused', async () => {
    await using rooms = await openDiscovery()
    const path = rooms.write('team.json', { servers: [server('a', { priority: 1 })] })
    const { id } = await rooms.discovery.add({ path })
    await rooms.registry.update('a', { priority: 5 })
    const there = () => rooms.discovery.sightings('a').map(({ document }) => document.priority)
    rooms.write('team.json', { servers: [server('a', { priority: 2 })] })
    await rooms.discovery.scan(id)
    expect(there()).toEqual([2])
    rooms.write('team.json', { servers: [] })
    await rooms.discovery.scan(id)
    expect(there()).toEqual([])
  })
})

describe('what a source says is taken', () => {
  it('in one field, and the others stay as they were changed', async () => {
    await using rooms = await openDiscovery()
    const headers = { Authorization: 'Bearer there' }
    const path = rooms.write('team.json', { servers: [server('a', { headers, priority: 2, tags: ['x'] })] })
    const { id } = await rooms.discovery.add({ path })
    const before = rooms.registry.byName('a').document
    await rooms.registry.update('a', { headers: { Authorization: 'mine', 'X-Mine': '1' }, tags: null })
    const fields = ['headers.Authorization', 'headers.X-Mine']
    const left = await rooms.discovery.adopt({ server: 'a', source: id, fields })
    expect(left).toMatchObject([{ keeps: true, differences: [{ field: 'tags', here: null, there: ['x'] }] }])
    const now = rooms.registry.byName('a')
    expect(now.document.headers).toEqual(before.headers)
    expect(now.overlay).toEqual({ set: {}, gone: ['tags'] })
  })

  it('altogether, and nothing of what was changed is left', async () => {
    await using rooms = await openDiscovery()
    const path = rooms.write('team.json', { servers: [server('a', { priority: 2 })] })
    const { id } = await rooms.discovery.add({ path })
    const before = rooms.registry.byName('a')
    await rooms.registry.update('a', { url: 'http://127.0.0.1:9/other', priority: 3 })
    await rooms.discovery.scan(id)
    expect(codesOf(rooms.source(id))).toEqual([])
    const left = await rooms.discovery.adopt({ server: 'a', source: id })
    expect(left).toMatchObject([{ keeps: true, differences: [] }])
    expect(rooms.registry.byName('a')).toMatchObject({
      id: before.id,
      document: before.document,
      overlay: null,
    })
    expect(codesOf(rooms.source(id))).toEqual([])
    rooms.write('team.json', { servers: [server('a', { priority: 4 })] })
    await rooms.until(() => expect(rooms.registry.byName('a').registration.priority).toBe(4))
  })

  it('of a server kept by hand, which is the source’s from then on', async () => {
    await using rooms = await openDiscovery()
    const { registry, discovery } = rooms
    await registry.register(server('a', { priority: 1 }))
    const { id } = await discovery.add({
      path: rooms.write('team.json', { servers: [server('a', { priority: 2 })] }),
    })
    expect(registry.byName('a')).toMatchObject({ source: { id: 'manual' }, sources: [id] })
    expect(await discovery.adopt({ server: 'a', source: id })).toMatchObject([{ keeps: true }])
    expect(registry.byName('a')).toMatchObject({ source: { id }, document: { priority: 2 } })
  })

  it('but a command it brings waits for approval', async () => {
    await using rooms = await openDiscovery()
    const path = rooms.write('team.json', { servers: [tool()] })
    const { id } = await rooms.discovery.add({ path })
    const { registry, approvals, discovery } = rooms
    approvals.approve(registry.byName('tool'), approvals.fingerprint(registry.byName('tool').registration))
    await registry.update('tool', { args: ['b.js'] })
    expect(approvals.approved(registry.byName('tool'))).toBe(true)
    await discovery.adopt({ server: 'tool', source: id })
    expect(registry.byName('tool').source.id).toBe(id)
    expect(approvals.approved(registry.byName('tool'))).toBe(false)
  })

  it('is refused where the source does not name the server', async () => {
    await using rooms = await openDiscovery()
    const { id } = await rooms.discovery.add({ path: rooms.write('team.json', { servers: [] }) })
    await rooms.registry.register(server('a'))
    await expect(rooms.discovery.adopt({ server: 'a', source: id })).rejects.toMatchObject({
      code: 'not-found',
      detail: { kind: 'sighting', name: 'a' },
    })
    await expect(rooms.discovery.adopt({ server: 'a', source: 'none' })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})
