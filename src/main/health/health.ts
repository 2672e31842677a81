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
import type { Host } from '../host'
import type { Registry } from '../registry/registry'
import type { ServerRecord } from '../registry/server-record'
import type { Preferences } from '../settings/preferences'
import { Chart } from './chart'
import { Charts } from './charts'
import { checkView } from './check-log'
import type { HealthChecker } from './checker'
import { Checkup } from './checkup'
import { History } from './history'
import { Lookout } from './lookout'
import { Rounds } from './rounds'
import { Stalls } from './stalls'
import { Vantage } from './vantage'
import type { Judgement } from './verdict'

/** Until a failure is certain, the next checks come so long after the first; where they take longer, at once. */
const recheckMs = [1_000, 3_000]
/** Until a recovery is certain, the next comes after this. */
const confirmMs = 1_000
/**
 * What is known of every server's health: checks at intervals and on request, the outcome of connects and real calls,
 * and the verdicts they add up to. After a restart the bars of before are there, the verdict waits for new evidence.
 */
export class Health extends EventEmitter<{
  changed: [serverId: string]
  verdict: [{ serverId: string; from: Verdict; to: Verdict; reason: VerdictReason }]
  /** What can be seen from here is otherwise now. */
  vantage: []
}> {
  readonly #registry: Registry
  readonly #connections: Connections
  readonly #settings: Preferences
  /** What was. */
  readonly history: History
  readonly #checkup: Checkup
  readonly #rounds: Rounds
  readonly #stalls: Stalls
  readonly #vantage: Vantage
  readonly #charts: Charts
  readonly #lookout: Lookout
  readonly #onWake: Host['onWake']
  #stopWaking: (() => void) | undefined

  constructor(parts: {
    database: Database
    registry: Registry
    connections: Connections
    settings: Preferences
    host: Pick<Host, 'clock' | 'log' | 'network' | 'onWake'>
  }) {
    super()
    this.#registry = parts.registry
    this.#connections = parts.connections
    this.#settings = parts.settings
    this.#onWake = parts.host.onWake
    const { clock, log } = parts.host
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
    this.#lookout = new Lookout({
      clock,
      vantage: this.#vantage,
      charts: this.#charts,
      rounds: this.#rounds,
      checkup: this.#checkup,
      connections: parts.connections,
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
    this.#vantage.on('changed', () => this.emit('vantage'))
    for (const record of records) this.#added(record)
    this.#stalls.start()
    this.#stopWaking = this.#onWake(() => this.#woke())
    this.#lookout.start()
  }

  /** Stops checking and writes what is waiting. */
  end(): void {
    this.#registry.off('added', this.#added).off('changed', this.#replaced).off('removed', this.#removed)
    this.#connections
      .off('changed', this.#rejudge)
      .off('evidence', this.#onEvidence)
      .off('wanted', this.#resume)
    this.#settings.off('changed', this.#onSettings)
    this.#stopWaking?.()
    this.#stalls.end()
    this.#lookout.end()
    this.#rounds.end()
    this.#checkup.end()
    this.#charts.clear()
    this.history.end()
  }

  of(id: string): HealthShape {
    const chart = this.#charts.get(id)
    return chart ? chart.view(this.history.uptime24h(id)) : new Chart([], undefined).view(null)
  }

  /** The verdict and its reason alone; undefined where there is no such server. */
  judgement(id: string): Judgement | undefined {
    return this.#charts.get(id)?.judgement
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
    const evidence = await this.#checkup.connected(record, this.#charts.patienceMs(id))
    this.#take(evidence)
    return checkOf(evidence)
  }

  /** One scheduled check; resolves to when the next should come, where sooner than usual. */
  async #round(id: string): Promise<number | undefined> {
    const record = this.#registry.get(id)
    if (!record || record.intent === 'off') return undefined
    const stalls = this.#stalls.look()
    if (this.#connections.state(id).state !== 'connected') {
      await this.#lookout.approach(record)
      return undefined
    }
    if (this.#charts.blindnessOf(id) === 'offline' || this.#connections.isResting(id)) return undefined
    const evidence = await this.#checkup.connected(record, this.#charts.patienceMs(id))
    if (this.#stalls.look() !== stalls) return 0
    if (this.#registry.get(id)) this.#take(evidence)
    return undefined
  }

  #take(evidence: Evidence): void {
    const { serverId: id, ok, error } = evidence
    const chart = this.#charts.get(id)
    if (!chart || (!ok && this.#charts.blindnessOf(id) !== null)) return
    this.history.count(chart.add(evidence, this.#charts.limitsOf(id)))
    this.#lookout.weigh(evidence)
    this.#rejudge(id)
    const { verdict, reason, detail } = chart.judgement
    if (reason === 'failing-once') {
      const dueAt = chart.failingSince + (recheckMs[Number(detail.failures) - 1] ?? 0)
      this.#rounds.soon(id, Math.max(0, dueAt - evidence.at))
    }
    if (reason === 'recovering') this.#rounds.soon(id, confirmMs)
    if (ok || error?.code !== 'timeout' || verdict !== 'down' || !this.#isHung(id, evidence.at)) return
    if (chart.mayRecover(evidence.at)) this.#connections.suspect(id, error)
    else this.#rejudge(id)
  }

  /** Nothing is under way that may yet be answered, and nothing was for as long as between two checks. */
  #isHung(id: string, now: number): boolean {
    const { state } = this.#connections.state(id)
    const silentMs = Math.abs(now - this.#connections.answeredAt(id))
    return (
      state === 'connected' &&
      this.#connections.callsOf(id) === 0 &&
      silentMs >= this.#charts.limitsOf(id).checkIntervalMs
    )
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
    this.#lookout.forget(id)
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

  /** The system says that the machine was asleep, however short; a sleep the beat has noticed is not counted twice. */
  #woke(): void {
    const stalls = this.#stalls.seen
    if (this.#stalls.look() === stalls) this.#afterStall(this.#stalls.lastBeatAt)
  }

  #afterStall(lastBeatAt: number): void {
    this.history.skip(lastBeatAt)
    for (const id of this.#charts.ids) {
      this.#charts.get(id)?.sleep()
      this.#checkup.forget(id)
      this.#rejudge(id)
    }
    this.#lookout.woke()
  }
}

function checkOf({ at, kind, ok, latencyMs, error }: Evidence): Check {
  const told = error && { code: error.code, message: error.message }
  return { at: new Date(at).toISOString(), kind, ok, latencyMs, error: told }
}
