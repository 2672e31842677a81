import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { type TestHost, testHost } from '../../../tests/host'
import { type OpenRegistry, openRegistry } from '../../../tests/registry'
import type { Registry } from './registry'

const weather = { name: 'weather', url: 'http://localhost:8001/mcp' }
const shell = { name: 'shell', command: 'node', args: ['server.mjs'], env: { API_KEY: 'k3y' } }

let host: TestHost
let clock: TestClock
let opened: OpenRegistry
let registry: Registry

async function reopen(): Promise<void> {
  await opened?.[Symbol.asyncDispose]()
  opened = await openRegistry(host)
  registry = opened.registry
}

beforeEach(async () => {
  clock = new TestClock()
  host = testHost({ clock })
  opened = await openRegistry(host)
  registry = opened.registry
  onTestFinished(async () => {
    await opened[Symbol.asyncDispose]()
    await host[Symbol.asyncDispose]()
  })
})

const names = () => registry.all().map(({ document }) => document.name)
const heard = () => {
  const said: string[] = []
  registry.on('added', ({ document }) => said.push(`added ${document.name}`))
  registry.on('changed', ({ document }) => said.push(`changed ${document.name}`))
  registry.on('removed', ({ document }) => said.push(`removed ${document.name}`))
  return said
}

describe('what a source names', () => {
  test('is added, changed and missing as a whole, and told in that order', async () => {
    const database = { name: 'database', url: 'http://localhost:8002/mcp' }
    const text = { name: 'text', url: 'http://localhost:8003/mcp' }
    await registry.take('file', [weather, database])
    const said = heard()
    await clock.advance(1_000)
    expect(await registry.take('file', [{ ...weather, tags: ['x'] }, text])).toEqual({
      added: ['text'],
      changed: ['weather'],
      unchanged: [],
      removed: ['database'],
      takenByOthers: [],
      held: null,
    })
    expect(said).toEqual(['added text', 'changed database', 'changed weather'])
    expect(registry.byName('database').missingSince).toBe(clock.now())
    const { source } = registry.byName('weather')
    expect(source.lastSeenAt - source.firstSeenAt).toBe(1_000)
    await reopen()
    expect(registry.byName('weather').source).toEqual(source)
  })

  test('read again unchanged changes nothing, secrets included, over a restart', async () => {
    const documents = [{ ...weather, headers: { Authorization: 'Bearer s3cret' } }, shell]
    await registry.take('file', documents)
    await reopen()
    const said = heard()
    expect(await registry.take('file', documents)).toMatchObject({
      unchanged: ['weather', 'shell'],
      changed: [],
    })
    expect(said).toEqual([])
  })

  test('is one server where two sources name it, and the first of them counts', async () => {
    await registry.take('one', [{ ...weather, priority: 1 }])
    const { id } = registry.byName('weather')
    expect(await registry.take('two', [{ ...weather, priority: 2 }])).toMatchObject({
      added: [],
      unchanged: ['weather'],
      takenByOthers: [],
    })
    expect(registry.byName('weather')).toMatchObject({
      id,
      sources: ['one', 'two'],
      document: { priority: 1 },
    })
    expect(registry.dropSource('one').removed).toEqual([])
    expect(registry.byName('weather')).toMatchObject({ id, source: { id: 'two' }, document: { priority: 2 } })
  })

  test('waits for consent when it is a command, and again when the command changes and changes back', async () => {
    const { approvals } = opened
    await registry.take('file', [shell])
    const record = registry.byName('shell')
    const shown = approvals.pending(record)?.fingerprint ?? ''
    const onApproved = vi.fn()
    approvals.on('approved', onApproved)
    approvals.approve(record, shown)
    expect(approvals.pending(record)).toBeNull()
    expect(onApproved).toHaveBeenCalledOnce()
    await registry.take('file', [{ ...shell, args: ['evil.mjs'] }])
    expect(() => approvals.approve(registry.byName('shell'), shown)).toThrow(
      expect.objectContaining({ code: 'approval-stale' }),
    )
    await registry.take('file', [shell])
    expect(approvals.approved(registry.byName('shell'))).toBe(false)
  })

  test('keeps the switch a person set when it changes', async () => {
    await registry.take('file', [weather])
    registry.setIntent(registry.byName('weather').id, 'off')
    await registry.take('file', [{ ...weather, tags: ['x'] }])
    expect(registry.byName('weather').intent).toBe('off')
  })

  test('goes when the source goes; an undo after that brings it back as kept by hand', async () => {
    await registry.take('file', [weather, shell])
    const { undo } = registry.unregister('weather')
    expect(registry.dropSource('file').removed).toEqual(['shell'])
    expect(registry.restore(undo).source.id).toBe('manual')
    expect(names()).toEqual(['weather'])
  })
})

describe('a long list', () => {
  const servers = (count: number, more: object = {}) =>
    Array.from({ length: count }, (_, at) => ({
      name: `server ${at}`,
      url: `http://localhost/${at}`,
      ...more,
    }))

  test('is taken while everything else has its turn', async () => {
    let turns = 0
    let isOver = false
    const turn = () => {
      turns++
      if (!isOver) setImmediate(turn)
    }
    setImmediate(turn)
    await registry.take('file', servers(1_000))
    await registry.take('file', servers(1_000, { priority: 1 }))
    isOver = true
    expect(turns).toBeGreaterThan(20)
    expect(names()).toHaveLength(1_000)
  })

  test('is judged as a whole: what went at once is held, wherever in the list it stood', async () => {
    await registry.take('file', servers(400))
    expect(await registry.take('file', servers(400).slice(120))).toMatchObject({ held: null })
    const { held, removed } = await registry.take('file', servers(400).slice(250))
    expect(held?.missing).toHaveLength(130)
    expect(removed).toEqual([])
  })

  test('of which a crash let only a part be taken has whole servers, and the next read takes the rest', async () => {
    await registry.take('file', servers(250))
    const { database } = opened
    database
      .prepare(
        `CREATE TRIGGER crash BEFORE UPDATE ON server WHEN new.name = 'server 150'
         BEGIN SELECT RAISE(ABORT, 'crash'); END`,
      )
      .run()
    await expect(registry.take('file', servers(250, { priority: 1 }))).rejects.toThrow('crash')
    const priorities = () => registry.all().map(({ registration }) => registration.priority)
    const before = structuredClone(registry.all())
    expect(priorities().filter((priority) => priority === 1)).toHaveLength(100)
    database.prepare('DROP TRIGGER crash').run()
    await reopen()
    expect(registry.all()).toEqual(before)
    expect((await registry.take('file', servers(250, { priority: 1 }))).changed).toHaveLength(150)
    expect(new Set(priorities())).toEqual(new Set([1]))
  })

  test('leaves alone what a person did between two slices', async () => {
    await registry.take('file', servers(250))
    const taking = registry.take('file', servers(250, { priority: 1 }))
    await new Promise((resolve) => registry.once('changed', resolve))
    registry.unregister('server 249')
    await taking
    expect(names()).toHaveLength(249)
    await registry.take('file', servers(250, { priority: 1 }))
    expect(names()).toHaveLength(249)
  })
})
