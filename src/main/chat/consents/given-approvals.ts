import type { Tool } from '../../../shared/contract/tools'
import type { Database } from '../../database/database'
import type { Clock } from '../../host'
import { type Definition, definitionOf } from './tool-change'

/** What is remembered of a tool that may run. */
export interface Given {
  /** Its id. */
  readonly server: string
  readonly tool: string
  readonly by: 'person' | 'policy'
  readonly fingerprint: string
  readonly definition: Definition
  /** Milliseconds since 1970. */
  readonly at: number
}

/** The approvals on disk. Those of a server that was removed stay, for its removal can be undone. */
export class GivenApprovals {
  readonly #database: Database
  readonly #clock: Clock

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database
    this.#clock = clock
  }

  of(serverId: string, tool: string): Given | undefined {
    const row = this.#database
      .prepare('SELECT * FROM tool_approval WHERE server = ? AND tool = ?')
      .get(serverId, tool)
    return row && givenOf(row)
  }

  all(): Given[] {
    return this.#database.prepare('SELECT * FROM tool_approval ORDER BY server, tool').all().map(givenOf)
  }

  /** In place of what was given before. Throws Fault `disk-full`. */
  give(serverId: string, tool: Tool, { by, fingerprint }: Pick<Given, 'by' | 'fingerprint'>): void {
    this.#database.transaction(() =>
      this.#database
        .prepare(
          `INSERT OR REPLACE INTO tool_approval (server, tool, by, fingerprint, definition, at)
           VALUES (?, ?, ?, ?, ?, ?)`,
        )
        .run(serverId, tool.name, by, fingerprint, JSON.stringify(definitionOf(tool)), this.#clock.now()),
    )
  }

  /** False where there was none. */
  take(serverId: string, tool: string): boolean {
    const { changes } = this.#database.transaction(() =>
      this.#database.prepare('DELETE FROM tool_approval WHERE server = ? AND tool = ?').run(serverId, tool),
    )
    return changes > 0
  }
}

function givenOf(row: Record<string, unknown>): Given {
  return {
    server: String(row.server),
    tool: String(row.tool),
    by: row.by === 'person' ? 'person' : 'policy',
    fingerprint: String(row.fingerprint),
    definition: JSON.parse(String(row.definition)),
    at: Number(row.at),
  }
}
