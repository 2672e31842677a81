import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { Alternatives, type AnyTerms } from '../src/main/routing/alternatives'
import { Embeddings } from '../src/main/routing/embeddings'
import { Routing } from '../src/main/routing/routing'
import { Uses } from '../src/main/routing/uses'
import { Vectors } from '../src/main/routing/vectors'
import type { AnyRunEvent } from '../src/shared/contract/alternatives'
import { TestClock } from './clock'
import { Room, within } from './connections-room'
import { startServer } from './servers/start'
import { RpcError, WilfulServer } from './wilful-server'

let room: Room
let alternatives: Alternatives

beforeEach(async () => {
  room = await new Room().start()
  alternatives = new Alternatives({ ...room, clock: room.host.clock, random: () => 0 })
  alternatives.start()
})

afterEach(async () => {
  alternatives.end()
  await room[Symbol.asyncDispose]()
})

const takesCity = { type: 'object', properties: { city: { type: 'string' } } }
const readOnly = { annotations: { readOnlyHint: true } }

/** A connected server of a service with one tool, `forecast`, that says who answered. */
async function equal(name: string, more: { tool?: object; registration?: object } = {}) {
  const one = await new WilfulServer().start()
  // A stream or a connection that ends would tell of its death before a call can.
  one.streams = false
  one.keepsSockets = false
  one.answers['tools/list'] = () => ({
    tools: [{ name: 'forecast', inputSchema: takesCity, ...more.tool }],
  })
  one.answers['tools/call'] = () => ({ content: [{ type: 'text', text: name }] })
  const registration = { name, url: one.url, metadata: { service: 'weather' }, ...more.registration }
  const id = await room.add(registration)
  await room.becomes(id, 'connected')
  await vi.waitFor(() => expect(room.health.of(id).verdict).toBe('up'), within)
  onTestFinished(() => one[Symbol.asyncDispose]())
  return { one, id, calls: () => one.count('tools/call') }
}

const forecast = (server: string, more: object = {}) => ({
  server,
  tool: 'forecast',
  arguments: { city: 'Oslo' },
  ...more,
})

/** Takes the call and breaks off: nobody knows whether it ran. */
function breakOff({ one }: { one: WilfulServer }): void {
  one.answers['tools/call'] = (_params, response) => void response.destroy()
}

async function told(server: string, terms?: AnyTerms): Promise<AnyRunEvent[]> {
  const events: AnyRunEvent[] = []
  for await (const event of alternatives.run(forecast(server), terms)) events.push(event)
  return events
}

describe('a call to one of several equal servers', () => {
  test('is answered by the highest priority that is well, and says why', async () => {
    await equal('low', { registration: { priority: 1 } })
    await equal('high', { registration: { priority: 9 } })
    const [chosen, result] = await told('low')
    expect(chosen).toMatchObject({ kind: 'chosen', server: 'high', why: 'standing', passedOver: [] })
    expect(result).toMatchObject({
      kind: 'result',
      server: 'high',
      tried: [],
      result: { content: [{ text: 'high' }] },
    })
  })

  test('goes on at the other where the chosen one refuses connections', async () => {
    const first = await equal('first', { registration: { priority: 9 } })
    await equal('second')
    expect((await alternatives.call(forecast('first'))).server).toBe('first')
    await first.one[Symbol.asyncDispose]()
    expect(await told('first')).toMatchObject([
      { kind: 'chosen', server: 'first' },
      { kind: 'failover', from: 'first', to: 'second', code: 'server-unreachable' },
      { kind: 'result', server: 'second', tried: [{ server: 'first', code: 'server-unreachable' }] },
    ])
    await vi.waitFor(() => expect(room.connections.state(first.id).state).not.toBe('connected'), within)
    const [chosen] = await told('first')
    expect(chosen).toMatchObject({
      server: 'second',
      why: 'only',
      passedOver: [{ server: 'first', reason: 'not-connected' }],
    })
  })

  test('that may have run is reported and nobody else asked', async () => {
    breakOff(await equal('first', { registration: { priority: 9 } }))
    const second = await equal('second')
    await expect(alternatives.call(forecast('first'))).rejects.toMatchObject({
      code: 'server-unreachable',
      detail: { outcome: 'unknown', tried: [{ server: 'first', code: 'server-unreachable' }] },
    })
    expect(second.calls()).toBe(0)
  })

  test('is asked again of the other where both say that it changes nothing', async () => {
    breakOff(await equal('first', { tool: readOnly, registration: { priority: 9 } }))
    await equal('second', { tool: { annotations: { idempotentHint: true } } })
    expect(await alternatives.call(forecast('first'))).toMatchObject({
      server: 'second',
      tried: [{ server: 'first', code: 'server-unreachable' }],
    })
  })

  test('is not asked again of one that does not say so itself', async () => {
    breakOff(await equal('first', { tool: readOnly, registration: { priority: 9 } }))
    const second = await equal('second')
    await expect(alternatives.call(forecast('first'))).rejects.toMatchObject({ code: 'server-unreachable' })
    expect(second.calls()).toBe(0)
  })

  test('that was answered with a refusal or an error of the tool is answered', async () => {
    const { one } = await equal('first', { tool: readOnly, registration: { priority: 9 } })
    const second = await equal('second', { tool: readOnly })
    one.answers['tools/call'] = () => {
      throw new RpcError(-32_602, 'no such city')
    }
    await expect(alternatives.call(forecast('first'))).rejects.toMatchObject({ code: 'server-refused' })
    one.answers['tools/call'] = () => ({ content: [], isError: true })
    expect(await alternatives.call(forecast('first'))).toMatchObject({ server: 'first', isError: true })
    expect(second.calls()).toBe(0)
  })

  test('is never answered by one whose tool takes something else, or that has none', async () => {
    const first = await equal('first')
    await equal('other', { tool: { inputSchema: { type: 'object', required: ['city'] } } })
    await equal('without', { tool: { name: 'tides' } })
    const [chosen] = await told('first')
    expect(chosen).toMatchObject({
      server: 'first',
      why: 'only',
      passedOver: [
        { server: 'other', reason: 'other-schema' },
        { server: 'without', reason: 'no-such-tool' },
      ],
    })
    await first.one[Symbol.asyncDispose]()
    await expect(alternatives.call(forecast('first'))).rejects.toMatchObject({
      code: 'server-unreachable',
      detail: { tried: [{ server: 'first' }] },
    })
  })

  test('goes to no other where that is wished, and not to those that are left out', async () => {
    const high = await equal('high', { registration: { priority: 9 } })
    await equal('low')
    expect(await alternatives.call(forecast('low', { onlyThis: true }))).toMatchObject({ server: 'low' })
    expect(await alternatives.call(forecast('high', { except: ['high'] }))).toMatchObject({ server: 'low' })
    expect(high.calls()).toBe(0)
    await expect(alternatives.call(forecast('high', { except: ['high', 'low'] }))).rejects.toMatchObject({
      code: 'not-found',
      detail: { kind: 'alternative' },
    })
    room.registry.setIntent(high.id, 'off')
    await expect(alternatives.call(forecast('high', { onlyThis: true }))).rejects.toMatchObject({
      code: 'not-connected',
    })
  })

  test('uses no alternative without consent to it, even where that is gone after it was chosen', async () => {
    const first = await equal('first')
    const second = await equal('second', { registration: { priority: 9 } })
    const mayUse = (id: string) => id !== second.id
    const [chosen] = await told('first', { mayUse })
    expect(chosen).toMatchObject({
      server: 'first',
      passedOver: [{ server: 'second', reason: 'no-consent' }],
    })
    let mayStill = true
    const run = alternatives.run(forecast('first'), { mayUse: () => mayStill })
    expect((await run.next()).value).toMatchObject({ kind: 'chosen', server: 'second' })
    mayStill = false
    expect((await run.next()).value).toMatchObject({ kind: 'chosen', server: 'first' })
    expect((await run.next()).value).toMatchObject({ kind: 'result', server: 'first' })
    await first.one[Symbol.asyncDispose]()
    await expect(told('first', { mayUse })).rejects.toMatchObject({ code: 'server-unreachable' })
    expect(second.calls()).toBe(0)
  })

  test('leaves alone who is muted or off, and asks the one named where there is nobody', async () => {
    const high = await equal('high', { registration: { priority: 9 } })
    const low = await equal('low')
    room.registry.mute(high.id, Date.now() + 3_600_000)
    expect((await alternatives.call(forecast('high'))).server).toBe('low')
    room.registry.setIntent(low.id, 'off')
    const [chosen] = await told('high')
    expect(chosen).toMatchObject({ server: 'high', why: 'named' })
  })

  test('that its caller stops is not passed on', async () => {
    const { one } = await equal('first', { tool: readOnly, registration: { priority: 9 } })
    const second = await equal('second', { tool: readOnly })
    const stop = new AbortController()
    one.answers['tools/call'] = () => void stop.abort()
    await expect(alternatives.call(forecast('first'), { signal: stop.signal })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(second.calls()).toBe(0)
  })
})

test('calls at once are spread over those that are equally fast', async () => {
  alternatives.end()
  await room[Symbol.asyncDispose]()
  // Whose time stands still: everything takes none.
  room = await new Room({ clock: new TestClock() }).start()
  alternatives = new Alternatives({ ...room, clock: room.host.clock, random: Math.random })
  await Promise.all(['a', 'b', 'c'].map((name) => equal(name)))
  const runs = Array.from({ length: 60 }, () => alternatives.run(forecast('a')))
  const chosen = await Promise.all(runs.map(async (run) => (await run.next()).value))
  const count = (name: string) => chosen.filter((one) => one && 'why' in one && one.server === name).length
  const counts = ['a', 'b', 'c'].map(count)
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(6)
  for (const run of runs) await run.return()
})

test('a process that is killed in the middle of a conversation is replaced by its twin', async () => {
  const running = await Promise.all([startServer('legacy.mjs'), startServer('modern.ts')])
  for (const [at, name] of ['one', 'other'].entries()) {
    const id = await room.add({ name, url: running[at]?.url, metadata: { service: 'twins' } })
    await room.becomes(id, 'connected')
  }
  const call = { server: 'one', tool: 'whoami', arguments: {} }
  const { server } = await alternatives.call(call)
  await running[server === 'one' ? 0 : 1]?.kill()
  const other = server === 'one' ? 'other' : 'one'
  expect((await alternatives.call(call)).server).toBe(other)
  expect((await alternatives.call(call)).server).toBe(other)
  await Promise.all(running.map((each) => each.stop()))
})

describe('services', () => {
  test('tell of each tool who has it and where it differs', async () => {
    await equal('a', { registration: { priority: 2 }, tool: { description: 'One way' } })
    await equal('b', { registration: { priority: 1 }, tool: { description: 'Another' } })
    const c = await equal('c', { tool: { inputSchema: { type: 'object' } } })
    expect(await alternatives.services()).toEqual([
      {
        service: 'weather',
        servers: ['a', 'b', 'c'].map((server) => expect.objectContaining({ server, verdict: 'up' })),
        tools: [{ tool: 'forecast', variants: [['a', 'b'], ['c']], without: [] }],
      },
    ])
    c.one.answers['tools/list'] = () => ({ tools: [{ name: 'tides', inputSchema: { type: 'object' } }] })
    await room.connections.readLists(c.id)
    expect(await alternatives.equals('a')).toEqual({
      service: 'weather',
      servers: [
        {
          server: 'b',
          alike: [{ tool: 'forecast', softer: ['description'] }],
          differs: [],
          onlyHere: [],
          onlyThere: [],
        },
        { server: 'c', alike: [], differs: [], onlyHere: ['forecast'], onlyThere: ['tides'] },
      ],
    })
  })

  test('are made and left by hand', async () => {
    await equal('a', { registration: { metadata: {} } })
    await equal('b', { registration: { metadata: {} } })
    expect(await alternatives.equals('a')).toEqual({ service: null, servers: [] })
    for (const name of ['a', 'b']) await room.registry.group(name, 'by hand')
    expect((await alternatives.equals('a')).servers.map(({ server }) => server)).toEqual(['b'])
    await room.registry.group('b', null)
    expect((await alternatives.equals('a')).servers).toEqual([])
  })
})

test('a route offers the same tool of equal servers once, and each by itself where that is wished', async () => {
  await equal('low', { registration: { priority: 1 } })
  await equal('high', { registration: { priority: 9 } })
  await equal('alone', { registration: { metadata: {} } })
  await equal('differing', { tool: { inputSchema: { type: 'object' } } })
  const { database, vault, preferences: settings } = room
  const { clock, log } = room.host
  const embeddings = new Embeddings({ settings, vault, vectors: new Vectors(database), clock, log })
  const routing = new Routing({ ...room, uses: new Uses({ database, clock }), embeddings })
  const question = { query: 'forecast', servers: 5, tools: 20 }
  const { tools, servers } = await routing.route({ ...question, fold: true })
  expect(Object.fromEntries(tools.map(({ server, alternatives: others }) => [server, others]))).toEqual({
    high: ['low'],
    alone: [],
    differing: [],
  })
  expect(servers.find(({ server }) => server === 'low')?.service).toBe('weather')
  const whole = await routing.route({ ...question, fold: false })
  expect(whole.tools).toHaveLength(4)
})
