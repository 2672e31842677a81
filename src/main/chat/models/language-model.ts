import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogle } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { type LanguageModelMiddleware, wrapLanguageModel } from 'ai'
import type { LlmConfig } from '../../../shared/contract/models'
import type { ProviderKind } from './known-providers'

interface Terms {
  readonly kind: ProviderKind
  readonly config: LlmConfig
  /** Without a query. */
  readonly baseURL: string
  /** Puts the key where it belongs. */
  readonly fetch: typeof fetch
}

type SharedOptions = Parameters<
  NonNullable<LanguageModelMiddleware['transformParams']>
>[0]['params']['providerOptions']

/** Stands where the SDK wants a key, and else would look for one in the environment; it is never sent. */
const apiKey = 'kept-elsewhere'

/** A model of the SDK that asks as `config` says, and as the provider takes it. Nothing is asked yet. */
export function languageModel(terms: Terms) {
  const middleware: LanguageModelMiddleware = {
    specificationVersion: 'v4',
    async transformParams({ params }) {
      const { temperature: asked, maxOutputTokens: most = terms.config.max_tokens, ...rest } = params
      const temperature = temperatureOf(terms, asked ?? terms.config.temperature)
      return {
        ...rest,
        ...(temperature !== undefined && { temperature }),
        ...(most !== undefined && limited(terms, rest.providerOptions, most)),
      }
    },
  }
  return wrapLanguageModel({ model: plainModel(terms), middleware })
}

function plainModel({ kind, config, baseURL, fetch }: Terms) {
  switch (kind.wire) {
    case 'openai':
      return createOpenAI({ baseURL, apiKey, fetch }).chat(config.model)
    case 'anthropic':
      return createAnthropic({ baseURL, apiKey, fetch })(config.model)
    case 'google':
      return createGoogle({ baseURL, apiKey, fetch })(config.model)
    case 'compatible':
      return createOpenAICompatible({ name: kind.kind, baseURL, fetch, includeUsage: true }).chatModel(
        config.model,
      )
  }
}

/** The limit of an answer, by the name the provider knows it. */
function limited({ kind }: Terms, providerOptions: SharedOptions, most: number) {
  if (kind.quirks?.maxTokens === undefined) return { maxOutputTokens: most }
  return {
    providerOptions: {
      ...providerOptions,
      openai: { ...providerOptions?.openai, maxCompletionTokens: most },
    },
  }
}

function temperatureOf({ kind, config }: Terms, temperature: number | undefined): number | undefined {
  const { fixedTemperature, temperature: range } = kind.quirks ?? {}
  if (temperature === undefined) return undefined
  if (fixedTemperature !== undefined && new RegExp(fixedTemperature, 'u').test(config.model)) return undefined
  return range ? Math.min(Math.max(temperature, range.least), range.most) : temperature
}
