import type { Cell, Lane, Timeline, Uptime } from '../../shared/contract/history'
import type { Database } from '../database/database'
import type { Clock, Log } from '../host'
import { Buckets, type KnownVerdict, merged } from './buckets'
import { CheckLog, type Entry } from './check-log'
import { cellOf, isoOf, letterOf, noTimes, timesOf, timesWithin, uptimeOf } from './history-view'
import { type Cause, type Incident, Incidents } from './incidents'
import { timedKinds } from './latencies'
import { ServerKeys } from './server-keys'
import { type Cutting, cut, hour, minute, type Span } from './spans'
import type { Judgement } from './verdict'

/** Between two additions of what is lasting: what a crash makes unknown. */
const keepMs = 30_000
const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Where time went on for longer without being added, nobody was looking. */
const unseenMs = 2 * keepMs

/** A stretch under one verdict that still lasts, and since when it is not yet added. */
interface Stretch {
  readonly verdict: KnownVerdict | null
  readonly sinceMs: number
}

/** What was: checks, time under each verdict, incidents. Time that nobody saw is in none of them. */
export class History {
  readonly checks: CheckLog
  readonly #keys: ServerKeys
  readonly #buckets: Buckets
  readonly #incidents: Incidents
  readonly #clock: Clock
  readonly #stretches = new Map<string, Stretch>()
  readonly #shares = new Map<string, { hour: number; good: number; total: number }>()
  #cancel: (() => void) | undefined

  constructor(parts: { database: Database; clock: Clock; log: Log }) {
    const { database, clock, log } = parts
    const keys = new ServerKeys(database)
    this.#keys = keys
    this.#clock = clock
    this.checks = new CheckLog({ database, keys, clock, log })
    this.#buckets = new Buckets({ database, keys, clock, log })
    this.#incidents = new Incidents({ database, keys, log })
  }

  /** Forgets servers that are no longer registered, and begins to add up. */
  start(registered: ReadonlySet<string>): void {
    this.#keys.start()
    this.#keys.retain(registered)
    this.#incidents.start(this.#clock.now())
    this.#addLater()
  }

  /** Writes what is waiting; from now on nobody watches. */
  end(): void {
    this.#cancel?.()
    this.#add()
    this.#incidents.leave(this.#clock.now())
    this.#stretches.clear()
    this.checks.end()
    this.#buckets.end()
  }

  /** A check, or a call seen as one. */
  count(entry: Entry): void {
    const { server, at, kind, mark, latencyMs } = entry
    const good = mark !== 'd'
    const share = this.#share(server)
    share.total += 1
    if (good) share.good += 1
    this.checks.add(entry)
    this.#buckets.count(server, at, good, timedKinds.has(kind) ? latencyMs : null)
  }

  /** A server is judged so from now on. */
  turn(server: string, judgement: Judgement, cause: Cause | null): void {
    const now = this.#clock.now()
    this.#spend(server, now)
    const { verdict, reason } = judgement
    // Nobody sees how a server is that sleeps.
    const seen = verdict === 'unknown' || reason === 'asleep' ? null : verdict
    this.#stretches.set(server, { verdict: seen, sinceMs: now })
    this.#incidents.note(server, judgement, now, cause)
  }

  /** Nobody saw anything between `fromMs` and now. */
  skip(fromMs: number): void {
    for (const [server, { verdict }] of this.#stretches) {
      this.#spend(server, fromMs)
      this.#stretches.set(server, { verdict, sinceMs: this.#clock.now() })
    }
  }

  /** A server was removed. What is kept of it goes with the next start, until when its removal can be undone. */
  leave(server: string): void {
    this.#spend(server, this.#clock.now())
    this.#stretches.delete(server)
    this.#incidents.leave(this.#clock.now(), server)
  }

  /** Share of good checks in the last 24 hours, 0 to 1; null where there was none. */
  uptime24h(server: string): number | null {
    const { good, total } = this.#share(server)
    return total === 0 ? null : good / total
  }

  timeline(server: string, fromMs: number, toMs: number, points: number): Timeline {
    const cutting = cut(fromMs, toMs, points, this.#clock.now())
    const { stepMs, count } = cutting
    return {
      from: isoOf(cutting.fromMs),
      to: isoOf(cutting.fromMs + count * stepMs),
      stepMs,
      cells: this.#cells(server, cutting),
    }
  }

  /** The same for one among many. */
  lane(server: string, cutting: Cutting): Omit<Lane, 'server'> {
    const now = this.#clock.now()
    this.#settle([server])
    const byCell = this.#buckets.times(server, cutting)
    const { fromMs, stepMs, count } = cutting
    const cells = Array.from({ length: count }, (_, index) => {
      const elapsedMs = Math.max(0, Math.min(stepMs, now - fromMs - index * stepMs))
      return timesWithin(byCell.get(index) ?? noTimes, elapsedMs)
    })
    const sum = { up: 0, slow: 0, down: 0, flapping: 0, off: 0, unknown: 0 }
    for (const times of cells)
      for (const verdict of Object.keys(sum) as (keyof typeof sum)[]) sum[verdict] += times[verdict]
    const all = Object.values(sum).reduce((total, ms) => total + ms, 0)
    return {
      cells: cells.map(letterOf).join(''),
      uptime: uptimeOf(sum),
      unknown: all === 0 ? 1 : sum.unknown / all,
    }
  }

  incidents(query: { server?: string; fromMs: number; toMs: number; limit: number }): Incident[] {
    return this.#incidents.list(query)
  }

  uptime(server: string): Uptime[] {
    const now = this.#clock.now()
    this.#settle([server])
    const over = (name: Uptime['span'], days: number, span: Span): Uptime => {
      const fromMs = Math.ceil((now - days * dayMs) / span.ms) * span.ms
      const [sum] = merged(this.#buckets.read(server, span, fromMs, now), now - fromMs + 1, fromMs)
      const times = timesOf(sum, now - fromMs)
      return { span: name, uptime: uptimeOf(times), unknown: times.unknown / (now - fromMs), times }
    }
    return [over('24h', 1, minute), over('7d', 7, hour), over('30d', 30, hour)]
  }

  #cells(server: string, { span, fromMs, stepMs, count }: Cutting): Cell[] {
    const now = this.#clock.now()
    this.#settle([server])
    const rows = this.#buckets.read(server, span, fromMs, fromMs + count * stepMs)
    const byStart = new Map(merged(rows, stepMs, fromMs).map((bucket) => [bucket.start, bucket]))
    return Array.from({ length: count }, (_, index) => {
      const start = fromMs + index * stepMs
      return cellOf(start, byStart.get(start), Math.max(0, Math.min(stepMs, now - start)))
    })
  }

  #settle(servers: readonly string[]): void {
    const now = this.#clock.now()
    for (const server of servers) this.#spend(server, now)
    this.#buckets.settle(servers)
  }

  #add(): void {
    const now = this.#clock.now()
    for (const server of this.#stretches.keys()) this.#spend(server, now)
    this.#incidents.see(now)
    this.#buckets.write()
  }

  #addLater(): void {
    this.#cancel = this.#clock.after(keepMs, () => {
      this.#add()
      this.#addLater()
    })
  }

  /** Adds what the stretch has lasted up to `untilMs`. */
  #spend(server: string, untilMs: number): void {
    const stretch = this.#stretches.get(server)
    if (!stretch) return
    const { verdict, sinceMs } = stretch
    if (verdict !== null && untilMs - sinceMs <= unseenMs)
      this.#buckets.spend(server, verdict, sinceMs, untilMs)
    this.#stretches.set(server, { verdict, sinceMs: untilMs })
  }

  #share(server: string) {
    const thisHour = Math.floor(this.#clock.now() / hourMs)
    const known = this.#shares.get(server)
    if (known?.hour === thisHour) return known
    this.#buckets.settle([server])
    const rows = this.#buckets.read(server, hour, (thisHour - 23) * hourMs, (thisHour + 1) * hourMs)
    const total = rows.reduce((sum, { checks }) => sum + checks, 0)
    const failures = rows.reduce((sum, row) => sum + row.failures, 0)
    const share = { hour: thisHour, good: total - failures, total }
    this.#shares.set(server, share)
    return share
  }
}
