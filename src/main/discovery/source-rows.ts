import { z } from 'zod'
import type { Database } from '../database/database'
import type { Frame } from './document'

/** A source as it is kept. Times are milliseconds since 1970. */
export interface SourceRow {
  readonly id: string
  readonly type: 'file_watch'
  readonly name: string
  readonly path: string
  readonly addedAt: number
  /** The last good read; null before the first. */
  readonly lastSeenAt: number | null
  /** The last read of any outcome. */
  readonly lastReadAt: number | null
  readonly frame: Frame
  /** What the last good read named, in the order of the file. */
  readonly names: readonly string[]
}

const KeptFrame = z.object({ keys: z.array(z.string()), rest: z.record(z.string(), z.unknown()) })
const KeptNames = z.array(z.string())

/** The kept sources, oldest first. */
export class SourceRows {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  all(): SourceRow[] {
    const rows = this.#database.prepare('SELECT * FROM source ORDER BY added_at, id').all()
    return rows.map((row) => ({
      id: String(row.id),
      type: 'file_watch',
      name: String(row.name),
      path: String(row.path),
      addedAt: Number(row.added_at),
      lastSeenAt: row.last_seen_at === null ? null : Number(row.last_seen_at),
      lastReadAt: row.last_read_at === null ? null : Number(row.last_read_at),
      frame: KeptFrame.parse(JSON.parse(String(row.frame))),
      names: KeptNames.parse(JSON.parse(String(row.names))),
    }))
  }

  /** Adds the row or replaces it. Throws Fault `disk-full`. */
  save(row: SourceRow): void {
    this.#database.transaction(() =>
      this.#database
        .prepare(
          `INSERT OR REPLACE INTO source (id, type, name, path, added_at, last_seen_at, last_read_at, frame, names)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          row.id,
          row.type,
          row.name,
          row.path,
          row.addedAt,
          row.lastSeenAt,
          row.lastReadAt,
          JSON.stringify(row.frame),
          JSON.stringify(row.names),
        ),
    )
  }

  delete(id: string): void {
    this.#database.prepare('DELETE FROM source WHERE id = ?').run(id)
  }
}
