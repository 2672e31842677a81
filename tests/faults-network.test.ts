import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { SleepyClock } from './clock'
import { Room, within } from './connections-room'
import { type Cut, FaultProxy, type Manner } from './fault-proxy'
import { Invariants } from './invariants'
import { type RunningServer, startServer } from './servers/start'

/** Time is the test's own: it goes on as fast as the machine can. */
const soon = { ...within, interval: 5 }
/** How long a request may take once something is wrong; the SDK measures it by the real clock. */
const impatient = { requestTimeoutMs: 400 }
const patient = { requestTimeoutMs: 20_000 }
/** What crosses in these tests: more than one byte to a letter. */
const words = 'žluťoučký kůň — 快快快'

describe.each(['legacy.mjs', 'modern.ts'])('%s', (script) => {
  let clock: SleepyClock
  let room: Room
  let invariants: Invariants
  let server: RunningServer
  let proxy: FaultProxy
  let id: string
  let told: string[]

  beforeAll(async () => {
    server = await startServer(script)
  })
  afterAll(() => server.kill())

  beforeEach(async () => {
    proxy = await new FaultProxy(server.port).start()
    clock = new SleepyClock()
    room = await new Room({ clock }).start()
    invariants = new Invariants(room)
    id = await room.add({ name: 'one', url: proxy.url })
    await room.becomes(id, 'connected')
    told = []
    room.health.on('verdict', ({ to }) => told.push(to))
  })
  afterEach(async () => {
    await invariants.hold()
    await vi.waitFor(() => expect(proxy.stuck).toBe(0), soon)
    await proxy[Symbol.asyncDispose]()
    await invariants.nothingLeft()
  })

  const verdict = () => room.health.of(id).verdict
  /** Only those that Rollcall makes by itself; lists and calls are evidence, too. */
  const checks = () =>
    room.health.checks(id, 500).filter(({ kind }) => kind === 'ping' || kind === 'discover')
  const probes = () => proxy.count('ping') + proxy.count('server/discover')
  const echo = () => room.connections.callTool(id, 'echo', { text: words })

  /** The proxy goes wrong, and nobody waits for long. */
  async function goesWrong(manner: Manner) {
    room.preferences.set(impatient)
    await proxy.become(manner)
  }

  /** Everything is well again: it comes back by itself, and works. */
  async function recovers() {
    room.preferences.set(patient)
    await proxy.become({ do: 'pass' })
    await vi.waitFor(async () => {
      await clock.advance(1_000)
      expect(verdict()).toBe('up')
    }, soon)
    expect(await echo()).toMatchObject({ content: [{ text: words }] })
  }

  test.each<Cut>(['headers', 'chunk', 'body', 'character'])(
    'F19 an answer reset within its %s fails its call once, which is not sent again',
    async (at) => {
      await goesWrong({ do: 'cut', at, method: 'tools/call' })
      await expect(echo()).rejects.toMatchObject({
        code: expect.stringMatching(/^server-(?:unreachable|timeout)$/u),
      })
      room.preferences.set(patient)
      await clock.advance(60_000)
      expect(proxy.count('tools/call')).toBe(1)
      await recovers()
      expect(proxy.count('tools/call')).toBe(2)
      expect(told).not.toContain('down')
    },
  )

  test('F19 a list reset half way is read again', async () => {
    await echo()
    const before = proxy.count('tools/list')
    await goesWrong({ do: 'cut', at: 'body', method: 'tools/list' })
    const { content } = await room.connections.callTool(id, 'grow', {})
    await vi.waitFor(async () => {
      await clock.advance(100)
      expect(proxy.count('tools/list')).toBe(before + 1)
    }, soon)
    await recovers()
    await vi.waitFor(async () => {
      await clock.advance(1_000)
      expect(room.connections.tools(id).map(({ name }) => name)).toContain(content[0]?.text)
    }, soon)
  })

  test('F17 a server that accepts and never answers is down after three checks, and its sockets are closed', async () => {
    await goesWrong({ do: 'hang' })
    await vi.waitFor(async () => {
      await clock.advance(100)
      expect(verdict()).toBe('down')
    }, soon)
    expect(room.health.of(id)).toMatchObject({ verdict: 'down', reason: 'failing' })
    room.registry.setIntent(id, 'off')
    await vi.waitFor(async () => {
      await clock.advance(100)
      expect(proxy.stuck).toBe(0)
    }, soon)
    room.registry.setIntent(id, 'on')
    await recovers()
    expect(told.filter((to) => to === 'down')).toHaveLength(1)
  })

  test('F15 a check that began before this machine stood still says nothing', async () => {
    await goesWrong({ do: 'hang' })
    const [asked, before] = [probes(), checks().length]
    while (probes() === asked) await clock.advance(100)
    clock.sleep(10_000)
    await clock.advance(0)
    room.preferences.set(patient)
    await proxy.become({ do: 'pass' })
    await vi.waitFor(async () => {
      await clock.advance(1_000)
      expect(checks().length).toBeGreaterThan(before)
    }, soon)
    expect(
      checks()
        .slice(0, -before)
        .filter(({ ok }) => !ok),
    ).toEqual([])
    expect(verdict()).not.toBe('down')
    expect(told).not.toContain('down')
  })

  test('F20 an answer of one byte a second ends at the timeout', async () => {
    await goesWrong({ do: 'drip', clock })
    await expect(echo()).rejects.toMatchObject({ code: 'server-timeout' })
    await clock.advance(30_000)
    expect(proxy.count('tools/call')).toBe(1)
    await recovers()
  })

  test('a server that takes a request and closes its side fails the call once', async () => {
    await goesWrong({ do: 'half-close' })
    await expect(echo()).rejects.toMatchObject({ code: expect.stringMatching(/^server-/u) })
    expect(proxy.count('tools/call')).toBe(1)
    await recovers()
    expect(proxy.count('tools/call')).toBe(2)
  })

  test('a server that is gone is down and comes back on its port', async () => {
    await goesWrong({ do: 'refuse' })
    await vi.waitFor(async () => {
      await clock.advance(500)
      expect(verdict()).toBe('down')
    }, soon)
    expect(room.connections.state(id).error?.code).toBe('refused')
    await recovers()
    expect(told).toEqual(['down', 'up'])
  })
})
