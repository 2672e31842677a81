import { expect, test } from 'vitest'
import type { Desktop } from '../src/main/host'
import { Badge } from '../src/main/notices/badge'
import { TestClock } from './clock'
import { Room } from './connections-room'
import { ImaginaryServers } from './imaginary-servers'

const addressOf = (name: string) => `http://127.0.0.1:8001/${name}`

test('the number beside the icon is that of the servers that need attention, and goes with Rollcall', async () => {
  const clock = new TestClock()
  const servers = new ImaginaryServers()
  const shown: number[] = []
  const desktop: Desktop = {
    electron: null,
    chromium: null,
    perform: async () => {},
    badge: (count) => void shown.push(count),
    startup: () => null,
    setStartup: (startup) => startup,
    async *commands() {},
    async *links() {},
  }
  await using room = await new Room({ clock, desktop }, servers.open).start()
  const badge = new Badge({ ...room, host: room.host })
  badge.start()
  for (const name of ['one', 'two', 'three']) await room.add({ name, url: addressOf(name) })
  await clock.advance(30_000)
  expect(shown).toEqual([])
  for (const name of ['one', 'two']) {
    servers.become(addressOf(name), 'refusing')
    servers.hangUp(addressOf(name))
  }
  await clock.advance(60_000)
  expect(shown.at(-1)).toBe(2)
  room.registry.mute(room.registry.byName('one').id, clock.now() + 3_600_000)
  await clock.advance(2_000)
  expect(shown.at(-1)).toBe(1)
  room.registry.unregister('two')
  await clock.advance(2_000)
  expect(shown.at(-1)).toBe(0)
  await room.registry.register({ name: 'four', command: 'imaginary' }, { approve: false })
  await clock.advance(2_000)
  expect(shown.at(-1)).toBe(1)
  badge.end()
  expect(shown.at(-1)).toBe(0)
})
