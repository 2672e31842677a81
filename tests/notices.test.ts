import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Notices } from '../src/main/notices/notices'
import type { Notice } from '../src/shared/contract/notices'
import { TestClock } from './clock'
import { Room } from './connections-room'
import { ImaginaryServers } from './imaginary-servers'

const min = 60_000
const names = ['one', 'two', 'three', 'four']
const addressOf = (name: string) => `https://${name}.example.com/mcp`

let clock: TestClock
let network: string
let servers: ImaginaryServers
let room: Room
let notices: Notices
let told: Notice[]
let press: () => void
let wake: () => void
let stopped: boolean

beforeEach(async () => {
  clock = new TestClock()
  network = 'here'
  told = []
  stopped = false
  servers = new ImaginaryServers()
  const host = {
    clock,
    network: () => network,
    notify: (notice: Notice, onChosen: () => void) => {
      told.push(notice)
      press = onChosen
      return true
    },
    onWake: (listener: () => void) => {
      wake = listener
      return () => {
        stopped = true
      }
    },
  }
  room = await new Room(host, servers.open).start()
  const { registry, connections, health, preferences: settings } = room
  notices = new Notices({ registry, connections, health, settings, host: room.host })
  notices.start()
  for (const name of names) await room.add({ name, url: addressOf(name) })
  await clock.advance(20_000)
  expect(told).toEqual([])
})

afterEach(async () => {
  notices.end()
  await room[Symbol.asyncDispose]()
})

const idOf = (name: string) => room.registry.byName(name).id

function become(manner: 'well' | 'refusing', ...which: string[]) {
  for (const name of which) {
    servers.become(addressOf(name), manner)
    if (manner === 'refusing') servers.hangUp(addressOf(name))
  }
}

/** Each notice as one line. */
const lines = () =>
  told.map(({ about, servers: of }) =>
    about === 'servers' ? of.map(({ name, turn }) => `${name} ${turn}`).join(', ') : about,
  )

describe('a notice', () => {
  test('tells that a server is down, with the reason, and that it is up again', async () => {
    become('refusing', 'one')
    await clock.advance(2 * min)
    expect(lines()).toEqual(['one down'])
    expect(told[0]?.servers[0]).toMatchObject({
      id: idOf('one'),
      reason: 'failing',
      error: { code: 'refused', detail: { address: addressOf('one') } },
    })
    become('well', 'one')
    await clock.advance(10 * min)
    expect(lines()).toEqual(['one down', 'one up'])
    expect(told[1]?.servers[0]?.lastedMs).toBeGreaterThan(min)
  })

  test('is one for those that go down together', async () => {
    become('refusing', 'one', 'two')
    await clock.advance(2 * min)
    expect(told).toHaveLength(1)
    expect(told[0]?.servers.map(({ name }) => name).toSorted()).toEqual(['one', 'two'])
    expect(told[0]?.counts).toEqual({ down: 2 })
  })

  test('F23 is made of a certificate when its last fourteen days begin, once, and not of one found in them', async () => {
    const fortnight = 14 * 24 * 60 * min
    servers.certificateEndsAt = clock.now() + fortnight - min
    await room.add({ name: 'late', url: addressOf('late') })
    servers.certificateEndsAt = clock.now() + fortnight + 2 * min
    await room.add({ name: 'early', url: addressOf('early') })
    await room.add({ name: 'muted', url: addressOf('muted') })
    room.registry.mute(idOf('muted'), clock.now() + 60 * min)
    await clock.advance(min)
    expect(lines()).toEqual([])
    await clock.advance(3 * min)
    expect(lines()).toEqual(['early certificate'])
    expect(told[0]?.servers[0]).toMatchObject({ id: idOf('early'), daysLeft: 13 })
    become('refusing', 'early')
    await clock.advance(2 * min)
    expect(lines()).toEqual(['early certificate', 'early down'])
    servers.certificateEndsAt = clock.now() + 2 * fortnight
    become('well', 'early')
    await clock.advance(10 * min)
    expect(lines()).toEqual(['early certificate', 'early down', 'early up'])
  })

  test('is not made of servers that are found down, nor of those switched off', async () => {
    servers.become(addressOf('new'), 'refusing')
    await room.add({ name: 'new', url: addressOf('new') })
    become('refusing', 'one')
    room.registry.setIntent(idOf('one'), 'off')
    await clock.advance(10 * min)
    expect(room.health.of(idOf('new')).verdict).toBe('down')
    expect(lines()).toEqual([])
  })

  test('is not made of a muted server, which is measured as before', async () => {
    room.registry.mute(idOf('one'), clock.now() + 3 * min)
    become('refusing', 'one')
    await clock.advance(2 * min)
    expect(room.health.of(idOf('one')).verdict).toBe('down')
    await clock.advance(8 * min)
    expect(lines()).toEqual([])
    become('well', 'one')
    await clock.advance(10 * min)
    expect(lines()).toEqual([])
    become('refusing', 'one')
    // It was up for less than ten minutes, so its attempts are still as far apart as before.
    await clock.advance(6 * min)
    expect(lines()).toEqual(['one down'])
  })

  test('is not made while they are switched off, nor of what was so when they are switched on', async () => {
    room.preferences.set({ notifications: 'off' })
    become('refusing', 'one')
    await clock.advance(2 * min)
    room.preferences.set({ notifications: 'important' })
    await clock.advance(10 * min)
    expect(lines()).toEqual([])
  })

  test('waits for the end of quiet hours, and is one then', async () => {
    const minutes = (ms: number) => new Date(ms).toTimeString().slice(0, 5)
    room.preferences.set({ quietHours: `${minutes(clock.now())}-${minutes(clock.now() + 30 * min)}` })
    become('refusing', 'one')
    await clock.advance(5 * min)
    become('refusing', 'two')
    await clock.advance(24 * min)
    expect(lines()).toEqual([])
    await clock.advance(2 * min)
    expect(lines()).toEqual(['one down, two down'])
  })
})

describe('when it is this machine', () => {
  test('one notice says so, and none is made of the servers, then or after', async () => {
    network = ''
    become('refusing', ...names)
    await clock.advance(10 * min)
    expect(lines()).toEqual(['offline'])
    network = 'here'
    become('well', ...names)
    await clock.advance(10 * min)
    expect(lines()).toEqual(['offline'])
  })

  test('or looks like it, the numbers are told', async () => {
    become('refusing', 'one', 'two', 'three')
    await clock.advance(3 * min)
    expect(lines()).toEqual(['outage'])
    expect(told[0]).toMatchObject({ failing: 3, of: 4 })
  })
})

test('when the system says it woke, all are asked within ten seconds, and nothing is told', async () => {
  const before = names.map((name) => room.health.of(idOf(name)).okAt)
  await clock.advance(1_000)
  wake()
  expect(room.health.vantage.state).toBe('asleep')
  expect(names.map((name) => room.health.of(idOf(name)).reason)).toEqual(names.map(() => 'asking-anew'))
  await clock.advance(10_000)
  expect(names.map((name) => room.health.of(idOf(name)).verdict)).toEqual(names.map(() => 'up'))
  for (const [at, name] of names.entries()) expect(room.health.of(idOf(name)).okAt).not.toBe(before[at])
  await clock.advance(min)
  expect(lines()).toEqual([])
  room.health.end()
  expect(stopped).toBe(true)
})

test('whoever follows hears what is told and what was pressed, also before it came', async () => {
  const ending = new AbortController()
  notices.test()
  press()
  const following = notices.follow(ending.signal)
  expect((await following.next()).value).toMatchObject({ kind: 'chosen', notice: { about: 'test' } })
  const next = following.next()
  notices.test()
  expect((await next).value).toMatchObject({ kind: 'told', by: 'system', notice: { id: 2 } })
  press()
  expect((await following.next()).value).toMatchObject({ kind: 'chosen', notice: { id: 2 } })
  const last = following.next()
  ending.abort()
  expect((await last).done).toBe(true)
})
