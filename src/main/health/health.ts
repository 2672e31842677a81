import { EventEmitter } from 'node:events'
import { Fault } from '../../shared/contract/fault'
import type { Check, Health as HealthShape, Verdict, VerdictReason } from '../../shared/contract/health'
import type { Settings } from '../../shared/contract/settings'
import type { Connections, Evidence } from '../connections/connections'
import { sameTarget } from '../connections/target'
import type { Database } from '../database/database'
import type { Clock, Log } from '../host'
import type { Registry } from '../registry/registry'
import type { ServerRecord } from '../registry/server-record'
import type { Preferences } from '../settings/preferences'
import { Chart } from './chart'
import { checkView } from './check-log'
import { Checkup } from './checkup'
import { History } from './history'
import { type Limits, limitsOf } from './limits'
import { Rounds } from './rounds'
import { Stalls } from './stalls'

/** Until a failure or a recovery is certain, the next checks come after these. */
const recheckMs = [1_000, 2_000]
/** After a stall everything is looked at again within this. */
const afterStallMs = 5_000
const beatsMax = 40

/**
 * What is known of every server's health: checks at intervals and on request, the outcome of connects and real calls,
 * and the verdicts they add up to. After a restart the bars of before are there, the verdict waits for new evidence.
 */
export class Health extends EventEmitter<{
  changed: [serverId: string]
  verdict: [{ serverId: string; from: Verdict; to: Verdict; reason: VerdictReason }]
}> {
  readonly #registry: Registry
  readonly #connections: Connections
  readonly #settings: Preferences
  readonly #clock: Clock
  /** What was. */
  readonly history: History
  readonly #checkup: Checkup
  readonly #rounds: Rounds
  readonly #stalls: Stalls
  readonly #charts = new Map<string, Chart>()

  constructor(parts: {
    database: Database
    registry: Registry
    connections: Connections
    settings: Preferences
    clock: Clock
    log: Log
  }) {
    super()
    this.#registry = parts.registry
    this.#connections = parts.connections
    this.#settings = parts.settings
    this.#clock = parts.clock
    this.history = new History(parts)
    this.#checkup = new Checkup(parts.connections, parts.clock)
    this.#rounds = new Rounds({
      clock: parts.clock,
      intervalMs: (id) => this.#intervalMs(id),
      check: (id) => this.#round(id),
    })
    this.#stalls = new Stalls(parts.clock, (lastBeatAt) => this.#afterStall(lastBeatAt))
  }

  /** Begins to watch and to check. Comes after the registry and before the connections start. */
  start(): void {
    const records = this.#registry.all()
    this.history.start(new Set(records.map(({ id }) => id)))
    this.#registry.on('added', this.#added).on('changed', this.#replaced).on('removed', this.#removed)
    this.#connections.on('changed', this.#rejudge).on('evidence', this.#onEvidence).on('wanted', this.#resume)
    this.#settings.on('changed', this.#onSettings)
    for (const record of records) this.#added(record)
    this.#stalls.start()
  }

  /** Stops checking and writes what is waiting. */
  end(): void {
    this.#registry.off('added', this.#added).off('changed', this.#replaced).off('removed', this.#removed)
    this.#connections
      .off('changed', this.#rejudge)
      .off('evidence', this.#onEvidence)
      .off('wanted', this.#resume)
    this.#settings.off('changed', this.#onSettings)
    this.#stalls.end()
    this.#rounds.end()
    this.#checkup.end()
    this.#charts.clear()
    this.history.end()
  }

  of(id: string): HealthShape {
    const chart = this.#charts.get(id) ?? new Chart([], undefined)
    return chart.view(this.#charts.has(id) ? this.history.uptime24h(id) : null)
  }

  /** The kept checks, newest first, at most 500. */
  checks(id: string, limit: number): Check[] {
    return this.history.checks.newest(id, limit).map(checkView)
  }

  /**
   * Checks now and answers with the finished check; a server waiting for its next attempt tries at once, and that
   * attempt is the check. Throws Fault not-found, not-connected (off, needs approval, needs a sign-in).
   */
  async check(id: string): Promise<Check> {
    const record = this.#registry.get(id)
    if (!record)
      throw new Fault('not-found', 'This server is not registered any more.', { kind: 'server', name: id })
    this.#resume(id)
    if (this.#connections.state(id).state !== 'connected') return checkOf(await this.#checkup.attempt(record))
    const evidence = await this.#checkup.connected(record)
    this.#take(evidence)
    return checkOf(evidence)
  }

  /** One scheduled check; resolves to when the next should come, where sooner than usual. */
  async #round(id: string): Promise<number | undefined> {
    const record = this.#registry.get(id)
    if (!record || record.intent === 'off') return undefined
    const stalls = this.#stalls.look()
    if (this.#connections.state(id).state !== 'connected') {
      // Quiet for long enough, a server that flapped is no longer one.
      this.#rejudge(id)
      if (!this.#charts.get(id)?.resting) await this.#checkup.knock(record)
      return undefined
    }
    const evidence = await this.#checkup.connected(record)
    if (this.#stalls.look() !== stalls) return 0
    if (this.#registry.get(id)) this.#take(evidence)
    return undefined
  }

  #take(evidence: Evidence): void {
    const { serverId: id, ok, error } = evidence
    const chart = this.#charts.get(id)
    if (!chart) return
    this.history.count(chart.add(evidence, this.#limitsOf(id)))
    this.#rejudge(id)
    const { verdict, reason, detail } = chart.judgement
    if (reason === 'failing-once') this.#rounds.soon(id, recheckMs[Number(detail.failures) - 1] ?? 0)
    if (reason === 'recovering') this.#rounds.soon(id, recheckMs[0] ?? 0)
    const hung = verdict === 'down' && error?.code === 'timeout' && this.#connections.callsOf(id) === 0
    if (!ok && error && hung && this.#connections.state(id).state === 'connected')
      this.#connections.suspect(id, error)
  }

  readonly #onEvidence = (evidence: Evidence): void => {
    const stalls = this.#stalls.seen
    // A failure that is the first thing heard after a stall is the stall's.
    if (!evidence.ok && this.#stalls.look() !== stalls) return
    this.#take(evidence)
  }

  readonly #added = (record: ServerRecord): void => {
    const { id } = record
    this.#charts.set(
      id,
      new Chart(this.history.checks.newest(id, beatsMax), this.history.checks.lastGood(id)),
    )
    this.#rounds.add(id)
    this.#rejudge(id)
  }

  readonly #replaced = (now: ServerRecord, before: ServerRecord): void => {
    if (!sameTarget(now.registration, before.registration)) this.#charts.get(now.id)?.forgetSigns()
    this.#rejudge(now.id)
  }

  readonly #removed = ({ id }: ServerRecord): void => {
    this.#charts.delete(id)
    this.#rounds.remove(id)
    this.history.leave(id)
  }

  readonly #onSettings = (now: Settings, before: Settings): void => {
    if (now.checkIntervalMs !== before.checkIntervalMs) this.#rounds.respread()
    for (const id of this.#charts.keys()) this.#rejudge(id)
  }

  readonly #resume = (id: string): void => {
    this.#charts.get(id)?.resume()
    this.#rejudge(id)
  }

  readonly #rejudge = (id: string): void => {
    const chart = this.#charts.get(id)
    const record = this.#registry.get(id)
    if (!chart || !record) return
    const { state: connection, error } = this.#connections.state(id)
    if (record.intent === 'off' || ['off', 'needs-approval', 'needs-auth'].includes(connection))
      chart.forgetSigns()
    const from = chart.judgement.verdict
    const circumstances = { intent: record.intent, connection, error: error?.code ?? null }
    const changed = chart.judge(circumstances, this.#limitsOf(id), this.#clock.now())
    if (changed) this.history.turn(id, chart.judgement, chart.cause)
    this.emit('changed', id)
    const { verdict: to, reason } = chart.judgement
    // Being switched is a wish, which the registry tells of.
    if (changed && from !== 'off' && to !== 'off') this.emit('verdict', { serverId: id, from, to, reason })
    this.#connections.hold(id, chart.resting)
  }

  #limitsOf(id: string): Limits {
    return limitsOf(this.#registry.get(id)?.registration.metadata ?? {}, this.#settings.get())
  }

  #intervalMs(id: string): number {
    const { checkIntervalMs, steadyIntervalMs } = this.#limitsOf(id)
    return this.#charts.get(id)?.isSteady(this.#clock.now()) ? steadyIntervalMs : checkIntervalMs
  }

  /** Whatever waits may be there again, and whatever is connected may be gone. */
  #afterStall(lastBeatAt: number): void {
    this.history.skip(lastBeatAt)
    for (const id of this.#charts.keys()) {
      this.#rounds.soon(id, Math.random() * afterStallMs)
      if (!this.#charts.get(id)?.resting) this.#connections.retryNow(id)
    }
  }
}

function checkOf({ at, kind, ok, latencyMs, error }: Evidence): Check {
  const told = error && { code: error.code, message: error.message }
  return { at: new Date(at).toISOString(), kind, ok, latencyMs, error: told }
}
