import type { Database } from '../database/database'
import type { Migration } from '../database/migrations'

export const routingTables: readonly Migration[] = [
  {
    room: 'routing',
    version: 1,
    sql: `
      CREATE TABLE routing_use (
        server TEXT NOT NULL,
        tool TEXT NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (server, tool)
      ) STRICT, WITHOUT ROWID;
    `,
  },
]

/** How often each tool answered well when a person or a program called it. */
export class Uses {
  readonly #database: Database
  readonly #counts = new Map<string, Map<string, number>>()

  constructor(database: Database) {
    this.#database = database
    for (const { server, tool, count } of database.prepare('SELECT * FROM routing_use').all())
      this.#of(String(server)).set(String(tool), Number(count))
  }

  count(server: string, tool: string): void {
    const counts = this.#of(server)
    const count = (counts.get(tool) ?? 0) + 1
    counts.set(tool, count)
    this.#database
      .prepare('INSERT OR REPLACE INTO routing_use (server, tool, count) VALUES (?, ?, ?)')
      .run(server, tool, count)
  }

  of(server: string, tool: string): number {
    return this.#counts.get(server)?.get(tool) ?? 0
  }

  /** Of all tools of a server. */
  ofServer(server: string): number {
    return [...(this.#counts.get(server)?.values() ?? [])].reduce((sum, count) => sum + count, 0)
  }

  forget(server: string): void {
    this.#counts.delete(server)
    this.#database.prepare('DELETE FROM routing_use WHERE server = ?').run(server)
  }

  #of(server: string): Map<string, number> {
    const known = this.#counts.get(server)
    if (known) return known
    const counts = new Map<string, number>()
    this.#counts.set(server, counts)
    return counts
  }
}
