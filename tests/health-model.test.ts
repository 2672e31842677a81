import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TestClock } from './clock'
import { Room } from './connections-room'
import { ImaginaryServers, type Manner } from './imaginary-servers'

const longestBackoffMs = 60_000
const minuteMs = 60_000

/** A clock that can also be set, as a sleeping machine or a person does. */
class SettableClock extends TestClock {
  #offMs = 0

  override now(): number {
    return super.now() + this.#offMs
  }

  set(byMs: number): void {
    this.#offMs += byMs
  }
}

const targets = [
  { name: 'process', command: 'imaginary' },
  { name: 'local', url: 'http://127.0.0.1:8001/mcp' },
  { name: 'far 1', url: 'https://one.example.com/mcp' },
  { name: 'far 2', url: 'https://two.example.com/mcp' },
  { name: 'far 3', url: 'https://three.example.com/mcp' },
  { name: 'far 4', url: 'https://four.example.com/mcp' },
]
const addressOf = ({ url, command }: { url?: string; command?: string }) => url ?? command ?? ''

const server = fc.nat(targets.length - 1)
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.integer({ min: 0, max: 90_000 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom<Manner>('well', 'refusing', 'silent', 'deaf', 'crashing'),
      server,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom<Manner>('well', 'refusing', 'silent') }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('hang-up', 'edit', 'call', 'check', 'on', 'off', 'connect', 'hurry'),
      server,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('offline', 'online', 'other-network') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sleep'), ms: fc.integer({ min: 1, max: 5e7 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('set-back'), ms: fc.integer({ min: 1, max: 5e6 }) }) },
)
type Step = { do: string; server?: number; ms?: number }

/** Rollcall over imaginary servers, with what must hold of it at any time. */
class World implements AsyncDisposable {
  readonly clock = new SettableClock()
  readonly servers = new ImaginaryServers()
  network = 'here'
  readonly room = new Room({ clock: this.clock, network: () => this.network }, this.servers.open)
  ids: string[] = []
  #edits = 0

  async start(): Promise<this> {
    await this.room.start()
    for (const target of targets) this.ids.push(await this.room.add(target))
    for (const event of ['changed', 'verdict'] as const) this.room.health.on(event, () => this.check())
    this.room.connections.on('changed', (id) => {
      const { nextAttemptAt } = this.room.connections.state(id)
      if (nextAttemptAt === null) return
      expect(nextAttemptAt - this.clock.now()).toBeLessThanOrEqual(longestBackoffMs)
      expect(nextAttemptAt).toBeGreaterThanOrEqual(this.clock.now())
    })
    return this
  }

  async take({ do: what, server = -1, ms = 0 }: Step): Promise<void> {
    const { health, connections, registry } = this.room
    const id = this.ids[server] ?? ''
    const address = addressOf(targets[server] ?? {})
    if (what === 'wait') await this.clock.advance(ms)
    else if (what === 'sleep') this.clock.set(ms)
    else if (what === 'set-back') this.clock.set(-ms)
    else if (what === 'offline') this.network = ''
    else if (what === 'online') this.network = 'here'
    else if (what === 'other-network') this.network = 'there'
    else if (what === 'hang-up') this.servers.hangUp(address)
    else if (what === 'call') void connections.callTool(id, 'echo', {}).catch(() => {})
    else if (what === 'check') void health.check(id).catch(() => {})
    else if (what === 'connect') connections.connect(id)
    else if (what === 'edit') await this.#edit(server)
    else if (what === 'hurry') await this.#hurry(id)
    else if (what === 'on' || what === 'off') registry.setIntent(id, what)
    else if (server >= 0) this.servers.become(address, what as Manner)
    else for (const target of targets.slice(2)) this.servers.become(addressOf(target), what as Manner)
    for (let turn = 0; turn < 3; turn++) await this.clock.advance(0)
    this.check()
    if (['offline', 'outage'].includes(health.vantage.state))
      for (const far of this.ids.slice(2))
        expect(health.of(far).verdict).toBe(registry.get(far)?.intent === 'on' ? 'unknown' : 'off')
  }

  /** Holds at any time. */
  check(): void {
    const { health } = this.room
    expect(this.servers.mostOpening).toBeLessThanOrEqual(1)
    for (const [index, id] of this.ids.entries()) {
      const { verdict, reason } = health.of(id)
      const unseen = ['asking-anew', 'machine-offline', 'outage', 'not-checked'].includes(reason)
      if (unseen) expect(verdict).toBe('unknown')
      if (reason === 'machine-offline' || reason === 'outage') expect(index).toBeGreaterThanOrEqual(2)
    }
  }

  /** Holds soon after anything: a wanted server is connected, is or will be tried, or says why it is left alone. */
  async settled(): Promise<void> {
    await this.clock.advance(2_500)
    for (let n = 0; n < 5 && this.ids.some((id) => this.#idles(id)); n++) await this.clock.advance(700)
    const { health, registry } = this.room
    expect(this.ids.filter((id) => this.#idles(id))).toEqual([])
    for (const [index, id] of this.ids.entries()) {
      const { verdict } = health.of(id)
      if (registry.get(id)?.intent === 'off') expect(verdict).toBe('off')
      else if (index >= 2 && this.network === '') expect(verdict).toBe('unknown')
    }
  }

  /** Changes what is connected to, though not where. */
  async #edit(server: number): Promise<void> {
    const { name = '', url } = targets[server] ?? {}
    const edit = String(++this.#edits)
    await this.room.registry.update(
      name,
      url === undefined ? { args: [edit] } : { type: this.#edits % 2 ? 'sse' : 'http' },
    )
  }

  /** Somebody plays with the switch while an attempt is under way. */
  async #hurry(id: string): Promise<void> {
    const { connections, registry } = this.room
    connections.connect(id)
    await this.clock.advance(100)
    for (const wish of ['off', 'on'] as const) registry.setIntent(id, wish)
  }

  #idles(id: string): boolean {
    const { health, connections, registry } = this.room
    const { state, nextAttemptAt } = connections.state(id)
    if (registry.get(id)?.intent === 'off') return state !== 'off'
    if (state === 'connected' || state === 'connecting' || nextAttemptAt !== null) return false
    return !['crash-loop', 'unsettled', 'machine-offline', 'outage'].includes(health.of(id).reason)
  }

  /** Everything is mended: what is wanted comes back by itself, but for what a person has to ask for. */
  async recovers(): Promise<void> {
    const { health, connections, registry } = this.room
    this.network = 'here'
    for (const target of targets) this.servers.become(addressOf(target), 'well')
    for (const id of this.ids) if (health.of(id).reason === 'crash-loop') connections.connect(id)
    await this.clock.advance(7 * minuteMs)
    for (const id of this.ids) {
      const wanted = registry.get(id)?.intent === 'on'
      expect(connections.state(id).state).toBe(wanted ? 'connected' : 'off')
      expect(health.of(id).verdict).toBe(wanted ? 'up' : 'off')
    }
    expect(health.vantage.state).toBe('clear')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.room[Symbol.asyncDispose]()
  }
}

test('whatever happens to servers and machine, verdicts stay true and nothing gets stuck', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), async (steps) => {
      await using world = await new World().start()
      for (const one of steps) await world.take(one)
      await world.settled()
      await world.recovers()
    }),
    { numRuns: 60, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: false },
  )
}, 60_000)
