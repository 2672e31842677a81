import type { Database } from '../database/database'
import type { SourcePolicy, SourceWord } from './server-record'
import type { Sighting } from './sighting'

/** Rows of what sources say, and of the sources in their order. Whoever calls decides what belongs into one transaction. */
export class SightingTable {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  all(): Sighting[] {
    return this.#database.prepare('SELECT * FROM sighting').all().map(sightingOf)
  }

  put({ source, document, firstSeenAt, seenAt, missingSince, held, server }: Sighting): void {
    this.#database
      .prepare(
        `INSERT OR REPLACE INTO sighting (source, name, document, first_seen_at, seen_at, missing_since, held, server)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(source, document.name, JSON.stringify(document), firstSeenAt, seenAt, missingSince, held, server)
  }

  delete({ source, document: { name } }: Sighting): void {
    this.#database.prepare('DELETE FROM sighting WHERE source = ? AND name = ?').run(source, name)
  }

  /** The source named all of them again but those that are missing or held. */
  seen(source: string, at: number): void {
    this.#database
      .prepare('UPDATE sighting SET seen_at = ? WHERE source = ? AND missing_since IS NULL AND held IS NULL')
      .run(at, source)
  }

  /** What was said of each source, in the order they came. */
  sources(): [source: string, word: SourceWord][] {
    const rows = this.#database.prepare('SELECT * FROM known_source ORDER BY place').all()
    return rows.map((row) => [
      String(row.source),
      { policy: String(row.policy) as SourcePolicy, trusted: row.trusted === 1 },
    ])
  }

  /** A source that is new comes last. */
  putSource(source: string, { policy, trusted }: SourceWord): void {
    this.#database
      .prepare(
        `INSERT INTO known_source (source, policy, trusted) VALUES (?, ?, ?)
         ON CONFLICT (source) DO UPDATE SET policy = excluded.policy, trusted = excluded.trusted`,
      )
      .run(source, policy, trusted ? 1 : 0)
  }

  /** The sources stand in this order from now on. */
  arrange(sources: readonly (readonly [source: string, word: SourceWord])[]): void {
    this.#database.prepare('DELETE FROM known_source').run()
    for (const [source, word] of sources) this.putSource(source, word)
  }
}

function sightingOf(row: Record<string, unknown>): Sighting {
  return {
    source: String(row.source),
    document: JSON.parse(String(row.document)),
    firstSeenAt: Number(row.first_seen_at),
    seenAt: Number(row.seen_at),
    missingSince: row.missing_since === null ? null : Number(row.missing_since),
    held: row.held === 'asked' || row.held === 'kept' ? row.held : null,
    server: String(row.server),
  }
}
