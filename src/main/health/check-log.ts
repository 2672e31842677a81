import { z } from 'zod'
import { Check } from '../../shared/contract/health'
import type { Database } from '../database/database'
import type { Clock, Log } from '../host'

/** Kept per server. */
const keptMax = 500
/** How many over the limit may gather before they are deleted together. */
const slack = 100
const flushMs = 1_000
const hourMs = 3_600_000
const dayHours = 24
/** Held in memory while the disk refuses them; beyond that the oldest are dropped. */
const bufferMax = 20_000

/** A check as it is kept. */
export interface Entry {
  readonly server: string
  readonly at: number
  readonly kind: Check['kind']
  readonly mark: 'u' | 's' | 'd'
  readonly latencyMs: number | null
  readonly error: { readonly code: string; readonly message: string } | null
}

const Row = z.object({
  server: z.string(),
  at: z.number(),
  kind: Check.shape.kind,
  mark: z.enum(['u', 's', 'd']),
  latency_ms: z.number().nullable(),
  code: z.string().nullable(),
  message: z.string().nullable(),
})

const Tally = z.object({ good: z.number().nullable(), total: z.number().nullable() })

/**
 * The checks on disk: the newest 500 of each server one by one, and counts per hour for the share of good ones. Written
 * together at most once a second, so that a thousand servers cost one transaction.
 */
export class CheckLog {
  readonly #database: Database
  readonly #clock: Clock
  readonly #log: Log
  #buffer: Entry[] = []
  /** Rows of each server since they were last cut back. */
  readonly #counts = new Map<string, number>()
  readonly #shares = new Map<string, { hour: number; good: number; total: number }>()
  #cancel: (() => void) | undefined

  constructor(database: Database, clock: Clock, log: Log) {
    this.#database = database
    this.#clock = clock
    this.#log = log
  }

  /** Forgets servers that are no longer registered. */
  start(registered: ReadonlySet<string>): void {
    const kept = this.#database.prepare('SELECT DISTINCT server FROM health_hour').all()
    const gone = kept.map(({ server }) => String(server)).filter((server) => !registered.has(server))
    this.#database.quickTransaction(() => {
      for (const server of gone)
        for (const table of ['health_check', 'health_hour'])
          this.#database.prepare(`DELETE FROM ${table} WHERE server = ?`).run(server)
    })
  }

  add(entry: Entry): void {
    const share = this.#share(entry.server)
    this.#buffer.push(entry)
    if (this.#buffer.length > bufferMax) this.#buffer.shift()
    share.total += 1
    if (entry.mark !== 'd') share.good += 1
    this.#cancel ??= this.#clock.after(flushMs, () => this.#flush())
  }

  /** Newest first. */
  newest(server: string, limit: number): Entry[] {
    const waiting = this.#buffer.filter((entry) => entry.server === server).toReversed()
    if (waiting.length >= limit) return waiting.slice(0, limit)
    const rows = this.#database
      .prepare('SELECT * FROM health_check WHERE server = ? ORDER BY id DESC LIMIT ?')
      .all(server, Math.min(keptMax, limit) - waiting.length)
    return [...waiting, ...rows.map(entryOf)]
  }

  /** The last kept good check. */
  lastGood(server: string): Entry | undefined {
    const row = this.#database
      .prepare(`SELECT * FROM health_check WHERE server = ? AND mark <> 'd' ORDER BY id DESC LIMIT 1`)
      .get(server)
    return row && entryOf(row)
  }

  /** Share of good checks in the last 24 hours, 0 to 1; null where there was none. */
  uptime24h(server: string): number | null {
    const { good, total } = this.#share(server)
    return total === 0 ? null : good / total
  }

  /** Writes what is waiting. */
  end(): void {
    this.#cancel?.()
    this.#flush()
  }

  #share(server: string) {
    const hour = Math.floor(this.#clock.now() / hourMs)
    const known = this.#shares.get(server)
    if (known?.hour === hour) return known
    const row = this.#database
      .prepare('SELECT sum(good) AS good, sum(total) AS total FROM health_hour WHERE server = ? AND hour > ?')
      .get(server, hour - dayHours)
    const { good, total } = Tally.parse(row)
    const waiting = this.#buffer.filter((entry) => entry.server === server)
    const waitingGood = waiting.filter(({ mark }) => mark !== 'd').length
    const share = { hour, good: (good ?? 0) + waitingGood, total: (total ?? 0) + waiting.length }
    this.#shares.set(server, share)
    return share
  }

  #flush(): void {
    this.#cancel = undefined
    const entries = this.#buffer
    if (entries.length === 0) return
    this.#buffer = []
    try {
      this.#database.quickTransaction(() => {
        for (const entry of entries) this.#write(entry)
        for (const server of new Set(entries.map((entry) => entry.server))) this.#cut(server)
      })
    } catch (error) {
      this.#log.warn({ error: String(error), entries: entries.length }, 'checks could not be kept yet')
      this.#buffer = [...entries, ...this.#buffer].slice(-bufferMax)
      this.#cancel = this.#clock.after(flushMs * 10, () => this.#flush())
    }
  }

  #write({ server, at, kind, mark, latencyMs, error }: Entry): void {
    this.#database
      .prepare(
        `INSERT INTO health_check (server, at, kind, mark, latency_ms, code, message)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(server, at, kind, mark, latencyMs, error?.code ?? null, error?.message ?? null)
    this.#database
      .prepare(
        `INSERT INTO health_hour (server, hour, good, total) VALUES (?, ?, ?, 1)
         ON CONFLICT (server, hour) DO UPDATE SET good = good + excluded.good, total = total + 1`,
      )
      .run(server, Math.floor(at / hourMs), mark === 'd' ? 0 : 1)
    this.#counts.set(server, (this.#counts.get(server) ?? this.#stored(server)) + 1)
  }

  #stored(server: string): number {
    const row = this.#database.prepare('SELECT count(*) AS n FROM health_check WHERE server = ?').get(server)
    return Number(row?.n) - 1
  }

  #cut(server: string): void {
    if ((this.#counts.get(server) ?? 0) <= keptMax + slack) return
    this.#database
      .prepare(
        `DELETE FROM health_check WHERE server = ?1 AND id <=
           (SELECT id FROM health_check WHERE server = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`,
      )
      .run(server, keptMax)
    this.#database
      .prepare('DELETE FROM health_hour WHERE server = ? AND hour <= ?')
      .run(server, Math.floor(this.#clock.now() / hourMs) - dayHours)
    this.#counts.set(server, keptMax)
  }
}

function entryOf(row: unknown): Entry {
  const { latency_ms: latencyMs, code, message, ...rest } = Row.parse(row)
  return { ...rest, latencyMs, error: code === null ? null : { code, message: message ?? '' } }
}

/** As it crosses the bridge. */
export function checkView({ at, kind, mark, latencyMs, error }: Entry): Check {
  return { at: new Date(at).toISOString(), kind, ok: mark !== 'd', latencyMs, error: error && { ...error } }
}
