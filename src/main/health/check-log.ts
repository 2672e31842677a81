import { z } from 'zod'
import { Check } from '../../shared/contract/health'
import type { Database } from '../database/database'
import type { Clock, Log } from '../host'
import type { ServerKeys } from './server-keys'

/** Kept per server, and for how long. */
const keptMax = 10_000
const keptMs = 24 * 3_600_000
/** How many more of a server may gather before those too many and too old are deleted together. */
const slack = 100
const flushMs = 1_000
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
  at: z.number(),
  kind: Check.shape.kind,
  mark: z.enum(['u', 's', 'd']),
  latency_ms: z.number().nullable(),
  code: z.string().nullable(),
  message: z.string().nullable(),
})

/**
 * The checks of the last day on disk, one by one, at most 10,000 a server. Written together at most once a second, so
 * that a thousand servers cost one transaction.
 */
export class CheckLog {
  readonly #database: Database
  readonly #keys: ServerKeys
  readonly #clock: Clock
  readonly #log: Log
  #buffer: Entry[] = []
  /** Rows of each server, and how many there were when it was last cut back. */
  readonly #counts = new Map<string, { now: number; afterCut: number }>()
  #cancel: (() => void) | undefined

  constructor(parts: { database: Database; keys: ServerKeys; clock: Clock; log: Log }) {
    this.#database = parts.database
    this.#keys = parts.keys
    this.#clock = parts.clock
    this.#log = parts.log
  }

  add(entry: Entry): void {
    this.#buffer.push(entry)
    if (this.#buffer.length > bufferMax) this.#buffer.shift()
    this.#cancel ??= this.#clock.after(flushMs, () => this.#flush())
  }

  /** Newest first. */
  newest(server: string, limit: number): Entry[] {
    const waiting = this.#buffer.filter((entry) => entry.server === server).toReversed()
    if (waiting.length >= limit || !this.#keys.has(server)) return waiting.slice(0, limit)
    const rows = this.#database
      .prepare('SELECT * FROM health_check WHERE server = ? ORDER BY id DESC LIMIT ?')
      .all(this.#keys.of(server), limit - waiting.length)
    return [...waiting, ...rows.map((row) => entryOf(server, row))]
  }

  /** The last kept good check. */
  lastGood(server: string): Entry | undefined {
    if (!this.#keys.has(server)) return undefined
    const row = this.#database
      .prepare(`SELECT * FROM health_check WHERE server = ? AND mark <> 'd' ORDER BY id DESC LIMIT 1`)
      .get(this.#keys.of(server))
    return row && entryOf(server, row)
  }

  /** Writes what is waiting. */
  end(): void {
    this.#cancel?.()
    this.#flush()
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
    const count = this.#count(server)
    this.#database
      .prepare(
        `INSERT INTO health_check (server, at, kind, mark, latency_ms, code, message)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(this.#keys.keep(server), at, kind, mark, latencyMs, error?.code ?? null, error?.message ?? null)
    count.now += 1
  }

  #count(server: string) {
    const known = this.#counts.get(server)
    if (known) return known
    const count = { now: this.#stored(server), afterCut: 0 }
    this.#counts.set(server, count)
    return count
  }

  #stored(server: string): number {
    const row = this.#database
      .prepare('SELECT count(*) AS n FROM health_check WHERE server = ?')
      .get(this.#keys.of(server))
    return Number(row?.n)
  }

  /** Ids follow time, so the oldest are looked at first and no more of them than go. */
  #cut(server: string): void {
    const count = this.#count(server)
    if (count.now <= count.afterCut + slack) return
    const key = this.#keys.of(server)
    this.#database
      .prepare(
        `DELETE FROM health_check WHERE server = ?1 AND id <
           (SELECT id FROM health_check WHERE server = ?1 AND at >= ?2 ORDER BY id LIMIT 1)`,
      )
      .run(key, this.#clock.now() - keptMs)
    this.#database
      .prepare(
        `DELETE FROM health_check WHERE server = ?1 AND id <=
           (SELECT id FROM health_check WHERE server = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`,
      )
      .run(key, keptMax)
    count.now = this.#stored(server)
    count.afterCut = count.now
  }
}

function entryOf(server: string, row: unknown): Entry {
  const { latency_ms: latencyMs, code, message, ...rest } = Row.parse(row)
  return { server, ...rest, latencyMs, error: code === null ? null : { code, message: message ?? '' } }
}

/** As it crosses the bridge. */
export function checkView({ at, kind, mark, latencyMs, error }: Entry): Check {
  return { at: new Date(at).toISOString(), kind, ok: mark !== 'd', latencyMs, error: error && { ...error } }
}
