import type { Database } from '../database/database'
import { type Intent, type ServerRecord, serverRecord } from './server-record'

/** How long a removal can be undone. */
export const undoMs = 24 * 60 * 60_000

/** A removed server, with the consent it had. */
export interface Removal {
  readonly record: ServerRecord
  readonly approval: string | null
  /** The undo token of the source it was removed with, if it was. */
  readonly withSource?: string
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
        `INSERT INTO server (id, name, document, source, first_seen_at, last_seen_at, switched, muted_until,
           grouped)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, document = excluded.document, source = excluded.source,
           first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at, switched = excluded.switched,
           muted_until = excluded.muted_until, grouped = excluded.grouped`,
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
  keepRemoval(undo: string, removedAt: number, { record, approval, withSource }: Removal): void {
    this.#database
      .prepare(
        `INSERT INTO removal (undo, removed_at, approval, with_source, id, name, document, source, first_seen_at,
           last_seen_at, switched, muted_until, grouped)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(undo, removedAt, approval, withSource ?? null, ...valuesOf(record))
  }

  removal(undo: string, now: number): Removal | undefined {
    const row = this.#database
      .prepare('SELECT * FROM removal WHERE undo = ? AND removed_at >= ?')
      .get(undo, now - undoMs)
    return row && removalOf(row)
  }

  /** What was removed together with a source. */
  removalsWith(source: string): Removal[] {
    return this.#database.prepare('SELECT * FROM removal WHERE with_source = ?').all(source).map(removalOf)
  }

  /** Removed servers that can still be brought back. */
  removals(now: number): ServerRecord[] {
    return this.#database
      .prepare('SELECT * FROM removal WHERE removed_at >= ?')
      .all(now - undoMs)
      .map(recordOf)
  }

  isRemoved(id: string, now: number): boolean {
    const found = this.#database
      .prepare('SELECT 1 FROM removal WHERE id = ? AND removed_at >= ?')
      .get(id, now - undoMs)
    return found !== undefined
  }

  deleteRemoval(undo: string): void {
    this.#database.prepare('DELETE FROM removal WHERE undo = ?').run(undo)
  }

  /** Removals that can no longer be undone, and what a source so removed was not heard on. */
  purgeRemovals(now: number): void {
    const before = now - undoMs
    this.#database
      .prepare('DELETE FROM ignored WHERE source IN (SELECT source FROM dropped_source WHERE removed_at < ?)')
      .run(before)
    this.#database.prepare('DELETE FROM removal WHERE removed_at < ?').run(before)
    this.#database.prepare('DELETE FROM dropped_source WHERE removed_at < ?').run(before)
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

  /** Keeps for `undoMs` that a source is gone; the names it is not heard on stay, should it come back. */
  keepDropped(undo: string, removedAt: number, sourceId: string): void {
    this.#database
      .prepare('INSERT INTO dropped_source (undo, removed_at, source) VALUES (?, ?, ?)')
      .run(undo, removedAt, sourceId)
  }

  isDropped(sourceId: string): boolean {
    return this.#database.prepare('SELECT 1 FROM dropped_source WHERE source = ?').get(sourceId) !== undefined
  }

  /** The source is back, and with it what was removed with it. */
  forgetDropped(undo: string): void {
    this.#database.prepare('DELETE FROM dropped_source WHERE undo = ?').run(undo)
    this.#database.prepare('DELETE FROM removal WHERE with_source = ?').run(undo)
  }
}

function valuesOf({ id, document, source, switched, mutedUntil, grouped }: ServerRecord) {
  return [
    id,
    document.name,
    JSON.stringify(document),
    source.id,
    source.firstSeenAt,
    source.lastSeenAt,
    switched,
    mutedUntil,
    grouped,
  ] as const
}

function removalOf(row: Record<string, unknown>): Removal {
  return { record: recordOf(row), approval: row.approval === null ? null : String(row.approval) }
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
    mutedUntil: row.muted_until === null ? null : Number(row.muted_until),
    grouped: row.grouped === null ? null : String(row.grouped),
  })
}

function switchOf(value: unknown): Intent | null {
  return value === 'on' || value === 'off' ? value : null
}
