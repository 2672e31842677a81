import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SleepyClock } from './clock'
import { Room } from './connections-room'
import { ImaginaryServers } from './imaginary-servers'

const farAway = ['one', 'two', 'three', 'four'].map((name) => `https://${name}.example.com/mcp`)
const nearBy = 'http://127.0.0.1:8001/mcp'

let clock: SleepyClock
let network: string
let servers: ImaginaryServers
let room: Room
let far: string[]
let near: string
let told: string[]

beforeEach(async () => {
  clock = new SleepyClock()
  network = 'here'
  servers = new ImaginaryServers()
  room = await new Room({ clock, network: () => network }, servers.open).start()
  far = []
  for (const url of farAway) far.push(await room.add({ name: url, url }))
  near = await room.add({ name: 'near', url: nearBy })
  await clock.advance(20_000)
  told = []
  room.health.on('verdict', ({ from, to }) => told.push(`${from} → ${to}`))
  expect(verdicts()).toEqual(['up', 'up', 'up', 'up', 'up'])
})

afterEach(() => room[Symbol.asyncDispose]())

const verdicts = () => [...far, near].map((id) => room.health.of(id).verdict)
const states = () => far.map((id) => room.connections.state(id).state)

function fail(...addresses: string[]) {
  for (const address of addresses) {
    servers.become(address, 'refusing')
    servers.hangUp(address)
  }
}

describe('offline', () => {
  test('servers of other machines are unknown, those on this one are seen', async () => {
    network = ''
    fail(...farAway)
    await clock.advance(5 * 60_000)
    expect(room.health.vantage).toMatchObject({ state: 'offline', failing: 0 })
    expect(verdicts()).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'up'])
    expect(room.health.of(far[0] ?? '')).toMatchObject({ reason: 'machine-offline', action: 'wait' })
    expect(states()).toEqual(['waiting', 'waiting', 'waiting', 'waiting'])
    for (const id of far) expect(room.connections.state(id).nextAttemptAt).toBeNull()
    expect(told).toEqual([])
    const fromMs = clock.now() - 5 * 60_000
    expect(room.health.history.incidents({ fromMs, toMs: clock.now(), limit: 9 })).toEqual([])
  })

  test('with a network they are back within ten seconds, and nobody was told', async () => {
    network = ''
    fail(...farAway)
    await clock.advance(60_000)
    network = 'here'
    for (const address of farAway) servers.become(address, 'well')
    await clock.advance(10_000)
    expect(room.health.vantage.state).toBe('clear')
    expect(verdicts()).toEqual(['up', 'up', 'up', 'up', 'up'])
    expect(told).toEqual([])
  })

  test('whoever watches is told once each way', async () => {
    const ending = new AbortController()
    const watching = room.health.watch(ending.signal)
    expect((await watching.next()).value).toMatchObject({ state: 'clear', since: null })
    const next = watching.next()
    network = ''
    await clock.advance(2_000)
    expect((await next).value).toMatchObject({ state: 'offline', since: expect.any(String) })
    const last = watching.next()
    network = 'there'
    await clock.advance(2_000)
    expect((await last).value).toMatchObject({ state: 'clear' })
    ending.abort()
  })
})

describe('many at once', () => {
  test('are this machine, not the servers: unknown, tried by few, told to nobody', async () => {
    fail(...farAway.slice(0, 3))
    await clock.advance(15_000)
    expect(room.health.vantage).toMatchObject({ state: 'outage', failing: 3 })
    expect(verdicts().slice(0, 3)).toEqual(['unknown', 'unknown', 'unknown'])
    await clock.advance(2 * 60_000)
    expect(room.health.vantage.state).toBe('outage')
    expect(told).toEqual([])
  })

  test('that come back are up without a word', async () => {
    fail(...farAway)
    await clock.advance(60_000)
    for (const address of farAway) servers.become(address, 'well')
    await clock.advance(60_000)
    expect(room.health.vantage.state).toBe('clear')
    expect(verdicts()).toEqual(['up', 'up', 'up', 'up', 'up'])
    expect(told).toEqual([])
  })

  test('that stay away for five minutes are judged by it', async () => {
    fail(...farAway)
    await clock.advance(8 * 60_000)
    expect(room.health.vantage.state).toBe('clear')
    expect(verdicts()).toEqual(['down', 'down', 'down', 'down', 'up'])
    expect(told).toHaveLength(4)
  })

  test('are three at least: two go down by themselves', async () => {
    fail(...farAway.slice(0, 2))
    await clock.advance(60_000)
    expect(room.health.vantage.state).toBe('clear')
    expect(verdicts()).toEqual(['down', 'down', 'up', 'up', 'up'])
  })
})

test('after a sleep nothing is known until it has been asked, within ten seconds', async () => {
  clock.sleep(8 * 3_600_000)
  await clock.advance(1_000)
  expect(room.health.vantage.state).toBe('asleep')
  expect(verdicts()).toContain('unknown')
  await clock.advance(10_000)
  expect(verdicts()).toEqual(['up', 'up', 'up', 'up', 'up'])
  await clock.advance(2_000)
  expect(room.health.vantage.state).toBe('clear')
  expect(told).toEqual([])
  const { times } = room.health.history.uptime(near)[0] ?? {}
  expect(times?.unknown).toBeGreaterThan(8 * 3_600_000)
  expect(times?.down).toBe(0)
})
