import { streamText } from 'ai'
import type { Elicitation } from '../../shared/contract/turns'
import type { OpenModel } from './models/models'

/** What a server wants a model to be told, once a person said it may. */
export type SampleWanted = Extract<Elicitation['wants'], { mode: 'sample' }>

/** A model's answer as text, without tools. Throws what goes wrong. */
export async function sample(
  { model, config }: OpenModel,
  { system, messages, maxTokens }: SampleWanted,
  signal: AbortSignal,
): Promise<string> {
  const { text } = streamText({
    model,
    ...(system !== null && { instructions: system }),
    messages: messages.map(({ role, text: content }) => ({ role, content })),
    maxOutputTokens: maxTokens,
    ...(config.temperature !== undefined && { temperature: config.temperature }),
    maxRetries: 1,
    abortSignal: signal,
    // `text` rejects with it; the SDK would print it.
    onError: () => {},
  })
  return text
}
