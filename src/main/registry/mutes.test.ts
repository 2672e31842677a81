import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { type TestHost, testHost } from '../../../tests/host'
import { type OpenRegistry, openRegistry } from '../../../tests/registry'
import { Mutes } from './mutes'

let clock: TestClock
let host: TestHost
let opened: OpenRegistry
let over: string[]
let mutes: Mutes

beforeEach(async () => {
  clock = new TestClock()
  host = testHost({ clock })
  opened = await openRegistry(host)
  over = []
  mutes = new Mutes(opened.registry, clock, (id) => over.push(id))
  onTestFinished(async () => {
    mutes.end()
    await opened[Symbol.asyncDispose]()
    await host[Symbol.asyncDispose]()
  })
})

const add = async (name: string) => (await opened.registry.register({ name, url: 'http://localhost:9/' })).id

test('each is told once when its time has come, however far off', async () => {
  const { registry } = opened
  const [kept, soon, later] = [await add('kept'), await add('soon'), await add('later')]
  registry.mute(kept, clock.now() + 5_000)
  mutes.start()
  registry.mute(soon, clock.now() + 1_000)
  registry.mute(later, clock.now() + 40 * 86_400_000)
  await clock.advance(999)
  expect(over).toEqual([])
  await clock.advance(1)
  expect(over).toEqual([soon])
  await clock.advance(10_000)
  expect(over).toEqual([soon, kept])
  await clock.advance(40 * 86_400_000)
  expect(over).toEqual([soon, kept, later])
  expect(clock.pending).toBe(0)
})

test('nothing is told of one that was unmuted, muted anew or removed', async () => {
  const { registry } = opened
  const [unmuted, anew, removed] = [await add('unmuted'), await add('anew'), await add('removed')]
  mutes.start()
  for (const id of [unmuted, anew, removed]) registry.mute(id, clock.now() + 1_000)
  registry.mute(unmuted, null)
  registry.mute(anew, clock.now() + 60_000)
  registry.unregister('removed')
  await clock.advance(30_000)
  expect(over).toEqual([])
  await clock.advance(30_000)
  expect(over).toEqual([anew])
})

test('a mute survives a change, a removal that is undone, and a restart', async () => {
  const { registry } = opened
  const id = await add('a')
  const until = clock.now() + 60_000
  registry.mute(id, until)
  await registry.update('a', { priority: 3 })
  const { undo } = registry.unregister('a')
  expect(registry.restore(undo).mutedUntil).toBe(until)
  await opened[Symbol.asyncDispose]()
  opened = await openRegistry(host)
  expect(opened.registry.get(id)?.mutedUntil).toBe(until)
})
