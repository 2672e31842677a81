import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { testHost } from '../../../tests/host'
import { type OpenRegistry, openRegistry } from '../../../tests/registry'
import { RegistrationDocument } from '../../shared/contract/registration'
import type { SourceWord } from './server-record'

const sources = ['one', 'two', 'three']
/** What a person said of each. */
const words = {
  one: { policy: 'connect', trusted: true },
  two: { policy: 'ask', trusted: false },
  three: { policy: 'list', trusted: true },
} as Readonly<Record<string, SourceWord>>
// One is called as the twin of another would be.
const name = fc.constantFrom('a', 'a (2)', 'b')
const document = fc
  .record(
    {
      name,
      url: fc.constantFrom('http://localhost:1/', 'http://localhost:2/', 'http://LOCALHOST:1'),
      priority: fc.integer({ min: 0, max: 2 }),
      headers: fc.constantFrom({ 'X-Key': '1' }, { 'X-Key': '2' }),
    },
    { requiredKeys: ['name', 'url'] },
  )
  .map((given) => RegistrationDocument.parse(given))
const list = fc.array(document, { maxLength: 2 })
/** For each source what it names, read after read. */
const reads = fc.tuple(...sources.map(() => fc.array(list, { minLength: 1, maxLength: 3 }))) as fc.Arbitrary<
  RegistrationDocument[][][]
>

/** A registry in which nothing takes time but what the test has pass. */
async function open() {
  const clock = new TestClock()
  const host = testHost({ clock })
  const opened = await openRegistry(host)
  return {
    ...opened,
    clock,
    /** One read of a source. */
    read: (source: string, documents: RegistrationDocument[] = []) =>
      opened.registry.take(source, documents, words[source]),
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]()
      await host[Symbol.asyncDispose]()
    },
  }
}

/** What is registered, but for ids and for references, which are of one vault. */
async function shown({ registry, vault }: OpenRegistry) {
  const servers = registry.all().map(async ({ id: _, registration, document, ...rest }) => ({
    ...rest,
    url: document.url,
    priority: document.priority,
    headers: (await vault.open(registration)).headers,
    name: document.name,
  }))
  return Promise.all(servers)
}

test('the order in which sources are read, or put in order, never changes the result', async () => {
  await fc.assert(
    fc.asyncProperty(reads, fc.infiniteStream(fc.nat()), async (given, choices) => {
      const choice = (of: number) => (choices.next().value ?? 0) % of
      await using inTurn = await open()
      inTurn.registry.arrange(sources)
      for (const [at, source] of sources.entries())
        for (const documents of given[at] ?? []) await inTurn.read(source, documents)
      await using mixed = await open()
      const left = given.map((lists) => [...lists])
      while (left.some(({ length }) => length > 0)) {
        if (choice(3) === 0) mixed.registry.arrange(sources)
        const open = sources.filter((_, at) => left[at]?.length)
        const source = open[choice(open.length)] ?? ''
        await mixed.read(source, left[sources.indexOf(source)]?.shift())
      }
      mixed.registry.arrange(sources)
      expect(await shown(mixed)).toEqual(await shown(inTurn))
    }),
    { numRuns: 15 },
  )
})

test('once leases are over it is as if sources had never named anything else', async () => {
  await fc.assert(
    fc.asyncProperty(reads, async (given) => {
      await using opened = await open()
      await using fresh = await open()
      for (const [at, source] of sources.entries()) {
        for (const documents of given[at] ?? []) await opened.read(source, documents)
        await fresh.read(source, given[at]?.at(-1))
      }
      await opened.clock.advance(24 * 60 * 60_000 + 120_000)
      await opened.registry.end()
      expect(await shown(opened)).toEqual(await shown(fresh))
    }),
    { numRuns: 10 },
  )
})

test('removing a source restores what it had overridden', async () => {
  await fc.assert(
    fc.asyncProperty(reads, fc.constantFrom(...sources), async (given, removed) => {
      await using opened = await open()
      const { registry } = opened
      registry.arrange(sources)
      for (const [at, source] of sources.entries())
        if (source !== removed) await opened.read(source, given[at]?.at(-1))
      const before = structuredClone(registry.all())
      await opened.read(removed, given[sources.indexOf(removed)]?.at(-1))
      const between = await shown(opened)
      const { undo } = registry.dropSource(removed)
      expect(registry.all()).toEqual(before)
      registry.restoreSource(undo)
      expect(await shown(opened)).toEqual(between)
    }),
    { numRuns: 30 },
  )
})

test('taking the same again changes nothing, and what is on disk is what is in memory', async () => {
  await fc.assert(
    fc.asyncProperty(reads, async (given) => {
      await using host = testHost({ clock: new TestClock() })
      let before: unknown
      {
        await using opened = await openRegistry(host)
        const { registry } = opened
        for (const [at, source] of sources.entries())
          for (const documents of given[at] ?? []) await registry.take(source, documents)
        before = structuredClone(registry.all())
        const fail = () => expect.unreachable('nothing has changed')
        registry.on('added', fail).on('changed', fail).on('removed', fail)
        for (const [at, source] of sources.entries())
          expect(await registry.take(source, given[at]?.at(-1) ?? [])).toMatchObject({
            added: [],
            changed: [],
            removed: [],
          })
        expect(registry.all()).toEqual(before)
      }
      await using again = await openRegistry(host)
      expect(again.registry.all()).toEqual(before)
      for (const { registration } of again.registry.all()) await again.vault.open(registration)
    }),
    { numRuns: 25 },
  )
})

const writes = [
  'sighting',
  'server',
  'approval',
  'server_change',
  'removal',
  'dropped_source',
  'ignored',
].flatMap((table) => ['INSERT', 'UPDATE', 'DELETE'].map((verb) => `${verb} ON ${table}`))

test.each(writes)('a crash at any %s leaves what was before, in memory and on disk', async (write) => {
  await using host = testHost({ clock: new TestClock() })
  const shell = { name: 'shell', command: 'node' }
  const a = { name: 'a', url: 'http://localhost:1/' }
  let kept: unknown
  {
    await using opened = await openRegistry(host)
    const { registry, approvals, database } = opened
    await registry.take('one', [shell, a])
    await registry.take('two', [{ ...a, url: 'http://localhost:2/' }])
    approvals.approve(registry.byName('shell'), approvals.fingerprint(registry.byName('shell').registration))
    const all = () => structuredClone({ servers: registry.all(), consent: approvals.given('shell') })
    database.prepare(`CREATE TRIGGER crash BEFORE ${write} BEGIN SELECT RAISE(ABORT, 'crash'); END`).run()
    const steps: (() => unknown)[] = [
      () =>
        registry.take('one', [
          { ...a, priority: 1 },
          { ...a, name: 'new' },
        ]),
      () => registry.take('one', [{ ...shell, args: ['x'] }, a]),
      () => registry.update('a', { priority: 2 }),
      () => registry.dropSource('one'),
      () => registry.unregister('a'),
    ]
    for (const step of steps) {
      const before = all()
      const isOver = await Promise.resolve()
        .then(step)
        .catch((error) => expect(String(error)).toContain('crash'))
      if (!isOver) expect(all()).toEqual(before)
    }
    kept = all()
    database.prepare('DROP TRIGGER crash').run()
  }
  await using again = await openRegistry(host)
  const { registry, approvals } = again
  expect({ servers: registry.all(), consent: approvals.given('shell') }).toEqual(kept)
})
