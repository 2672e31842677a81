import { randomUUID } from 'node:crypto'
import { parse } from 'node:path'
import { z } from 'zod'
import type { Database } from '../database/database'
import { givenIntervalMs, type NewSource } from './place'

/** How long a removal can be undone. */
const undoMs = 24 * 60 * 60_000

/** A source as it is kept. Times are milliseconds since 1970. */
const SourceRow = z.object({
  id: z.string(),
  type: z.literal('file_watch'),
  name: z.string(),
  path: z.string(),
  addedAt: z.number(),
  /** The last good read; null before the first. */
  lastSeenAt: z.number().nullable(),
  /** The last read of any outcome. */
  lastReadAt: z.number().nullable(),
  /** A paused source keeps its servers and is not read. */
  paused: z.boolean(),
  /** Between two looks without an event; null leaves it to Rollcall. */
  intervalMs: z.number().nullable(),
  /** When it last named other servers than before, and how many came, changed and went; null while it has not. */
  lastChange: z
    .object({ at: z.number(), added: z.number(), changed: z.number(), removed: z.number() })
    .nullable(),
  /** For exports: what stood around the list of servers. */
  frame: z.object({
    keys: z.array(z.string()).readonly(),
    rest: z.record(z.string(), z.unknown()).readonly(),
  }),
  /** What the last good read named, in the order of the file. */
  names: z.array(z.string()).readonly(),
})
export type SourceRow = Readonly<z.infer<typeof SourceRow>>

/** A source a person adds now, before its first read. */
export function newSourceRow(path: string, given: NewSource, now: number): SourceRow {
  return {
    id: randomUUID(),
    type: 'file_watch',
    name: given.name ?? parse(path).name,
    path,
    addedAt: now,
    lastSeenAt: null,
    lastReadAt: null,
    paused: false,
    intervalMs: givenIntervalMs(given) ?? null,
    lastChange: null,
    frame: { keys: ['servers'], rest: {} },
    names: [],
  }
}

/** The kept sources, oldest first, and those removed within the last day. */
export class SourceRows {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  all(): SourceRow[] {
    const rows = this.#database.prepare('SELECT * FROM source ORDER BY added_at, id').all()
    return rows.map((row) =>
      SourceRow.parse({
        id: row.id,
        type: 'file_watch',
        name: row.name,
        path: row.path,
        addedAt: row.added_at,
        lastSeenAt: row.last_seen_at,
        lastReadAt: row.last_read_at,
        paused: row.paused === 1,
        intervalMs: row.interval_ms,
        lastChange: row.last_change === null ? null : JSON.parse(String(row.last_change)),
        frame: JSON.parse(String(row.frame)),
        names: JSON.parse(String(row.names)),
      }),
    )
  }

  /** Adds the row or replaces it. Throws Fault `disk-full`. */
  save(row: SourceRow): void {
    this.#database.transaction(() =>
      this.#database
        .prepare(
          `INSERT OR REPLACE INTO source (id, type, name, path, added_at, last_seen_at, last_read_at, paused,
             interval_ms, last_change, frame, names)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          row.id,
          row.type,
          row.name,
          row.path,
          row.addedAt,
          row.lastSeenAt,
          row.lastReadAt,
          row.paused ? 1 : 0,
          row.intervalMs,
          row.lastChange && JSON.stringify(row.lastChange),
          JSON.stringify(row.frame),
          JSON.stringify(row.names),
        ),
    )
  }

  /** Takes the source away and keeps it for a day under `undo`. Throws Fault `disk-full`. */
  remove(row: SourceRow, undo: string, now: number): void {
    this.#database.transaction(() => {
      this.#database.prepare('DELETE FROM removed_source WHERE removed_at < ?').run(now - undoMs)
      this.#database
        .prepare('INSERT INTO removed_source (undo, removed_at, source) VALUES (?, ?, ?)')
        .run(undo, now, JSON.stringify(row))
      this.#database.prepare('DELETE FROM source WHERE id = ?').run(row.id)
    })
  }

  /** A source removed within the last day. */
  removed(undo: string, now: number): SourceRow | undefined {
    const row = this.#database
      .prepare('SELECT source FROM removed_source WHERE undo = ? AND removed_at >= ?')
      .get(undo, now - undoMs)
    return row && SourceRow.parse(JSON.parse(String(row.source)))
  }

  /** The removed source is a source again. Throws Fault `disk-full`. */
  restore(row: SourceRow, undo: string): void {
    this.#database.transaction(() => {
      this.save(row)
      this.#database.prepare('DELETE FROM removed_source WHERE undo = ?').run(undo)
    })
  }
}
