import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'

/** The language a model server speaks. `openai` is OpenAI's own, `compatible` that of everybody who follows it. */
export const wires = ['openai', 'compatible', 'anthropic', 'google'] as const

/**
 * Which model answers and how; the original's `llm_config`, with the provider it is to be had from. What is left out is
 * left to the provider.
 */
export const LlmConfig = z.object({
  /** The `id` of a `ModelProvider`. */
  provider: z.string().min(1).max(64),
  model: z.string().min(1).max(200),
  temperature: z.number().min(0).max(2).optional(),
  /** Of one answer. */
  max_tokens: z.int().min(1).max(1_000_000).optional(),
})
export type LlmConfig = z.infer<typeof LlmConfig>

/** Why a model did not answer. Stable; each has a sentence and an advice in both languages (`model.<code>`). */
export const modelErrorCodes = [
  'provider-missing',
  'key-missing',
  'key-refused',
  'no-credit',
  'model-missing',
  'rate-limited',
  'too-long',
  'refused',
  'host-not-found',
  'timeout',
  'tls',
  'insecure',
  'http-status',
  'not-a-model-server',
  'cut',
  'unusable-answer',
  'content-filter',
] as const

export const ModelError = z.object({
  code: z.enum(modelErrorCodes),
  /** One English sentence: what happened, at which provider. */
  message: z.string(),
  /** Values for the sentence in other languages, e.g. `{ provider, model, status, said, retryAfterS }`. Never a key. */
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type ModelError = z.infer<typeof ModelError>

/** A kind of provider Rollcall knows beforehand: data, `src/main/chat/models/providers.json`. */
export const KnownProvider = z.object({
  kind: z.string(),
  name: z.object({ en: z.string(), zh: z.string() }),
  wire: z.enum(wires),
  /** May hold `{…}` a person fills in. Empty where every address is its own. */
  baseUrl: z.string(),
  /** Other addresses of the same provider, e.g. for another country. */
  otherUrls: z.array(z.string()),
  needsKey: z.boolean(),
  /** Where a key is made; null where none is needed. */
  keyPage: z.string().nullable(),
})
export type KnownProvider = z.infer<typeof KnownProvider>

export const Model = z.object({
  id: z.string(),
  /** Where the provider has a nicer one. */
  name: z.string().optional(),
  /** Tokens of question and answer together, where known. */
  contextTokens: z.int().optional(),
})
export type Model = z.infer<typeof Model>

export const ModelProvider = z.object({
  /** Lower case letters, digits and `-`; chosen once. */
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  wire: z.enum(wires),
  /** As it was typed. */
  baseUrl: z.string(),
  /** The address that answered; null while none has. */
  address: z.string().nullable(),
  hasKey: z.boolean(),
  /** As last fetched; empty before. */
  models: z.array(Model),
  modelsAt: z.iso.datetime().nullable(),
  /** Why the last test or fetch failed. */
  error: ModelError.nullable(),
})
export type ModelProvider = z.infer<typeof ModelProvider>

const ProviderId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'is not made of lower case letters, digits and -')

export const ProviderDraft = z.object({
  kind: z.string().max(64),
  name: z.string().trim().min(1).max(100).optional(),
  /**
   * The known provider's where left out. `/v1` may be missing and `/chat/completions` too much; a `#` at the end means
   * exactly this address.
   */
  baseUrl: z.string().trim().max(2_048).optional(),
  /**
   * Kept in the secret store and never told again; several with commas between are taken in turn. Null takes it away, and
   * so does an address of another origin that comes without one.
   */
  key: z.string().trim().max(8_192).nullable().optional(),
})
export type ProviderDraft = z.infer<typeof ProviderDraft>

const ModelTest = z.object({
  ok: z.boolean(),
  /** The address that answered. */
  address: z.string().nullable(),
  models: z.array(Model),
  durationMs: z.number(),
  error: ModelError.nullable(),
})
export type ModelTest = z.infer<typeof ModelTest>

/** All there is to choose from, and what is chosen unless a conversation says otherwise. */
export const ModelsState = z.object({
  providers: z.array(ModelProvider),
  /** Null: no model; tools are run by hand. */
  llm_config: LlmConfig.nullable(),
})
export type ModelsState = z.infer<typeof ModelsState>

const ofProvider = z.object({ provider: ProviderId })

export const modelsContract = {
  known: oc
    .route({
      method: 'GET',
      path: '/model-providers/known',
      tags: ['models'],
      summary: 'Providers known beforehand',
    })
    .output(z.array(KnownProvider)),
  list: oc
    .route({
      method: 'GET',
      path: '/models',
      tags: ['models'],
      summary: 'Providers, their models, and the default',
    })
    .output(ModelsState),
  watch: oc
    .route({
      method: 'GET',
      path: '/watch/models',
      tags: ['watch'],
      summary: 'Providers as they change (server-sent events)',
    })
    .output(eventIterator(ModelsState)),
  /** Adds a provider or changes one; what is left out stays. Faults: invalid, disk-full. */
  set: oc
    .route({
      method: 'PUT',
      path: '/model-providers/{provider}',
      tags: ['models'],
      summary: 'Add or change a provider',
      inputStructure: 'detailed',
    })
    .input(z.object({ params: ofProvider, body: ProviderDraft }))
    .output(ModelProvider),
  /** Its key goes with it. Faults: not-found. */
  remove: oc
    .route({
      method: 'DELETE',
      path: '/model-providers/{provider}',
      tags: ['models'],
      summary: 'Remove a provider and its key',
    })
    .input(ofProvider)
    .output(z.object({ removed: z.string() })),
  /** Asks a provider for its models and keeps them, with the address that answered. Faults: not-found. */
  test: oc
    .route({
      method: 'POST',
      path: '/model-providers/{provider}/test',
      tags: ['models'],
      summary: 'See whether a provider answers, and what it offers',
    })
    .input(ofProvider)
    .output(ModelTest),
  /** The same for one that is not kept. Faults: invalid. */
  try: oc
    .route({
      method: 'POST',
      path: '/model-test',
      tags: ['models'],
      summary: 'Try a provider without keeping it',
    })
    .input(ProviderDraft)
    .output(ModelTest),
  /** The default; null: none. Faults: invalid, not-found. */
  choose: oc
    .route({
      method: 'PUT',
      path: '/llm-config',
      tags: ['models'],
      summary: 'Choose the model used by default',
    })
    .input(z.object({ llm_config: LlmConfig.nullable() }))
    .output(ModelsState),
}
