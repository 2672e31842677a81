import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { APICallError, type LanguageModel } from 'ai'
import type { LlmConfig, ModelError } from '../../../shared/contract/models'
import type { Database } from '../../database/database'
import type { Clock, Log } from '../../host'
import type { Vault } from '../../registry/vault'
import { describe, ModelTrouble } from './model-trouble'

/** A model that can be asked, and what it was opened by. */
export interface OpenModel {
  readonly model: LanguageModel
  readonly wire: 'openai' | 'compatible' | 'anthropic' | 'google'
  readonly config: LlmConfig
}

/** The models there are to choose from, and the one chosen by default. */
export class Models {
  readonly #database: Database
  readonly #vault: Vault

  constructor({ database, vault }: { database: Database; vault: Vault; clock: Clock; log: Log }) {
    this.#database = database
    this.#vault = vault
  }

  start(): void {}

  end(): void {}

  /** The default; null: none. */
  config(): LlmConfig | null {
    const row = this.#database.prepare('SELECT chosen FROM llm_config').get()
    return row ? JSON.parse(String(row.chosen)) : null
  }

  /** Throws ModelTrouble. Nothing is asked yet. */
  open(config: LlmConfig): OpenModel {
    const row = this.#database.prepare('SELECT * FROM model_provider WHERE id = ?').get(config.provider)
    if (!row) throw new ModelTrouble('provider-missing', { provider: config.provider })
    const apiKey = this.#vault.held(`model:${config.provider}`)
    const provider = createOpenAICompatible({
      name: config.provider,
      baseURL: String(row.address ?? row.base_url),
      includeUsage: true,
      ...(apiKey !== undefined && { apiKey }),
    })
    return { model: provider.chatModel(config.model), wire: 'compatible', config }
  }

  /** What was thrown by a model that was opened here, as one of our codes. */
  errorOf(thrown: unknown, config: LlmConfig): ModelError {
    if (thrown instanceof ModelTrouble) return thrown.error
    const { provider, model } = config
    const status = APICallError.isInstance(thrown) ? thrown.statusCode : undefined
    const said = thrown instanceof Error ? thrown.message.slice(0, 500) : String(thrown)
    return status === undefined
      ? describe('unusable-answer', { provider, model, reason: said })
      : describe('http-status', { provider, model, status, said })
  }
}
