import type { Database } from '../database/database'
import { changesBetween, type Difference } from './differences'
import type { ServerRecord } from './server-record'

/** At most this many changes are kept of one server. */
const keptMax = 100
/** A longer value is cut, in UTF-16 units of its JSON. */
const valueMax = 1_000

/** What became of a server, and who said so (a source's id). */
export interface ServerChange {
  readonly at: number
  readonly source: string
  readonly what: 'changed' | 'missing' | 'returned'
  /** Secrets masked. */
  readonly fields: readonly Difference[]
}

/** The history of each server: what sources and people made of it, the last hundred changes. */
export class ServerChanges {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Keeps in what they differ, as part of a larger transaction. */
  note(now: ServerRecord, before: ServerRecord, { at, source }: { at: number; source: string }): void {
    const fields = changesBetween(before.document, now.document).map(cut)
    if (fields.length > 0) this.#add(now.id, { at, source, what: 'changed', fields })
    if (before.missingSince === null && now.missingSince !== null)
      this.#add(now.id, { at, source, what: 'missing', fields: [] })
    if (before.missingSince !== null && now.missingSince === null)
      this.#add(now.id, { at, source, what: 'returned', fields: [] })
  }

  /** The newest first. */
  of(id: string): ServerChange[] {
    return this.#database
      .prepare('SELECT * FROM server_change WHERE server = ? ORDER BY id DESC')
      .all(id)
      .map((row) => ({
        at: Number(row.at),
        source: String(row.source),
        what: row.what === 'missing' || row.what === 'returned' ? row.what : 'changed',
        fields: JSON.parse(String(row.fields)),
      }))
  }

  /** Forgets those that are gone for good. */
  tidy(): void {
    this.#database.transaction(() =>
      this.#database
        .prepare(
          `DELETE FROM server_change
           WHERE server NOT IN (SELECT id FROM server) AND server NOT IN (SELECT id FROM removal)`,
        )
        .run(),
    )
  }

  #add(server: string, { at, source, what, fields }: ServerChange): void {
    this.#database
      .prepare('INSERT INTO server_change (server, at, source, what, fields) VALUES (?, ?, ?, ?, ?)')
      .run(server, at, source, what, JSON.stringify(fields))
    this.#database
      .prepare(
        `DELETE FROM server_change WHERE server = ?1 AND id <= (
           SELECT id FROM server_change WHERE server = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`,
      )
      .run(server, keptMax)
  }
}

function cut({ field, from, to }: Difference): Difference {
  return { field, from: shortened(from), to: shortened(to) }
}

function shortened(value: unknown): unknown {
  const text = JSON.stringify(value)
  return text.length <= valueMax ? value : `${text.slice(0, valueMax)}…`
}
