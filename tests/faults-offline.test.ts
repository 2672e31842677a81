import { afterEach, beforeEach, expect, test } from 'vitest'
import { TestClock } from './clock'
import { Room } from './connections-room'
import { ImaginaryServers } from './imaginary-servers'
import { Invariants } from './invariants'

const urls = Array.from({ length: 20 }, (_, n) => `https://server-${n}.example.com/mcp`)

let clock: TestClock
let network: string
let servers: ImaginaryServers
let room: Room
let invariants: Invariants
let told: string[]
let states: string[]

beforeEach(async () => {
  clock = new TestClock()
  network = 'here'
  servers = new ImaginaryServers()
  room = await new Room({ clock, network: () => network }, servers.open).start()
  invariants = new Invariants(room)
  await room.registry.take(
    'a file',
    urls.map((url, n) => ({ name: `server ${n}`, url })),
  )
  await clock.advance(20_000)
  told = []
  states = []
  room.health.on('verdict', ({ to }) => told.push(to))
  void watch()
})
afterEach(async () => {
  await invariants.hold()
  await invariants.nothingLeft()
})

/** What a window would be told of this machine. */
async function watch() {
  for await (const { state } of room.health.watch(new AbortController().signal)) states.push(state)
}

const verdicts = () => new Set(room.registry.all().map(({ id }) => room.health.of(id).verdict))

function breakAll() {
  for (const url of urls) servers.become(url, 'refusing')
  for (const url of urls) servers.hangUp(url)
}

test('F22 with every interface down nothing is restarted and nobody is told of servers, for however long', async () => {
  network = ''
  breakAll()
  await clock.advance(10_000)
  expect(room.health.vantage.state).toBe('offline')
  expect(verdicts()).toEqual(new Set(['unknown']))
  const attempts = servers.attempts.length
  await clock.advance(10 * 60_000)
  expect(servers.attempts).toHaveLength(attempts)

  for (const url of urls) servers.become(url, 'well')
  network = 'here'
  await clock.advance(5_000)
  expect(servers.attempts).toHaveLength(attempts + urls.length)
  await clock.advance(5_000)
  expect(verdicts()).toEqual(new Set(['up']))
  expect(told).toEqual([])
  expect(states).toEqual(['clear', 'offline', 'clear'])
})

test('F22 another network has everything asked anew within five seconds', async () => {
  const checked = () => room.registry.all().map(({ id }) => room.health.of(id).checkedAt)
  const since = new Date(clock.now()).toISOString()
  network = 'over a VPN'
  await clock.advance(5_000)
  for (const at of checked()) expect(Date.parse(at ?? '')).toBeGreaterThanOrEqual(Date.parse(since))
  expect(told).toEqual([])
})

test('F22 behind a portal that answers for everyone the servers are unknown, and told of once', async () => {
  breakAll()
  await clock.advance(20_000)
  expect(room.health.vantage.state).toBe('outage')
  expect(verdicts()).toEqual(new Set(['unknown']))
  await clock.advance(60_000)
  for (const url of urls) servers.become(url, 'well')
  await clock.advance(60_000)
  expect(verdicts()).toEqual(new Set(['up']))
  expect(told).toEqual([])
  expect(states).toEqual(['clear', 'outage', 'clear'])
})
