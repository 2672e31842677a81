import { z } from 'zod'
import { LlmConfig, Model, ModelError } from '../../../shared/contract/models'
import type { Database } from '../../database/database'

/** A provider as it is kept; its key is not among it. */
export interface ProviderRow {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly baseUrl: string
  readonly address: string | null
  readonly models: readonly Model[]
  readonly modelsAt: number | null
  readonly error: ModelError | null
}

const Models = z.array(Model)

/** What is kept of providers and of the default: on disk before a method returns. All throw Fault disk-full. */
export class ProviderTable {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  all(): ProviderRow[] {
    return this.#database.prepare('SELECT * FROM model_provider ORDER BY id').all().map(rowOf)
  }

  get(id: string): ProviderRow | undefined {
    const row = this.#database.prepare('SELECT * FROM model_provider WHERE id = ?').get(id)
    return row && rowOf(row)
  }

  set(row: ProviderRow): void {
    this.#database.transaction(() =>
      this.#database
        .prepare(
          `INSERT OR REPLACE INTO model_provider (id, kind, name, base_url, address, models, models_at, error)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          row.id,
          row.kind,
          row.name,
          row.baseUrl,
          row.address,
          JSON.stringify(row.models),
          row.modelsAt,
          row.error && JSON.stringify(row.error),
        ),
    )
  }

  /** The default goes with the provider it is to be had from. */
  remove(id: string): void {
    this.#database.transaction(() => {
      this.#database.prepare('DELETE FROM model_provider WHERE id = ?').run(id)
      if (this.config()?.provider === id) this.choose(null)
    })
  }

  config(): LlmConfig | null {
    const row = this.#database.prepare('SELECT chosen FROM llm_config').get()
    return row ? LlmConfig.parse(JSON.parse(String(row.chosen))) : null
  }

  choose(config: LlmConfig | null): void {
    this.#database.transaction(() => {
      this.#database.prepare('DELETE FROM llm_config').run()
      if (config)
        this.#database
          .prepare('INSERT INTO llm_config (only, chosen) VALUES (1, ?)')
          .run(JSON.stringify(config))
    })
  }
}

function rowOf(row: Record<string, unknown>): ProviderRow {
  return {
    id: String(row.id),
    kind: String(row.kind),
    name: String(row.name),
    baseUrl: String(row.base_url),
    address: row.address === null ? null : String(row.address),
    models: Models.parse(JSON.parse(String(row.models))),
    modelsAt: row.models_at === null ? null : Number(row.models_at),
    // A code that is no longer known says nothing.
    error: row.error === null ? null : (ModelError.safeParse(JSON.parse(String(row.error))).data ?? null),
  }
}
