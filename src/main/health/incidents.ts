import { z } from 'zod'
import type { VerdictReason } from '../../shared/contract/health'
import { Incident as IncidentShape } from '../../shared/contract/history'
import type { Database } from '../database/database'
import type { Log } from '../host'
import type { ServerKeys } from './server-keys'
import type { Judgement } from './verdict'

/** Kept per server, and how long. */
const keptMax = 1_000
const keptMs = 730 * 24 * 3_600_000

export type Cause = NonNullable<IncidentShape['cause']>
type End = NonNullable<IncidentShape['endedBy']>

/** As the contract's `Incident`, with times in epoch milliseconds. */
export interface Incident {
  readonly id: number
  readonly server: string
  readonly beganAt: number
  readonly endedAt: number | null
  readonly cause: Cause | null
  readonly worst: 'down' | 'flapping'
  readonly endedBy: End | null
}

const Row = z.object({
  id: z.number(),
  server: z.string(),
  began_at: z.number(),
  ended_at: z.number().nullable(),
  worst: IncidentShape.shape.worst,
  cause: z.string().nullable(),
  ended_by: IncidentShape.shape.endedBy,
})

/** When servers were down or flapping. What is lasting when Rollcall ends, ends with it: nobody watches any more. */
export class Incidents {
  readonly #database: Database
  readonly #keys: ServerKeys
  readonly #log: Log
  /** Rows of those that last. */
  readonly #open = new Map<string, { id: number; worst: string }>()

  constructor(parts: { database: Database; keys: ServerKeys; log: Log }) {
    this.#database = parts.database
    this.#keys = parts.keys
    this.#log = parts.log
  }

  /** Closes what an earlier run left open, at the time it was last seen. */
  start(now: number): void {
    this.#write(() => {
      this.#database
        .prepare(
          `UPDATE health_incident SET ended_at = seen_at, ended_by = 'unwatched' WHERE ended_at IS NULL`,
        )
        .run()
      this.#database.prepare('DELETE FROM health_incident WHERE began_at < ?').run(now - keptMs)
    })
  }

  /** Takes a new judgement of a server. */
  note(server: string, { verdict, reason }: Judgement, at: number, cause: Cause | null): void {
    const open = this.#open.get(server)
    const bad = verdict === 'down' || verdict === 'flapping'
    if (bad && !open) this.#begin(server, verdict, at, cause)
    else if (open && !bad) this.#close(server, open.id, at, endOf(reason))
    else if (open && verdict === 'down' && open.worst !== 'down') this.#worsen(open)
  }

  /** They still last. */
  see(at: number): void {
    if (this.#open.size === 0) return
    const ids = [...this.#open.values()].map(({ id }) => id)
    this.#write(() => {
      for (const id of ids)
        this.#database.prepare('UPDATE health_incident SET seen_at = ? WHERE id = ?').run(at, id)
    })
  }

  /** Nobody watches this server any more, or none where none is given. */
  leave(at: number, server?: string): void {
    for (const [one, { id }] of [...this.#open])
      if (server === undefined || one === server) this.#close(one, id, at, 'unwatched')
  }

  /** Those that touch the range, newest first. */
  list(query: { server?: string; fromMs: number; toMs: number; limit: number }): Incident[] {
    const { server, fromMs, toMs, limit } = query
    const key = server === undefined ? null : this.#keys.of(server)
    return this.#database
      .prepare(
        `SELECT id, health_server.server AS server, began_at, ended_at, worst, cause, ended_by
         FROM health_incident JOIN health_server ON key = health_incident.server
         WHERE (?1 IS NULL OR key = ?1) AND began_at < ?2 AND (ended_at IS NULL OR ended_at >= ?3)
         ORDER BY began_at DESC, id DESC LIMIT ?4`,
      )
      .all(key, toMs, fromMs, limit)
      .map(incidentOf)
  }

  #begin(server: string, verdict: 'down' | 'flapping', at: number, cause: Cause | null): void {
    this.#write(() => {
      const key = this.#keys.keep(server)
      const { lastInsertRowid } = this.#database
        .prepare(
          'INSERT INTO health_incident (server, began_at, seen_at, worst, cause) VALUES (?, ?, ?, ?, ?)',
        )
        .run(key, at, at, verdict, cause && JSON.stringify(cause))
      this.#database
        .prepare(
          `DELETE FROM health_incident WHERE server = ?1 AND id <=
             (SELECT id FROM health_incident WHERE server = ?1 ORDER BY began_at DESC LIMIT 1 OFFSET ?2)`,
        )
        .run(key, keptMax)
      this.#open.set(server, { id: Number(lastInsertRowid), worst: verdict })
    })
  }

  #worsen(open: { id: number; worst: string }): void {
    open.worst = 'down'
    this.#write(() =>
      this.#database.prepare(`UPDATE health_incident SET worst = 'down' WHERE id = ?`).run(open.id),
    )
  }

  #close(server: string, id: number, at: number, by: End): void {
    this.#open.delete(server)
    this.#write(() =>
      this.#database
        .prepare('UPDATE health_incident SET ended_at = max(began_at, ?), ended_by = ? WHERE id = ?')
        .run(at, by, id),
    )
  }

  /** A full disk costs history, never health. */
  #write(work: () => void): void {
    try {
      this.#database.quickTransaction(work)
    } catch (error) {
      this.#log.warn({ error: String(error) }, 'an incident could not be kept')
    }
  }
}

function endOf(reason: VerdictReason): End {
  switch (reason) {
    case 'switched-off':
    case 'needs-auth':
      return reason
    case 'needs-approval':
    case 'not-checked':
      return 'changed'
    case 'asking-anew':
    case 'machine-offline':
    case 'outage':
      return 'unwatched'
    default:
      return 'recovered'
  }
}

function incidentOf(row: unknown): Incident {
  const { id, server, began_at: beganAt, ended_at: endedAt, worst, cause, ended_by: endedBy } = Row.parse(row)
  return { id, server, beganAt, endedAt, worst, endedBy, cause: cause === null ? null : JSON.parse(cause) }
}
