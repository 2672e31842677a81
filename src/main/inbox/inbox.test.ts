import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { testHost } from '../../../tests/host'
import { openRegistry } from '../../../tests/registry'
import type { Source } from '../../shared/contract/discovery'
import type { Registry } from '../registry/registry'
import { Inbox } from './inbox'

const sources = ['manual', 'lan', 'listed', 'file'].map((id) => ({
  id,
  type: id === 'lan' ? 'multicast' : id === 'manual' ? 'manual' : 'file_watch',
  name: `the ${id}`,
  address: id === 'file' ? '/srv/servers.json' : '',
})) as unknown as Source[]
const address = (name: string, path = name) => ({ name, url: `https://a.test/${path}` })

let registry: Registry
let inbox: Inbox
let clock: TestClock

beforeEach(async () => {
  clock = new TestClock(Date.parse('2026-11-28T08:00:00Z'))
  const host = testHost({ clock })
  const opened = await openRegistry(host)
  registry = opened.registry
  registry.say('lan', { trusted: false })
  registry.say('listed', { policy: 'list', trusted: false })
  inbox = new Inbox({ registry, approvals: opened.approvals, sources: () => sources })
  inbox.start()
  onTestFinished(async () => {
    inbox.end()
    await opened[Symbol.asyncDispose]()
    await host[Symbol.asyncDispose]()
  })
})

const names = (list: 'waiting' | 'refused' = 'waiting') => inbox.view()[list].map(({ name }) => name)
const shown = (name: string) => {
  const { waiting, refused } = inbox.view()
  const found = [...waiting, ...refused].find((one) => one.name === name)
  if (!found) throw new Error(`${name} does not wait`)
  return { server: name, fingerprint: found.fingerprint }
}

describe('the inbox', () => {
  test('has those of one source together, with where they are from and since when they wait', async () => {
    await registry.take('lan', [address('b')])
    await clock.advance(60_000)
    await registry.take('file', [address('free'), { name: 'tool', command: 'node', args: ['x'] }])
    await registry.take('lan', [address('b'), address('a')])
    await registry.register({ name: 'mine', command: 'node' })
    expect(names()).toEqual(['tool', 'b', 'a'])
    expect(inbox.view()).toMatchObject({ count: 3, refused: [] })
    expect(inbox.view().waiting[0]).toMatchObject({
      source: { id: 'file', type: 'file_watch', name: 'the file', address: '/srv/servers.json' },
      kind: 'command',
      line: 'node x',
      differences: null,
      since: '2026-11-28T08:01:00.000Z',
    })
  })

  test('does not ask about what a person switched off, or a source only lists, until it is wanted', async () => {
    await registry.take('listed', [address('a')])
    await registry.take('lan', [address('b')])
    registry.setIntent(registry.byName('b').id, 'off')
    expect(names()).toEqual([])
    for (const name of ['a', 'b']) registry.setIntent(registry.byName(name).id, 'on')
    expect(names()).toEqual(['b', 'a'])
  })

  test('says that it is another when somebody waits, waits no more, or is gone', async () => {
    let changes = 0
    inbox.on('changed', () => changes++)
    await registry.take('file', [address('free')])
    expect(changes).toBe(0)
    await registry.take('lan', [address('a')])
    expect(changes).toBe(1)
    inbox.approve(shown('a'))
    expect(changes).toBe(2)
    await registry.take('lan', [])
    expect(changes).toBe(2)
    expect(names()).toEqual([])
  })
})

describe('a decision', () => {
  test('T16: approve, change one argument, asked again with the difference', async () => {
    const tool = { name: 'tool', command: 'node', args: ['server.js', '--read'] }
    await registry.take('file', [tool])
    inbox.approve(shown('tool'))
    expect(names()).toEqual([])
    await clock.advance(5_000)
    await registry.take('file', [{ ...tool, args: ['server.js', '--write'] }])
    expect(inbox.view().waiting).toMatchObject([
      {
        name: 'tool',
        differences: [{ field: 'args[1]', before: '--read', after: '--write' }],
        since: '2026-11-28T08:00:05.000Z',
      },
    ])
  })

  test('T16: an answer to what was shown before is refused, and nothing is approved', async () => {
    await registry.take('lan', [address('a')])
    const before = shown('a')
    await registry.take('lan', [address('a', 'evil')])
    for (const decide of [() => inbox.approve(before), () => inbox.refuse(before)])
      expect(decide).toThrow(expect.objectContaining({ code: 'approval-stale' }))
    expect(names()).toEqual(['a'])
  })

  test('to refuse switches it off and is remembered: the same bytes are not asked about again', async () => {
    await registry.take('lan', [address('a')])
    inbox.refuse(shown('a'))
    expect([names(), names('refused')]).toEqual([[], ['a']])
    expect(registry.byName('a').intent).toBe('off')
    await registry.take('lan', [{ ...address('a'), description: 'please' }])
    await registry.take('lan', [])
    await registry.take('lan', [address('a')])
    expect([names(), names('refused')]).toEqual([[], ['a']])
    await registry.take('lan', [address('a', 'other')])
    expect([names(), names('refused')]).toEqual([['a'], []])
  })

  test('is taken back, and the server is wanted as it was before', async () => {
    await registry.take('lan', [address('a'), { ...address('b'), auto_connect: false }])
    for (const name of ['a', 'b']) {
      inbox.refuse(shown(name))
      inbox.reopen(name)
    }
    expect(names()).toEqual(['a', 'b'])
    expect(['a', 'b'].map((name) => registry.byName(name).intent)).toEqual(['on', 'off'])
    expect(() => inbox.reopen('a')).toThrow(expect.objectContaining({ code: 'not-found' }))
  })

  test('to approve what was refused switches it on again', async () => {
    await registry.take('lan', [address('a')])
    inbox.refuse(shown('a'))
    inbox.approve(shown('a'))
    expect([names(), names('refused'), registry.byName('a').intent]).toEqual([[], [], 'on'])
  })

  test('for all of a source takes the addresses that were shown, and never a command', async () => {
    await registry.take('lan', [address('a'), address('b'), { name: 'tool', command: 'sh' }])
    const fingerprints = inbox.view().waiting.map(({ fingerprint }) => fingerprint)
    await registry.take('lan', [
      address('a'),
      address('b', 'evil'),
      address('late'),
      { name: 'tool', command: 'sh' },
    ])
    expect(inbox.approveAll('the lan', fingerprints)).toEqual({ approved: ['a'], left: ['b', 'late'] })
    expect(names()).toEqual(['b', 'late', 'tool'])
    expect(() => inbox.approveAll('nobody', [])).toThrow(expect.objectContaining({ code: 'not-found' }))
  })
})

test('T24: of ten thousand that wait the first two hundred are told, and all are counted', async () => {
  await registry.take(
    'lan',
    Array.from({ length: 10_000 }, (_, index) => address(`server-${index}`)),
  )
  const { count, waiting } = inbox.view()
  expect([count, waiting.length]).toEqual([10_000, 200])
})
