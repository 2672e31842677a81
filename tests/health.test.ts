import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { SleepyClock } from './clock'
import { Room, within } from './connections-room'
import { testHost } from './host'
import { startServer, stdioCommand } from './servers/start'

/** A page that answers as told and counts how often it was asked. */
class HealthPage implements AsyncDisposable {
  status = 200
  headers: Record<string, string> = {}
  asked: string[] = []
  readonly #http: Server = createServer((request, response) => {
    this.asked.push(request.url ?? '')
    response.writeHead(this.status, this.headers).end('x'.repeat(100_000))
  })

  async start(): Promise<this> {
    this.#http.listen(0, '127.0.0.1')
    await once(this.#http, 'listening')
    return this
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}/health`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections()
    this.#http.close()
  }
}

let clock: SleepyClock
let room: Room

beforeEach(async () => {
  clock = new SleepyClock()
  room = await new Room({ clock }).start()
})

afterEach(() => room[Symbol.asyncDispose]())

const lastWords = 'exit-stdio: API_KEY is not set; see the documentation.'
const verdict = (id: string) => room.health.of(id).verdict
const marks = (id: string) =>
  room.health
    .of(id)
    .beats.map(({ mark }) => mark)
    .join('')

/** Lets time pass, second by second, until the server has this verdict. */
async function becomes(id: string, expected: string) {
  await vi.waitFor(async () => {
    if (verdict(id) !== expected) await clock.advance(1_000)
    expect(verdict(id)).toBe(expected)
  }, within)
}

/** Lets time pass to the next attempt, so often: none of it while a process takes its time to start. */
async function failsAgain(id: string, times: number) {
  for (let n = 0; n < times; n++) {
    await vi.waitFor(() => expect(room.connections.state(id).nextAttemptAt).not.toBeNull(), within)
    await clock.advance((room.connections.state(id).nextAttemptAt ?? 0) - clock.now())
  }
}

describe('checks', () => {
  test('come at the interval and leave a bar each', async () => {
    await using server = await startServer('modern.ts')
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    expect(room.health.of(id)).toMatchObject({ verdict: 'up', reason: 'answering', uptime24h: 1 })
    const before = room.health.of(id).beats.length
    await vi.waitFor(async () => {
      await clock.advance(1_000)
      expect(room.health.of(id).beats.length).toBe(before + 3)
    }, within)
    expect(room.health.checks(id, 10).map(({ kind, ok }) => `${kind} ${ok}`)).toContain('discover true')
  })

  test('a server that is off says so, and nothing else', async () => {
    const id = await room.add({ name: 'one', url: 'http://127.0.0.1:9/mcp', auto_connect: false })
    expect(room.health.of(id)).toMatchObject({
      verdict: 'off',
      reason: 'switched-off',
      action: 'connect',
      reached: null,
      checkedAt: null,
      okAt: null,
      uptime24h: null,
      beats: [],
    })
    await expect(room.health.check(id)).rejects.toMatchObject({
      code: 'not-connected',
      detail: { server: 'one', state: 'off' },
    })
  })

  test('now: a connected server is asked over its connection', async () => {
    await using server = await startServer('legacy.mjs')
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    expect(await room.health.check(id)).toMatchObject({ kind: 'ping', ok: true, error: null })
    expect(room.health.checks(id, 1)[0]).toMatchObject({ kind: 'ping', ok: true })
  })

  test('now: a waiting server tries at once, and that attempt is the answer', async () => {
    const first = await startServer('legacy.mjs')
    await first.kill()
    const id = await room.add({ name: 'one', url: first.url })
    await vi.waitFor(() => expect(room.connections.state(id).error?.code).toBe('refused'), within)
    expect(await room.health.check(id)).toMatchObject({
      kind: 'connect',
      ok: false,
      error: { code: 'refused' },
    })
    await using _second = await startServer('legacy.mjs', ['--port', String(first.port)])
    expect(await room.health.check(id)).toMatchObject({ kind: 'connect', ok: true })
  })

  test('a stdio server that ends is down after three attempts', async () => {
    const id = await room.add({ name: 'one', ...stdioCommand('exit-stdio.ts') })
    await failsAgain(id, 2)
    await vi.waitFor(() => expect(verdict(id)).toBe('down'), within)
    expect(room.health.of(id)).toMatchObject({ reason: 'failing', okAt: null })
    expect(room.health.checks(id, 1)[0]?.error?.code).toBe('process-exited')
  })

  test.each([
    ['with an error', []],
    ['well', ['--code', '0']],
    ['by a signal', ['--signal', 'SIGSEGV']],
    ['once it has been greeted', ['--greeted']],
  ])('F29 a process that keeps ending, %s, is left alone until somebody asks', async (_, args) => {
    const id = await room.add({ name: 'one', ...stdioCommand('exit-stdio.ts', args) })
    await failsAgain(id, 4)
    await vi.waitFor(() => expect(room.health.of(id).reason).toBe('crash-loop'), within)
    expect(room.health.of(id)).toMatchObject({ verdict: 'down', action: 'open-log', detail: { crashes: 5 } })
    expect(room.connections.details(id).stderr).toContain(lastWords)
    expect(room.connections.state(id)).toMatchObject({ state: 'waiting', nextAttemptAt: null })
    const before = room.health.checks(id, 500).length
    await clock.advance(20 * 60_000)
    expect(room.health.checks(id, 500)).toHaveLength(before)
    void room.health.check(id)
    await vi.waitFor(() => expect(room.health.checks(id, 500).length).toBeGreaterThan(before), within)
    await vi.waitFor(() => expect(room.connections.state(id).nextAttemptAt).not.toBeNull(), within)
    expect(room.health.of(id).reason).not.toBe('crash-loop')
  })

  test('real calls are evidence: an answer with an error is a sign of life', async () => {
    await using server = await startServer('legacy.mjs')
    const id = await room.add({ name: 'one', url: server.url })
    await room.becomes(id, 'connected')
    await room.connections.callTool(id, 'echo', { wrong: 'argument' }).catch(() => undefined)
    expect(room.health.checks(id, 1)[0]).toMatchObject({ kind: 'call', ok: true })
  })
})

test('a server that dies is down within seconds and up again once it is back', async () => {
  const first = await startServer('legacy.mjs')
  const id = await room.add({ name: 'one', url: first.url })
  await room.becomes(id, 'connected')
  const told: string[] = []
  room.health.on('verdict', ({ from, to }) => told.push(`${from} → ${to}`))
  await first.kill()
  const startedAt = clock.now()
  await becomes(id, 'down')
  expect(clock.now() - startedAt).toBeLessThan(30_000)
  await using _second = await startServer('legacy.mjs', ['--port', String(first.port)])
  await becomes(id, 'up')
  expect(told).toEqual(['up → down', 'down → up'])
})

test('slow answers, three times running, make a server slow', async () => {
  await using server = await startServer('legacy.mjs')
  const slow = {
    now: () => clock.now() + Math.floor(performance.now() * 1_000),
    after: clock.after.bind(clock),
  }
  await using other = await new Room({ clock: slow }).start()
  other.preferences.set({ slowAfterMs: 1 })
  const id = await other.add({ name: 'one', url: server.url })
  await other.becomes(id, 'connected')
  for (let n = 0; n < 3; n++) await other.health.check(id)
  expect(other.health.of(id)).toMatchObject({ verdict: 'slow', reason: 'answering-slowly' })
  expect(other.health.of(id).beats.at(-1)?.mark).toBe('s')
})

test("a checker of one's own counts beside the protocol, as long as it is set", async () => {
  await using server = await startServer('modern.ts')
  const id = await room.add({ name: 'one', url: server.url })
  await room.becomes(id, 'connected')
  room.health.setChecker({ check: async ({ registration }) => `${registration.name} has no disk left` })
  expect(await room.health.check(id)).toMatchObject({
    kind: 'custom',
    ok: false,
    error: { code: 'check-failed', message: 'Its own check failed: one has no disk left.' },
  })
  room.health.setChecker({ check: () => Promise.reject(new Error('broken')) })
  expect((await room.health.check(id)).error?.message).toContain('broken')
  room.health.setChecker({ check: () => new Promise(() => {}) })
  const endless = room.health.check(id)
  await clock.advance(10_000)
  expect((await endless).error?.message).toContain('no answer within 10 s')
  room.health.setChecker(null)
  expect(await room.health.check(id)).toMatchObject({ ok: true })
})

describe('a health address', () => {
  test('counts beside the protocol: when it fails, the check fails', async () => {
    await using server = await startServer('modern.ts')
    await using page = await new HealthPage().start()
    const id = await room.add({ name: 'one', url: server.url, health_check_url: page.url })
    await room.becomes(id, 'connected')
    expect(await room.health.check(id)).toMatchObject({ ok: true })
    page.status = 503
    expect(await room.health.check(id)).toMatchObject({
      kind: 'http',
      ok: false,
      error: { code: 'http-status' },
    })
    await becomes(id, 'down')
    expect(room.connections.state(id).state).toBe('connected')
    page.status = 204
    await becomes(id, 'up')
  })

  test('that asks to be left alone passes, and is left alone for as long', async () => {
    await using server = await startServer('modern.ts')
    await using page = await new HealthPage().start()
    const id = await room.add({ name: 'one', url: server.url, health_check_url: page.url })
    await room.becomes(id, 'connected')
    page.status = 429
    page.headers = { 'retry-after': '600' }
    expect(await room.health.check(id)).toMatchObject({ ok: true, error: null })
    expect(room.health.of(id).beats.at(-1)?.mark).toBe('s')
    page.asked = []
    page.status = 503
    expect(await room.health.check(id)).toMatchObject({ ok: true })
    expect(page.asked).toEqual([])
    page.status = 204
    await clock.advance(600_000)
    await vi.waitFor(async () => {
      await room.health.check(id)
      expect(page.asked.length).toBeGreaterThan(0)
    }, within)
  })

  test('that keeps changing makes the server flapping, until it is quiet or somebody asks', async () => {
    await using server = await startServer('modern.ts')
    await using page = await new HealthPage().start()
    const id = await room.add({ name: 'one', url: server.url, health_check_url: page.url })
    await room.becomes(id, 'connected')
    room.preferences.set({ checkIntervalMs: 1_000, downAfter: 1, upAfter: 1 })
    for (const [status, expected] of [
      [503, 'down'],
      [204, 'up'],
      [503, 'down'],
      [204, 'flapping'],
    ] as const) {
      page.status = status
      await becomes(id, expected)
    }
    expect(room.health.of(id)).toMatchObject({ reason: 'unsettled', action: 'resume' })
    await clock.advance(4 * 60_000)
    expect(verdict(id)).toBe('flapping')
    await room.health.check(id)
    expect(verdict(id)).toBe('up')
  })

  test('is not followed to another host, but on its own', async () => {
    await using server = await startServer('modern.ts')
    await using other = await new HealthPage().start()
    await using page = await new HealthPage().start()
    const id = await room.add({ name: 'one', url: server.url, health_check_url: page.url })
    await room.becomes(id, 'connected')
    page.status = 302
    page.headers = { location: other.url }
    expect(await room.health.check(id)).toMatchObject({ ok: false })
    expect(other.asked).toEqual([])
    page.asked = []
    page.headers = { location: '/elsewhere' }
    expect(await room.health.check(id)).toMatchObject({ ok: false })
    expect(page.asked.length).toBeGreaterThan(1)
    expect(page.asked.length).toBeLessThanOrEqual(12)
  })

  test('that answers has a waiting server tried at once', async () => {
    const first = await startServer('legacy.mjs')
    await first.kill()
    await using page = await new HealthPage().start()
    const id = await room.add({ name: 'one', url: first.url, health_check_url: page.url })
    await becomes(id, 'down')
    const attempts: boolean[] = []
    room.connections.on('evidence', ({ ok }) => attempts.push(ok))
    page.asked = []
    await vi.waitFor(async () => {
      await clock.advance(500)
      expect(page.asked.length).toBeGreaterThan(0)
    }, within)
    await vi.waitFor(() => expect(attempts.length).toBeGreaterThan(0), within)
  })
})

test('a check that a sleep of the machine fell into says nothing', async () => {
  await using server = await startServer('modern.ts')
  const id = await room.add({ name: 'one', url: server.url })
  await room.becomes(id, 'connected')
  const before = marks(id)
  clock.sleep(3_600_000)
  await server.kill()
  await vi.waitFor(() => expect(room.connections.state(id).state).not.toBe('connected'), within)
  expect(marks(id)).toBe(before)
  expect(room.health.of(id)).toMatchObject({ verdict: 'unknown', reason: 'asking-anew', action: 'wait' })
  expect(room.health.vantage.state).toBe('asleep')
})

test('what was seen is there after a restart, the verdict waits for news', async () => {
  await using host = testHost({ clock })
  await using server = await startServer('legacy.mjs')
  const first = await new Room(host).start()
  const id = await first.add({ name: 'one', url: server.url })
  await first.becomes(id, 'connected')
  await first.health.check(id)
  const before = first.health.of(id)
  await first[Symbol.asyncDispose]()

  const second = new Room(host)
  await second.vault.start()
  await second.registry.start()
  second.health.start()
  expect(second.health.of(id)).toMatchObject({
    verdict: 'unknown',
    beats: before.beats,
    okAt: before.okAt,
    uptime24h: before.uptime24h,
  })
  second.connections.start()
  await second.becomes(id, 'connected')
  expect(second.health.of(id).verdict).toBe('up')
  await second[Symbol.asyncDispose]()
})
