import type { Database } from '../database/database'
import { LateWrite } from '../database/late-write'
import type { Migration } from '../database/migrations'
import type { Clock } from '../host'
import { vectorTables } from './vectors'

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
  vectorTables,
]

/** Uses are written together: a call waits for none of it, and a crash loses a few. */
const writeMs = 2_000

/** How often each tool answered well when a person or a program called it. */
export class Uses {
  readonly #database: Database
  readonly #late: LateWrite
  /** Servers and tools whose counts are to be written. */
  readonly #unwritten = new Map<string, Set<string>>()
  readonly #counts = new Map<string, Map<string, number>>()

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database
    this.#late = new LateWrite(clock, writeMs, () => this.#write())
    for (const { server, tool, count } of database.prepare('SELECT * FROM routing_use').all())
      this.#of(String(server)).set(String(tool), Number(count))
  }

  count(server: string, tool: string): void {
    const counts = this.#of(server)
    counts.set(tool, (counts.get(tool) ?? 0) + 1)
    this.#unwritten.set(server, (this.#unwritten.get(server) ?? new Set()).add(tool))
    this.#late.soon()
  }

  /** Writes what is waiting. */
  end(): void {
    this.#late.end()
  }

  #write(): void {
    this.#database.quickTransaction(() => {
      const insert = this.#database.prepare(
        'INSERT OR REPLACE INTO routing_use (server, tool, count) VALUES (?, ?, ?)',
      )
      for (const [server, tools] of this.#unwritten)
        for (const tool of tools) insert.run(server, tool, this.of(server, tool))
    })
    this.#unwritten.clear()
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
    this.#unwritten.delete(server)
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
