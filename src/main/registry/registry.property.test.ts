import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testHost } from '../../../tests/host'
import { type OpenRegistry, openRegistry } from '../../../tests/registry'
import { Fault } from '../../shared/contract/fault'
import { RegistrationDocument } from '../../shared/contract/registration'

const name = fc.constantFrom('a', 'b', 'c', 'ä')
const source = fc.constantFrom('one', 'two')
const jsonValue = fc.jsonValue({ maxDepth: 2, stringUnit: 'binary' })
const document = fc
  .record(
    {
      name,
      url: fc.constantFrom('http://localhost:1/', 'http://localhost:2/mcp'),
      tags: fc.array(fc.constantFrom('x', 'y')),
      priority: fc.integer({ min: -3, max: 3 }),
      auto_connect: fc.boolean(),
      headers: fc.dictionary(fc.constantFrom('X-One', 'X-Two'), fc.constantFrom('1', '2'), { maxKeys: 2 }),
      metadata: fc.dictionary(fc.string(), jsonValue, { maxKeys: 2 }),
      'unknown field': jsonValue,
    },
    { requiredKeys: ['name', 'url'] },
  )
  .map((given) => RegistrationDocument.parse(given))

const step = fc.oneof(
  fc.record({ do: fc.constant('register' as const), document }),
  fc.record({
    do: fc.constant('update' as const),
    name,
    patch: fc.record({ name, priority: fc.constantFrom(null, 5) }),
  }),
  fc.record({ do: fc.constant('unregister' as const), name }),
  fc.record({ do: fc.constant('restore' as const) }),
  fc.record({
    do: fc.constant('switch' as const),
    name,
    intent: fc.constantFrom('on' as const, 'off' as const),
  }),
  fc.record({ do: fc.constant('take' as const), source, documents: fc.array(document, { maxLength: 4 }) }),
  fc.record({ do: fc.constant('drop' as const), source }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

async function take(next: Step, { registry }: OpenRegistry, undos: string[]): Promise<void> {
  if (next.do === 'register') await registry.register(next.document)
  else if (next.do === 'update') await registry.update(next.name, next.patch)
  else if (next.do === 'unregister') undos.push(registry.unregister(next.name).undo)
  else if (next.do === 'restore') registry.restore(undos.pop() ?? 'none')
  else if (next.do === 'switch') registry.setIntent(registry.byName(next.name).id, next.intent)
  else if (next.do === 'take') await registry.take(next.source, next.documents)
  else registry.dropSource(next.source)
}

test('whatever happened, what is read from disk is what was in memory, and events tell the whole of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      await using host = testHost()
      const undos: string[] = []
      let before: unknown
      {
        await using opened = await openRegistry(host)
        const { registry } = opened
        const told = new Map<string, string>()
        registry.on('added', ({ id, document }) => {
          expect(told.has(id)).toBe(false)
          told.set(id, JSON.stringify(document))
        })
        registry.on('changed', (now, past) => {
          expect(told.get(past.id)).toBe(JSON.stringify(past.document))
          told.set(now.id, JSON.stringify(now.document))
        })
        registry.on('removed', ({ id }) => expect(told.delete(id)).toBe(true))
        for (const next of steps)
          await take(next, opened, undos).catch((error) => expect(error).toBeInstanceOf(Fault))
        before = structuredClone(registry.all())
        expect(told).toEqual(
          new Map(registry.all().map(({ id, document }) => [id, JSON.stringify(document)])),
        )
        // Every secret in use opens.
        for (const { registration } of registry.all()) await opened.vault.open(registration)
      }
      await using again = await openRegistry(host)
      expect(again.registry.all()).toEqual(before)
      for (const { registration } of again.registry.all()) await again.vault.open(registration)
    }),
    { numRuns: 60 },
  )
})

test('a document that was accepted is given back value for value', async () => {
  await using host = testHost()
  await using opened = await openRegistry(host)
  const { registry } = opened
  await fc.assert(
    fc.asyncProperty(document, async (given) => {
      const { headers, ...rest } = given
      await registry.register(rest)
      expect(JSON.stringify(registry.byName(given.name).document)).toBe(JSON.stringify(rest))
      registry.unregister(given.name)
    }),
    { numRuns: 100 },
  )
})
