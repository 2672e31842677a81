import { EventEmitter } from 'node:events'
import type { Verdict, VerdictReason } from '../../shared/contract/health'
import type { Connections } from '../connections/connections'
import type { Clock } from '../host'
import type { Registry } from '../registry/registry'
import type { ServerRecord } from '../registry/server-record'
import type { Preferences } from '../settings/preferences'
import { Chart } from './chart'
import type { History } from './history'
import { type Limits, limitsOf } from './limits'
import type { Remote } from './outage'
import { isRemote } from './remote'
import type { Blindness } from './vantage'

const beatsMax = 40
/** Nobody's limit for slow answers makes a missed check of what takes less. */
const leastSlowMs = 1_000

/** The charts of all servers. Whatever may change a verdict comes through `judge`, which has the connection rest or go on. */
export class Charts extends EventEmitter<{
  changed: [serverId: string]
  verdict: [{ serverId: string; from: Verdict; to: Verdict; reason: VerdictReason }]
}> {
  readonly #registry: Registry
  readonly #connections: Connections
  readonly #settings: Preferences
  readonly #history: History
  readonly #clock: Clock
  readonly #blindness: () => Blindness | null
  readonly #charts = new Map<string, Chart>()
  /** Servers of other machines. */
  readonly #remotes = new Set<string>()

  constructor(parts: {
    registry: Registry
    connections: Connections
    settings: Preferences
    history: History
    clock: Clock
    /** What keeps servers of other machines from being seen. */
    blindness: () => Blindness | null
  }) {
    super()
    this.#registry = parts.registry
    this.#connections = parts.connections
    this.#settings = parts.settings
    this.#history = parts.history
    this.#clock = parts.clock
    this.#blindness = parts.blindness
  }

  get(id: string): Chart | undefined {
    return this.#charts.get(id)
  }

  get ids(): string[] {
    return [...this.#charts.keys()]
  }

  get remoteIds(): string[] {
    return [...this.#remotes]
  }

  isRemote(id: string): boolean {
    return this.#remotes.has(id)
  }

  /** What is known of the wanted servers of other machines. */
  get remotes(): Remote[] {
    return this.remoteIds.flatMap((id) => {
      const chart = this.#registry.get(id)?.intent === 'on' ? this.#charts.get(id) : undefined
      return chart ? [chart.remote] : []
    })
  }

  /** Takes a server in, or its changed registration. */
  place({ id, registration }: ServerRecord): void {
    const { checks } = this.#history
    if (!this.#charts.has(id))
      this.#charts.set(id, new Chart(checks.newest(id, beatsMax), checks.lastGood(id)))
    if (isRemote(registration)) this.#remotes.add(id)
    else this.#remotes.delete(id)
  }

  remove(id: string): void {
    this.#charts.delete(id)
    this.#remotes.delete(id)
  }

  clear(): void {
    this.removeAllListeners()
    this.#charts.clear()
    this.#remotes.clear()
  }

  /** Judges anew, and has the connection rest or, within `withinMs`, go on as that says. */
  judge(id: string, withinMs = 0): void {
    const chart = this.#charts.get(id)
    const record = this.#registry.get(id)
    if (!chart || !record) return
    const { state: connection, error } = this.#connections.state(id)
    if (record.intent === 'off' || ['off', 'needs-approval', 'needs-auth'].includes(connection))
      chart.forgetSigns()
    const blindness = this.blindnessOf(id)
    const trouble = this.#connections.trouble(id)
    const circumstances = {
      intent: record.intent,
      connection,
      trouble,
      error: error?.code ?? null,
      blindness,
    }
    if (chart.judge(circumstances, this.limitsOf(id), this.#clock.now()))
      this.#history.turn(id, chart.judgement, chart.cause)
    this.emit('changed', id)
    const from = chart.news()
    const { verdict: to, reason } = chart.judgement
    // Being switched is a wish, which the registry tells of.
    if (from && from !== 'off' && to !== 'off') this.emit('verdict', { serverId: id, from, to, reason })
    this.#connections.hold(id, chart.resting || blindness !== null, withinMs)
  }

  blindnessOf(id: string): Blindness | null {
    return this.#remotes.has(id) ? this.#blindness() : null
  }

  limitsOf(id: string): Limits {
    return limitsOf(this.#registry.get(id)?.registration.metadata ?? {}, this.#settings.get())
  }

  /** How long a server may take for a sign of life: some times its own slow limit, less once it has missed one. */
  patienceMs(id: string): number {
    const times = this.#charts.get(id)?.isFailing ? 2 : 3
    return times * Math.max(leastSlowMs, this.limitsOf(id).slowAfterMs)
  }

  /** How long until a server is to be checked again, as a rule. */
  intervalMs(id: string): number {
    const { checkIntervalMs, steadyIntervalMs } = this.limitsOf(id)
    return this.#charts.get(id)?.isSteady(this.#clock.now()) ? steadyIntervalMs : checkIntervalMs
  }
}
