import type { Database } from '../database/database'
import type { Migration } from '../database/migrations'

export const vectorTables: Migration = {
  room: 'routing',
  version: 2,
  sql: `
    CREATE TABLE routing_vector (
      model TEXT NOT NULL,
      hash TEXT NOT NULL,
      vector BLOB NOT NULL,
      PRIMARY KEY (model, hash)
    ) STRICT, WITHOUT ROWID;
  `,
}

/** Vectors by what they were made of and by which model, so that nothing is sent twice. */
export class Vectors {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  read(model: string, hash: string): Float32Array | undefined {
    const row = this.#database
      .prepare('SELECT vector FROM routing_vector WHERE model = ? AND hash = ?')
      .get(model, hash)
    if (!(row?.vector instanceof Uint8Array)) return undefined
    // A copy: a view of floats must begin at a multiple of four.
    return new Float32Array(Uint8Array.from(row.vector).buffer)
  }

  /** A vector that cannot be kept is made anew after a restart. */
  write(model: string, vectors: ReadonlyMap<string, Float32Array>): void {
    this.#database.quickTransaction(() => {
      const insert = this.#database.prepare(
        'INSERT OR REPLACE INTO routing_vector (model, hash, vector) VALUES (?, ?, ?)',
      )
      for (const [hash, vector] of vectors)
        insert.run(model, hash, new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength))
    })
  }

  /** Forgets what is of another model or of none of these texts. */
  retain(model: string, hashes: ReadonlySet<string>): void {
    const kept = this.#database.prepare('SELECT model, hash FROM routing_vector').all()
    const gone = kept.filter((row) => row.model !== model || !hashes.has(String(row.hash)))
    this.#database.quickTransaction(() => {
      const remove = this.#database.prepare('DELETE FROM routing_vector WHERE model = ? AND hash = ?')
      for (const row of gone) remove.run(String(row.model), String(row.hash))
    })
  }
}
