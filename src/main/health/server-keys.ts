import type { Database } from '../database/database'

/** Small numbers for servers' ids, which stand in every row of the history. */
export class ServerKeys {
  readonly #database: Database
  readonly #keys = new Map<string, number>()
  #last = 0

  constructor(database: Database) {
    this.#database = database
  }

  /** Reads what is kept. */
  start(): void {
    for (const { key, server } of this.#database.prepare('SELECT key, server FROM health_server').all()) {
      this.#keys.set(String(server), Number(key))
      this.#last = Math.max(this.#last, Number(key))
    }
  }

  /** Whether anything may be kept of it. */
  has(server: string): boolean {
    return this.#keys.has(server)
  }

  /** Gives it one at the first time. */
  of(server: string): number {
    const known = this.#keys.get(server)
    if (known !== undefined) return known
    this.#keys.set(server, ++this.#last)
    return this.#last
  }

  /** The same for a row about to be written: the number is kept with it, or lost with it. */
  keep(server: string): number {
    const key = this.of(server)
    this.#database.prepare('INSERT OR IGNORE INTO health_server (key, server) VALUES (?, ?)').run(key, server)
    return key
  }

  /** Forgets the servers that are no longer registered, and all that is kept of them. */
  retain(registered: ReadonlySet<string>): void {
    const gone = this.#database
      .prepare('SELECT key, server FROM health_server')
      .all()
      .filter(({ server }) => !registered.has(String(server)))
    this.#database.quickTransaction(() => {
      for (const { key } of gone) {
        for (const table of ['health_check', 'health_bucket', 'health_incident'])
          this.#database.prepare(`DELETE FROM ${table} WHERE server = ?`).run(Number(key))
        this.#database.prepare('DELETE FROM health_server WHERE key = ?').run(Number(key))
      }
    })
    for (const { server } of gone) this.#keys.delete(String(server))
  }
}
