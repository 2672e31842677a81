import { EventEmitter } from 'node:events'
import { Fault } from '../../shared/contract/fault'
import type {
  Check,
  Health as HealthShape,
  Vantage as VantageShape,
  Verdict,
  VerdictReason,
} from '../../shared/contract/health'
import type { Settings } from '../../shared/contract/settings'
import type { Connections, Evidence } from '../connections/connections'
import { sameTarget } from '../connections/target'
import type { Database } from '../database/database'
import type { Clock, Host } from '../host'
import type { Registry } from '../registry/registry'
import type { ServerRecord } from '../registry/server-record'
import type { Preferences } from '../settings/preferences'
import { Chart } from './chart'
import { Charts } from './charts'
import { checkView } from './check-log'
import type { HealthChecker } from './checker'
import { Checkup } from './checkup'
import { History } from './history'
import { Rounds } from './rounds'
import { Stalls } from './stalls'
import { type Blindness, Vantage } from './vantage'

/** Until a failure or a recovery is certain, the next checks come after these. */
const recheckMs = [1_000, 2_000]
/** After a sleep or an outage everything is looked at again within this, spread out. */
const anewMs = 10_000
/** On a network that has just come or changed, this soon. */
const onNetworkMs = 1_500
/** In an outage one of those that failed is tried, this often. */
const scoutMs = 3_000
/** Others that are asked when a server of another machine fails, to tell its fault from ours. */
const witnessesMax = 10

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
  readonly #vantage: Vantage
  readonly #charts: Charts
  /** To be tried at their next round, if they are not connected then. */
  readonly #due = new Set<string>()
  #scoutedAt = Number.NEGATIVE_INFINITY

  constructor(parts: {
    database: Database
    registry: Registry
    connections: Connections
    settings: Preferences
    host: Pick<Host, 'clock' | 'log' | 'network'>
  }) {
    super()
    this.#registry = parts.registry
    this.#connections = parts.connections
    this.#settings = parts.settings
    const { clock, log } = parts.host
    this.#clock = clock
    this.history = new History({ database: parts.database, clock, log })
    this.#checkup = new Checkup(parts.connections, clock)
    this.#rounds = new Rounds({
      clock,
      intervalMs: (id) => this.#charts.intervalMs(id),
      check: (id) => this.#round(id),
    })
    this.#stalls = new Stalls(clock, (lastBeatAt) => this.#afterStall(lastBeatAt))
    this.#vantage = new Vantage(parts.host, () => this.#charts.remotes)
    this.#charts = new Charts({
      ...parts,
      clock,
      history: this.history,
      blindness: () => this.#vantage.blindness,
    })
  }

  /** Begins to watch and to check. Comes after the registry and before the connections start. */
  start(): void {
    const records = this.#registry.all()
    this.history.start(new Set(records.map(({ id }) => id)))
    this.#registry.on('added', this.#added).on('changed', this.#replaced).on('removed', this.#removed)
    this.#connections.on('changed', this.#rejudge).on('evidence', this.#onEvidence).on('wanted', this.#resume)
    this.#settings.on('changed', this.#onSettings)
    this.#charts
      .on('changed', (id) => this.emit('changed', id))
      .on('verdict', (news) => this.emit('verdict', news))
    for (const record of records) this.#added(record)
    this.#stalls.start()
    this.#vantage
      .on('changed', this.#seeAnew)
      .on('network', () => this.#lookAnew(this.#charts.remoteIds, onNetworkMs))
    this.#vantage.start()
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
    this.#vantage.end()
    this.#rounds.end()
    this.#checkup.end()
    this.#charts.clear()
    this.history.end()
  }

  of(id: string): HealthShape {
    const chart = this.#charts.get(id)
    return chart ? chart.view(this.history.uptime24h(id)) : new Chart([], undefined).view(null)
  }

  /** The original's `set_health_checker`: one more check of every connected server; null takes it away. */
  setChecker(checker: HealthChecker | null): void {
    this.#checkup.checker = checker
  }

  /** What can be seen from here. */
  get vantage(): VantageShape {
    return this.#vantage.view
  }

  /** The same now and after each change, until the signal ends. */
  watch(signal: AbortSignal): AsyncGenerator<VantageShape> {
    return this.#vantage.watch(signal)
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
      await this.#approach(record)
      return undefined
    }
    if (this.#charts.blindnessOf(id) === 'offline') return undefined
    const evidence = await this.#checkup.connected(record)
    if (this.#stalls.look() !== stalls) return 0
    if (this.#registry.get(id)) this.#take(evidence)
    return undefined
  }

  /** A server that is wanted but not connected: whether something speaks for trying it before its time. */
  async #approach(record: ServerRecord): Promise<void> {
    const { id } = record
    // Quiet for long enough, a server that flapped is no longer one.
    this.#rejudge(id)
    const blindness = this.#charts.blindnessOf(id)
    const due = this.#due.delete(id)
    if (blindness === 'outage' && this.#clock.now() - this.#scoutedAt >= scoutMs) {
      this.#scoutedAt = this.#clock.now()
      this.#connections.retryNow(id)
    }
    if (blindness !== null || this.#charts.get(id)?.resting) return
    if (due) this.#connections.retryNow(id)
    else await this.#checkup.knock(record)
  }

  #take(evidence: Evidence): void {
    const { serverId: id, ok, error } = evidence
    const chart = this.#charts.get(id)
    if (!chart || (!ok && this.#charts.blindnessOf(id) !== null)) return
    this.history.count(chart.add(evidence, this.#charts.limitsOf(id)))
    if (this.#charts.isRemote(id)) this.#weigh(evidence, chart)
    this.#rejudge(id)
    const { verdict, reason, detail } = chart.judgement
    if (reason === 'failing-once') this.#rounds.soon(id, recheckMs[Number(detail.failures) - 1] ?? 0)
    if (reason === 'recovering') this.#rounds.soon(id, recheckMs[0] ?? 0)
    const hung = verdict === 'down' && error?.code === 'timeout' && this.#connections.callsOf(id) === 0
    if (!ok && error && hung && this.#connections.state(id).state === 'connected')
      this.#connections.suspect(id, error)
  }

  /** Tells a fault of one server from one of this machine, which all would have. */
  #weigh({ ok, at, serverId }: Evidence, chart: Chart): void {
    if (!ok || this.#vantage.blindness === 'outage') this.#vantage.look()
    if (chart.remote.brokeAt !== at) return
    const others = this.#charts.remoteIds.filter((id) => id !== serverId)
    const from = Math.floor(Math.random() * others.length)
    for (const id of [...others.slice(from), ...others.slice(0, from)].slice(0, witnessesMax))
      this.#rounds.soon(id, 0)
  }

  readonly #onEvidence = (evidence: Evidence): void => {
    const stalls = this.#stalls.seen
    // A failure that is the first thing heard after a stall is the stall's.
    if (!evidence.ok && this.#stalls.look() !== stalls) return
    this.#take(evidence)
  }

  readonly #added = (record: ServerRecord): void => {
    this.#charts.place(record)
    this.#rounds.add(record.id)
    this.#rejudge(record.id)
  }

  readonly #replaced = (now: ServerRecord, before: ServerRecord): void => {
    this.#charts.place(now)
    if (!sameTarget(now.registration, before.registration)) this.#charts.get(now.id)?.forgetSigns()
    this.#rejudge(now.id)
  }

  readonly #removed = ({ id }: ServerRecord): void => {
    this.#charts.remove(id)
    this.#due.delete(id)
    this.#rounds.remove(id)
    this.#checkup.forget(id)
    this.history.leave(id)
  }

  readonly #onSettings = (now: Settings, before: Settings): void => {
    if (now.checkIntervalMs !== before.checkIntervalMs) this.#rounds.respread()
    for (const id of this.#charts.ids) this.#rejudge(id)
  }

  readonly #resume = (id: string): void => {
    this.#charts.get(id)?.resume()
    this.#rejudge(id)
  }

  readonly #rejudge = (id: string): void => this.#charts.judge(id)

  /** Servers of other machines went out of sight, or came back into it. */
  readonly #seeAnew = (blindness: Blindness | null): void => {
    for (const id of this.#charts.remoteIds) {
      if (blindness !== null) this.#charts.get(id)?.loseSight()
      this.#charts.judge(id, Math.random() * anewMs)
    }
    if (blindness === null) this.#lookAnew(this.#charts.remoteIds, anewMs)
  }

  #afterStall(lastBeatAt: number): void {
    this.history.skip(lastBeatAt)
    for (const id of this.#charts.ids) {
      this.#charts.get(id)?.sleep()
      this.#checkup.forget(id)
      this.#rejudge(id)
    }
    this.#scoutedAt = Number.NEGATIVE_INFINITY
    this.#vantage.woke()
    this.#lookAnew(this.#charts.ids, anewMs)
  }

  /** Whatever waits may be there again, and whatever is connected may be gone. */
  #lookAnew(ids: Iterable<string>, withinMs: number): void {
    for (const id of ids) {
      this.#due.add(id)
      this.#rounds.anew(id, Math.random() * withinMs)
    }
  }
}

function checkOf({ at, kind, ok, latencyMs, error }: Evidence): Check {
  const told = error && { code: error.code, message: error.message }
  return { at: new Date(at).toISOString(), kind, ok, latencyMs, error: told }
}
