import type { Times } from '../../shared/contract/history'
import type { Database } from '../database/database'
import type { Clock, Log } from '../host'
import { Latencies } from './latencies'
import type { ServerKeys } from './server-keys'
import { type Cutting, minuteMs, type Span, spans } from './spans'

export type KnownVerdict = Exclude<keyof Times, 'unknown'>

/** What happened to one server within one stretch of time. */
export interface Bucket {
  readonly start: number
  readonly times: Record<KnownVerdict, number>
  checks: number
  failures: number
  readonly latencies: Latencies
}

/** Servers written in one transaction. */
const batchMax = 100
const betweenBatchesMs = 100
const retryMs = 10_000
/** Minutes of one server held while the disk refuses them. */
const heldMax = 120

/**
 * Time under each verdict and counts of checks, added up by the minute, the hour and the day. What is new is gathered
 * in memory and added to all three in small transactions; after a crash what was not yet written is unknown.
 */
export class Buckets {
  readonly #database: Database
  readonly #keys: ServerKeys
  readonly #clock: Clock
  readonly #log: Log
  /** Not yet written: by server, by minute. */
  readonly #news = new Map<string, Map<number, Bucket>>()
  #cancel: (() => void) | undefined

  constructor(parts: { database: Database; keys: ServerKeys; clock: Clock; log: Log }) {
    this.#database = parts.database
    this.#keys = parts.keys
    this.#clock = parts.clock
    this.#log = parts.log
  }

  spend(server: string, verdict: KnownVerdict, fromMs: number, toMs: number): void {
    for (let at = fromMs; at < toMs; ) {
      const end = Math.min(toMs, (Math.floor(at / minuteMs) + 1) * minuteMs)
      this.#minute(server, at).times[verdict] += end - at
      at = end
    }
  }

  count(server: string, at: number, ok: boolean, latencyMs: number | null): void {
    const bucket = this.#minute(server, at)
    bucket.checks += 1
    if (!ok) bucket.failures += 1
    if (latencyMs !== null) bucket.latencies.add(latencyMs)
  }

  /** Writes what is new, some servers at a time. */
  write(): void {
    this.#cancel?.()
    this.#cancel = undefined
    const delayMs = this.#writeSome([...this.#news.keys()].slice(0, batchMax)) ? betweenBatchesMs : retryMs
    if (this.#news.size > 0) this.#cancel = this.#clock.after(delayMs, () => this.write())
  }

  /** Writes what is new of these servers at once, so that what is read is all there is; false where the disk refused. */
  settle(servers: readonly string[]): boolean {
    return this.#writeSome(servers.filter((server) => this.#news.has(server)))
  }

  /** Writes all that is new. */
  end(): void {
    this.#cancel?.()
    this.settle([...this.#news.keys()])
  }

  /** The kept buckets of a server whose beginning lies in the range, oldest first. */
  read(server: string, { code, ms }: Span, fromMs: number, toMs: number): Bucket[] {
    return this.#database
      .prepare('SELECT * FROM health_bucket WHERE server = ? AND span = ? AND start >= ? AND start < ?')
      .all(this.#keys.of(server), code, Math.ceil(fromMs / ms), Math.ceil(toMs / ms))
      .map((row) => bucketOf(row, ms))
  }

  /** Time under each verdict in each cell of a range, without what a lane does not show; empty cells are left out. */
  times(server: string, { span, fromMs, stepMs, count }: Cutting): Map<number, Bucket['times']> {
    const from = Math.ceil(fromMs / span.ms)
    const step = stepMs / span.ms
    const rows = this.#database
      .prepare(
        `SELECT CAST((start - ?) / ? AS INTEGER) AS cell, SUM(up) AS up, SUM(slow) AS slow, SUM(down) AS down,
           SUM(flapping) AS flapping, SUM(off) AS off
         FROM health_bucket WHERE server = ? AND span = ? AND start >= ? AND start < ? GROUP BY cell`,
      )
      .all(from, step, this.#keys.of(server), span.code, from, from + count * step)
    return new Map(rows.map((row) => [Number(row.cell), timesIn(row)]))
  }

  #minute(server: string, at: number): Bucket {
    const start = Math.floor(at / minuteMs) * minuteMs
    const minutes = this.#news.get(server) ?? new Map<number, Bucket>()
    this.#news.set(server, minutes)
    const bucket = minutes.get(start) ?? emptyBucket(start)
    minutes.set(start, bucket)
    if (minutes.size > heldMax) minutes.delete(minutes.keys().next().value ?? start)
    return bucket
  }

  #writeSome(servers: readonly string[]): boolean {
    try {
      this.#database.quickTransaction(() => {
        for (const server of servers) this.#writeServer(server)
      })
    } catch (error) {
      this.#log.warn({ error: String(error) }, 'history could not be kept yet')
      return false
    }
    for (const server of servers) this.#news.delete(server)
    return true
  }

  #writeServer(server: string): void {
    const key = this.#keys.keep(server)
    const minutes = [...(this.#news.get(server)?.values() ?? [])]
    for (const { code, ms, keptMs } of spans) {
      for (const news of merged(minutes, ms)) this.#addTo(key, code, news, ms)
      this.#database
        .prepare('DELETE FROM health_bucket WHERE server = ? AND span = ? AND start < ?')
        .run(key, code, Math.floor((this.#clock.now() - keptMs) / ms))
    }
  }

  #addTo(key: number, code: number, news: Bucket, ms: number): void {
    const start = news.start / ms
    const row = this.#database
      .prepare('SELECT * FROM health_bucket WHERE server = ? AND span = ? AND start = ?')
      .get(key, code, start)
    const { times, checks, failures, latencies } = row ? added(bucketOf(row, ms), news) : news
    const { up, slow, down, flapping, off } = times
    this.#database
      .prepare(
        `INSERT OR REPLACE INTO health_bucket
           (server, span, start, up, slow, down, flapping, off, checks, failures, latencies)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[key, code, start, up, slow, down, flapping, off, checks, failures].map(Math.round),
        latencies.isEmpty ? null : latencies.bytes(),
      )
  }
}

function emptyBucket(start: number): Bucket {
  const times = { up: 0, slow: 0, down: 0, flapping: 0, off: 0 }
  return { start, times, checks: 0, failures: 0, latencies: new Latencies() }
}

/** What one bucket holds, added to another's; the other is changed and returned. */
function added(sum: Bucket, one: Bucket): Bucket {
  for (const verdict of Object.keys(sum.times) as KnownVerdict[]) sum.times[verdict] += one.times[verdict]
  sum.checks += one.checks
  sum.failures += one.failures
  sum.latencies.merge(one.latencies)
  return sum
}

/** Buckets added up to longer ones. */
export function merged(buckets: readonly Bucket[], ms: number, originMs = 0): Bucket[] {
  const sums = new Map<number, Bucket>()
  for (const bucket of buckets) {
    const start = originMs + Math.floor((bucket.start - originMs) / ms) * ms
    sums.set(start, added(sums.get(start) ?? emptyBucket(start), bucket))
  }
  return [...sums.values()]
}

function bucketOf(row: Record<string, unknown>, ms: number): Bucket {
  return {
    start: Number(row.start) * ms,
    times: timesIn(row),
    checks: Number(row.checks),
    failures: Number(row.failures),
    latencies: row.latencies instanceof Uint8Array ? Latencies.from(row.latencies) : new Latencies(),
  }
}

function timesIn(row: Record<string, unknown>): Bucket['times'] {
  const { up, slow, down, flapping, off } = row
  return {
    up: Number(up),
    slow: Number(slow),
    down: Number(down),
    flapping: Number(flapping),
    off: Number(off),
  }
}
