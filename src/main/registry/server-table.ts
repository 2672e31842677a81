import type { Database } from '../database/database'
import { type Intent, type ServerRecord, serverRecord } from './server-record'

/** How long a removal can be undone. */
const undoMs = 24 * 60 * 60_000

/** A removed server, with the consent it had. */
export interface Removal {
  readonly record: ServerRecord
  readonly approval: string | null
}

/** The registry's rows. Whoever calls decides what belongs into one transaction. */
export class ServerTable {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  all(): ServerRecord[] {
    return this.#database.prepare('SELECT * FROM server').all().map(recordOf)
  }

  put(record: ServerRecord): void {
    this.#database
      .prepare(
        `INSERT INTO server (id, name, document, source, first_seen_at, last_seen_at, switched)
         VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, document = excluded.document, source = excluded.source,
           first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at, switched = excluded.switched`,
      )
      .run(...valuesOf(record))
  }

  delete(id: string): void {
    this.#database.prepare('DELETE FROM server WHERE id = ?').run(id)
  }

  seen(sourceId: string, at: number): void {
    this.#database.prepare('UPDATE server SET last_seen_at = ? WHERE source = ?').run(at, sourceId)
  }

  /** Keeps a removed server for `undoMs`. */
  keepRemoval(undo: string, removedAt: number, { record, approval }: Removal): void {
    this.#database
      .prepare(
        `INSERT INTO removal (undo, removed_at, approval, id, name, document, source, first_seen_at, last_seen_at, switched)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(undo, removedAt, approval, ...valuesOf(record))
  }

  removal(undo: string, now: number): Removal | undefined {
    const row = this.#database
      .prepare('SELECT * FROM removal WHERE undo = ? AND removed_at >= ?')
      .get(undo, now - undoMs)
    return row && { record: recordOf(row), approval: row.approval === null ? null : String(row.approval) }
  }

  /** Removed servers that can still be brought back. */
  removals(now: number): ServerRecord[] {
    return this.#database
      .prepare('SELECT * FROM removal WHERE removed_at >= ?')
      .all(now - undoMs)
      .map(recordOf)
  }

  deleteRemoval(undo: string): void {
    this.#database.prepare('DELETE FROM removal WHERE undo = ?').run(undo)
  }

  /** Removals that can no longer be undone. */
  purgeRemovals(now: number): void {
    this.#database.prepare('DELETE FROM removal WHERE removed_at < ?').run(now - undoMs)
  }

  ignore(sourceId: string, name: string): void {
    this.#database.prepare('INSERT OR IGNORE INTO ignored (source, name) VALUES (?, ?)').run(sourceId, name)
  }

  /** Hears every source again on this name. */
  heed(name: string): void {
    this.#database.prepare('DELETE FROM ignored WHERE name = ?').run(name)
  }

  ignored(sourceId: string): Set<string> {
    const rows = this.#database.prepare('SELECT name FROM ignored WHERE source = ?').all(sourceId)
    return new Set(rows.map((row) => String(row.name)))
  }

  /** The source is gone: its marks with it, and what it named comes back, if it does, as kept by `heir`. */
  forgetSource(sourceId: string, heir: string): void {
    this.#database.prepare('DELETE FROM ignored WHERE source = ?').run(sourceId)
    this.#database.prepare('UPDATE removal SET source = ? WHERE source = ?').run(heir, sourceId)
  }
}

function valuesOf({ id, document, source, switched }: ServerRecord) {
  return [
    id,
    document.name,
    JSON.stringify(document),
    source.id,
    source.firstSeenAt,
    source.lastSeenAt,
    switched,
  ] as const
}

function recordOf(row: Record<string, unknown>): ServerRecord {
  return serverRecord({
    id: String(row.id),
    document: JSON.parse(String(row.document)),
    source: {
      id: String(row.source),
      firstSeenAt: Number(row.first_seen_at),
      lastSeenAt: Number(row.last_seen_at),
    },
    switched: switchOf(row.switched),
  })
}

function switchOf(value: unknown): Intent | null {
  return value === 'on' || value === 'off' ? value : null
}
