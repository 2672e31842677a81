import { jsonSchema, type LanguageModelUsage, type ModelMessage, streamText, type ToolSet } from 'ai'
import type { ModelError } from '../../shared/contract/models'
import type { Usage } from '../../shared/contract/turns'
import type { OpenModel } from './models/models'
import type { ToolForModel } from './offer'

/** How often a request that was refused for the moment (429, 5xx) is sent again; `Retry-After` is kept to up to 60 s. */
const retriesMax = 2
/** A model that says nothing for so long says nothing more. */
const silenceMs = 300_000
/** Of one step; a model server that never ends is ended. */
const charactersMax = 2_000_000

/** A tool a model wants, by the name it knows it by. */
export interface WantedByModel {
  readonly toolCallId: string
  readonly toolName: string
  /** What it wrote, parsed where it is JSON. */
  readonly input: unknown
}

/** What a model said in one go. */
export interface ModelStep {
  /** For the next step. */
  readonly messages: readonly ModelMessage[]
  readonly calls: readonly WantedByModel[]
  readonly usage: Usage | null
  /** It ended because it may not be longer. */
  readonly isShort: boolean
  /** Why it did not end well; its calls are not to be run then. */
  readonly error: ModelError | null
}

interface Terms {
  readonly open: OpenModel
  readonly instructions: string
  readonly messages: readonly ModelMessage[]
  readonly tools: readonly ToolForModel[]
  readonly signal: AbortSignal
  readonly onText: (text: string) => void
  readonly onReasoning: (text: string) => void
  readonly errorOf: (thrown: unknown) => ModelError
  readonly trouble: (code: ModelError['code'], reason?: string) => ModelError
}

function toolSet(tools: readonly ToolForModel[]): ToolSet {
  return Object.fromEntries(
    tools.map(({ name, description, schema }) => [name, { description, inputSchema: jsonSchema(schema) }]),
  )
}

/** Asks a model once and listens until it ends. Throws nothing: what goes wrong is its error, a stop too. */
export async function stepOf(terms: Terms): Promise<ModelStep> {
  const { open, errorOf, trouble } = terms
  const heard = new Heard(terms)
  const ending = new AbortController()
  try {
    const result = streamText({
      model: open.model,
      instructions: terms.instructions,
      messages: [...terms.messages],
      tools: toolSet(terms.tools),
      abortSignal: AbortSignal.any([terms.signal, ending.signal]),
      maxRetries: retriesMax,
      timeout: { firstChunkMs: silenceMs, chunkMs: silenceMs },
      // Heard as a part of the stream; the SDK would print it.
      onError: () => {},
      ...(open.config.temperature !== undefined && { temperature: open.config.temperature }),
      ...(open.config.max_tokens !== undefined && { maxOutputTokens: open.config.max_tokens }),
    })
    for await (const part of result.stream) {
      heard.take(part)
      if (heard.characters <= charactersMax) continue
      ending.abort()
      return heard.step([], trouble('unusable-answer', 'it does not end'))
    }
    if (heard.error !== undefined) return heard.step([], errorOf(heard.error))
    if (heard.isFiltered) return heard.step([], trouble('content-filter'))
    if (!heard.isWhole) return heard.step([], trouble('cut'))
    const messages = await result.responseMessages
    return heard.step(
      messages.filter(({ role }) => role === 'assistant'),
      null,
    )
  } catch (thrown) {
    return heard.step([], errorOf(thrown))
  }
}

type StreamPart =
  ReturnType<typeof streamText<ToolSet>>['stream'] extends AsyncIterable<infer Part> ? Part : never

/** What came of a stream so far. */
class Heard {
  readonly #terms: Terms
  readonly #calls: WantedByModel[] = []
  #usage: Usage | null = null
  error: unknown
  isWhole = false
  isFiltered = false
  #isShort = false
  characters = 0

  constructor(terms: Terms) {
    this.#terms = terms
  }

  take(part: StreamPart): void {
    if (part.type === 'text-delta') {
      this.characters += part.text.length
      if (part.text !== '') this.#terms.onText(part.text)
    } else if (part.type === 'reasoning-delta') {
      this.characters += part.text.length
      if (part.text !== '') this.#terms.onReasoning(part.text)
    } else if (part.type === 'tool-input-delta') this.characters += part.delta.length
    else if (part.type === 'tool-call' && !part.providerExecuted) {
      const { toolCallId, toolName, input } = part
      this.#calls.push({ toolCallId, toolName, input })
    } else if (part.type === 'error') this.error ??= part.error
    else if (part.type === 'finish-step') {
      this.#isShort = part.finishReason === 'length'
      this.isFiltered = part.finishReason === 'content-filter'
      this.isWhole = ['stop', 'length', 'tool-calls', 'content-filter', 'other'].includes(part.finishReason)
      this.#usage = usageOf(part.usage)
    }
  }

  step(messages: readonly ModelMessage[], error: ModelError | null): ModelStep {
    const calls = error ? [] : this.#calls
    return { messages, error, calls, usage: this.#usage, isShort: this.#isShort }
  }
}

function usageOf({ inputTokens, outputTokens, inputTokenDetails }: LanguageModelUsage): Usage | null {
  if (inputTokens === undefined && outputTokens === undefined) return null
  return {
    input: inputTokens ?? 0,
    output: outputTokens ?? 0,
    cached: inputTokenDetails.cacheReadTokens ?? 0,
  }
}
