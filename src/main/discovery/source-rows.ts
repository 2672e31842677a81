import { z } from 'zod'
import { sourcePolicies } from '../../shared/contract/discovery'
import type { Database } from '../database/database'

/** How long a removal can be undone. */
const undoMs = 24 * 60 * 60_000

/** A source as it is kept. Times are milliseconds since 1970. */
const SourceRow = z.object({
  id: z.string(),
  /** A kind's name; the kind itself may be gone with the plug-in that brought it. */
  type: z.string(),
  name: z.string(),
  address: z.string(),
  /** As its kind wants them; secrets are references. */
  options: z.unknown(),
  policy: z.enum(sourcePolicies),
  trusted: z.boolean(),
  /** Its place among the sources, which decides where they say different things of one server. */
  position: z.number(),
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

/** The kept sources, in their order, and those removed within the last day. */
export class SourceRows {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  all(): SourceRow[] {
    const rows = this.#database.prepare('SELECT * FROM source ORDER BY position, added_at, id').all()
    return rows.map((row) =>
      SourceRow.parse({
        id: row.id,
        type: row.type,
        name: row.name,
        address: row.address,
        options: JSON.parse(String(row.options)),
        policy: row.policy,
        trusted: row.trusted === 1,
        position: row.position,
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
          `INSERT OR REPLACE INTO source (id, type, name, address, options, policy, trusted, position, added_at,
             last_seen_at, last_read_at, paused, interval_ms, last_change, frame, names)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          row.id,
          row.type,
          row.name,
          row.address,
          JSON.stringify(row.options),
          row.policy,
          row.trusted ? 1 : 0,
          row.position,
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

  /** Keeps when it was read, where nothing else is new. Throws Fault `disk-full`. */
  seen({ id, lastSeenAt, lastReadAt }: SourceRow): void {
    const times = this.#database.prepare('UPDATE source SET last_seen_at = ?, last_read_at = ? WHERE id = ?')
    this.#database.transaction(() => times.run(lastSeenAt, lastReadAt, id))
  }

  /** The sources stand in this order from now on. Throws Fault `disk-full`. */
  arrange(ids: readonly string[]): void {
    const place = this.#database.prepare('UPDATE source SET position = ? WHERE id = ?')
    this.#database.transaction(() => {
      for (const [position, id] of ids.entries()) place.run(position, id)
    })
  }

  /** Every source there is or that can be brought back, by id. */
  known(now: number): Set<string> {
    const rows = this.#database
      .prepare(
        `SELECT id FROM source UNION
         SELECT json_extract(source, '$.id') FROM removed_source WHERE removed_at >= ?`,
      )
      .all(now - undoMs)
    return new Set(rows.map(({ id }) => String(id)))
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
