import { afterEach, beforeEach, expect, test } from 'vitest'
import { TestClock } from './clock'
import { Room } from './connections-room'
import { ImaginaryServers } from './imaginary-servers'
import { Invariants } from './invariants'

const many = 1_000
/** Of reconnects, no more than this share may begin within a tenth of a second. */
const herdMax = many * 0.05
const bucketMs = 100
const urls = Array.from({ length: many }, (_, n) => `http://127.0.0.1:${10_000 + n}/mcp`)

let clock: TestClock
let servers: ImaginaryServers
let room: Room
let invariants: Invariants

beforeEach(async () => {
  clock = new TestClock()
  servers = new ImaginaryServers()
  room = await new Room({ clock }, servers.open).start()
  invariants = new Invariants(room)
})
afterEach(async () => {
  await invariants.hold()
  await invariants.nothingLeft()
})

/** All of them at once, as a file that names them would. */
async function startAll(places: number) {
  room.preferences.set({ maxConcurrentConnections: places })
  await room.registry.take(
    'a file',
    urls.map((url, n) => ({ name: `server ${n}`, url })),
  )
}

const states = () => room.registry.all().map(({ id }) => room.connections.state(id).state)
const verdicts = () => new Set(room.registry.all().map(({ id }) => room.health.of(id).verdict))

/** The most attempts that began within a tenth of a second since then. */
function densest(since: number): number {
  const buckets = new Map<number, number>()
  for (const at of servers.attempts.filter((one) => one >= since)) {
    const bucket = Math.floor((at - since) / bucketMs)
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1)
  }
  return Math.max(...buckets.values())
}

test('F26 a thousand servers that start together are connected by so many at a time, all within 20 s', async () => {
  await startAll(50)
  await clock.advance(20_000)
  expect(servers.mostTogether).toBe(50)
  expect(new Set(states())).toEqual(new Set(['connected']))
  expect(verdicts()).toEqual(new Set(['up']))
  expect(servers.attempts).toHaveLength(many)
})

test('F27 a thousand servers that come back together are not all called at once', async () => {
  await startAll(100)
  await clock.advance(20_000)
  for (const url of urls) servers.become(url, 'refusing')
  for (const url of urls) servers.hangUp(url)
  await clock.advance(60_000)
  expect(verdicts()).toEqual(new Set(['down']))
  for (const url of urls) servers.become(url, 'well')
  const backAt = clock.now()
  await clock.advance(65_000)
  expect(new Set(states())).toEqual(new Set(['connected']))
  expect(densest(backAt)).toBeLessThanOrEqual(herdMax)
}, 90_000)
