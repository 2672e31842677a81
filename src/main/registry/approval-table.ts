import type { Database } from '../database/database'
import type { Migration } from '../database/migrations'
import type { ConsentSubject } from './consent-subject'

/** What a person allowed and refused, by the server's name. Which fingerprint is approved is in the registry's `approval`. */
export const approvalTables: readonly Migration[] = [
  {
    room: 'approvals',
    version: 1,
    sql: `
      -- What was consented to last (JSON, secrets as references), and since when it is another thing.
      CREATE TABLE consented (name TEXT PRIMARY KEY, subject TEXT NOT NULL, lapsed_at INTEGER) STRICT, WITHOUT ROWID;
      -- What a person refused, and whether that switched the server off.
      CREATE TABLE refusal (
        name TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, switched_off INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      -- Addresses that came without a person's word and are kept by hand all the same.
      CREATE TABLE doubted (name TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) STRICT, WITHOUT ROWID;
    `,
  },
]

export interface Refusal {
  readonly fingerprint: string
  readonly switchedOff: boolean
}

/** The statements of consent. Nothing here asks whether it is right. */
export class ApprovalTable {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  given(name: string): string | null {
    const row = this.#database.prepare('SELECT fingerprint FROM approval WHERE name = ?').get(name)
    return row ? String(row.fingerprint) : null
  }

  give(name: string, fingerprint: string, at: number): void {
    this.#database
      .prepare(
        `INSERT INTO approval (name, fingerprint, at) VALUES (?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET fingerprint = excluded.fingerprint, at = excluded.at`,
      )
      .run(name, fingerprint, at)
  }

  take(name: string): void {
    this.#database.prepare('DELETE FROM approval WHERE name = ?').run(name)
  }

  keepSubject(name: string, subject: ConsentSubject): void {
    this.#database
      .prepare(
        `INSERT INTO consented (name, subject) VALUES (?, ?)
         ON CONFLICT (name) DO UPDATE SET subject = excluded.subject, lapsed_at = NULL`,
      )
      .run(name, JSON.stringify(subject))
  }

  /** The moment is kept until something is consented to again. */
  noteLapse(name: string, at: number): void {
    this.#database
      .prepare('UPDATE consented SET lapsed_at = coalesce(lapsed_at, ?) WHERE name = ?')
      .run(at, name)
  }

  subject(name: string): { subject: ConsentSubject; lapsedAt: number | null } | null {
    const row = this.#database.prepare('SELECT subject, lapsed_at FROM consented WHERE name = ?').get(name)
    if (!row) return null
    return {
      subject: JSON.parse(String(row.subject)),
      lapsedAt: row.lapsed_at === null ? null : Number(row.lapsed_at),
    }
  }

  refuse(name: string, { fingerprint, switchedOff }: Refusal): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO refusal (name, fingerprint, switched_off) VALUES (?, ?, ?)')
      .run(name, fingerprint, Number(switchedOff))
  }

  refusal(name: string): Refusal | null {
    const row = this.#database
      .prepare('SELECT fingerprint, switched_off FROM refusal WHERE name = ?')
      .get(name)
    return row ? { fingerprint: String(row.fingerprint), switchedOff: row.switched_off === 1 } : null
  }

  reopen(name: string): void {
    this.#database.prepare('DELETE FROM refusal WHERE name = ?').run(name)
  }

  doubt(name: string, fingerprint: string): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO doubted (name, fingerprint) VALUES (?, ?)')
      .run(name, fingerprint)
  }

  doubts(): Map<string, string> {
    const rows = this.#database.prepare('SELECT name, fingerprint FROM doubted').all()
    return new Map(rows.map((row) => [String(row.name), String(row.fingerprint)]))
  }

  /** Doubts stay: the same bytes under the same name are no less doubtful the second time. */
  forget(name: string): void {
    this.take(name)
    for (const table of ['consented', 'refusal'])
      this.#database.prepare(`DELETE FROM ${table} WHERE name = ?`).run(name)
  }
}
