import type { Database } from '../database/database'
import {
  endpointOf,
  type Intent,
  manualSource,
  ofHand,
  type ServerRecord,
  serverRecord,
} from './server-record'
import type { Sighting } from './sighting'

/** How long a removal can be undone. */
export const undoMs = 24 * 60 * 60_000

/** A removed server, with the consent it had. */
export interface Removal {
  readonly record: ServerRecord
  readonly approval: string | null
  /** What named it and went with it. */
  readonly sightings: readonly Sighting[]
  /** The undo token of the source it was removed with, if it was. */
  readonly withSource?: string
}

/** The registry's rows. Whoever calls decides what belongs into one transaction. */
export class ServerTable {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Without what their sightings say: see `Ledger`. */
  all(): ServerRecord[] {
    return this.#database.prepare('SELECT * FROM server').all().map(recordOf)
  }

  put(record: ServerRecord): void {
    this.#database
      .prepare(
        `INSERT INTO server (id, name, document, source, first_seen_at, last_seen_at, switched, muted_until,
           grouped, named_as, endpoint, overlay, twin_of, missing_since)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, document = excluded.document, source = excluded.source,
           first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at, switched = excluded.switched,
           muted_until = excluded.muted_until, grouped = excluded.grouped, named_as = excluded.named_as,
           endpoint = excluded.endpoint, overlay = excluded.overlay, twin_of = excluded.twin_of,
           missing_since = excluded.missing_since`,
      )
      .run(...valuesOf(record))
  }

  delete(id: string): void {
    this.#database.prepare('DELETE FROM server WHERE id = ?').run(id)
  }

  /** Keeps a removed server for `undoMs`. */
  keepRemoval(undo: string, removedAt: number, { record, approval, sightings, withSource }: Removal): void {
    this.#database
      .prepare(
        `INSERT INTO removal (undo, removed_at, approval, sightings, with_source, id, name, document, source,
           first_seen_at, last_seen_at, switched, muted_until, grouped, named_as, endpoint, overlay, twin_of,
           missing_since)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(undo, removedAt, approval, JSON.stringify(sightings), withSource ?? null, ...valuesOf(record))
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
  removals(now: number): Removal[] {
    return this.#database
      .prepare('SELECT * FROM removal WHERE removed_at >= ?')
      .all(now - undoMs)
      .map(removalOf)
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
  keepDropped(undo: string, removedAt: number, sourceId: string, sightings: readonly Sighting[]): void {
    this.#database
      .prepare('INSERT INTO dropped_source (undo, removed_at, source, sightings) VALUES (?, ?, ?, ?)')
      .run(undo, removedAt, sourceId, JSON.stringify(sightings))
  }

  /** What a source so removed had named; null where an earlier Rollcall removed it. */
  dropped(undo: string): Sighting[] | null {
    const row = this.#database.prepare('SELECT sightings FROM dropped_source WHERE undo = ?').get(undo)
    return typeof row?.sightings === 'string' ? JSON.parse(row.sightings) : null
  }

  /** All that sources so removed had named. */
  allDropped(): Sighting[] {
    const rows = this.#database
      .prepare('SELECT sightings FROM dropped_source WHERE sightings IS NOT NULL')
      .all()
    return rows.flatMap((row): Sighting[] => JSON.parse(String(row.sightings)))
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

function valuesOf(record: ServerRecord) {
  const { id, document, source, switched, mutedUntil, grouped, namedAs, endpoint, overlay } = record
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
    namedAs,
    endpoint,
    overlay && JSON.stringify(overlay),
    record.twinOf,
    record.missingSince,
  ] as const
}

function removalOf(row: Record<string, unknown>): Removal {
  const record = recordOf(row)
  const approval = textIn(row.approval)
  const kept = textIn(row.sightings)
  return { record, approval, sightings: kept === null ? sightingsOf(record) : JSON.parse(kept) }
}

/** Those of a removal that an earlier Rollcall kept: the one it knew. */
function sightingsOf({ id, source, document }: ServerRecord): Sighting[] {
  if (source.id === manualSource) return []
  const { firstSeenAt, lastSeenAt: seenAt } = source
  return [{ source: source.id, document, firstSeenAt, seenAt, missingSince: null, held: null, server: id }]
}

function recordOf(row: Record<string, unknown>): ServerRecord {
  const document = JSON.parse(String(row.document))
  const overlay = textIn(row.overlay)
  return serverRecord({
    ...ofHand(document),
    id: String(row.id),
    document,
    source: {
      id: String(row.source),
      firstSeenAt: Number(row.first_seen_at),
      lastSeenAt: Number(row.last_seen_at),
    },
    sources: [],
    namedAs: textIn(row.named_as) ?? document.name,
    endpoint: textIn(row.endpoint) ?? endpointOf(document),
    overlay: overlay === null ? null : JSON.parse(overlay),
    twinOf: textIn(row.twin_of),
    missingSince: row.missing_since === null ? null : Number(row.missing_since),
    switched: switchOf(row.switched),
    mutedUntil: row.muted_until === null ? null : Number(row.muted_until),
    grouped: textIn(row.grouped),
  })
}

function textIn(value: unknown): string | null {
  return value === null ? null : String(value)
}

function switchOf(value: unknown): Intent | null {
  return value === 'on' || value === 'off' ? value : null
}
