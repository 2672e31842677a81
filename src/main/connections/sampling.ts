import { type CreateMessageResult, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client'
import type { ElicitAnswer, ElicitRequest } from './elicitations'

/** Characters of what a server wants a model to be told: a person has to read all of it. */
const textMax = 16_000
const tokensMax = 4_096

/** What a refused request is told; the specification's own number for it. */
const rejected = -1

/**
 * What a server wants a person's model to be asked, as a question to that person. Throws `ProtocolError` for what cannot be
 * shown whole or is no text.
 */
export function sampleRequestOf(params: {
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: unknown }[]
  readonly systemPrompt?: string | undefined
  readonly maxTokens: number
}): ElicitRequest {
  const messages = params.messages.flatMap(({ role, content }) =>
    (Array.isArray(content) ? content : [content]).map((piece: unknown) => ({ role, text: textOf(piece) })),
  )
  const system = params.systemPrompt ?? null
  const message = [...(system === null ? [] : [system]), ...messages.map(({ text }) => text)].join('\n\n')
  if (messages.length === 0 || message.trim() === '') throw refusal('There is nothing to ask.')
  if (message.length > textMax) throw refusal(`The question has more than ${textMax} characters.`)
  const maxTokens = Math.min(Math.max(1, Math.floor(params.maxTokens)), tokensMax)
  return { message, wants: { mode: 'sample', system, messages, maxTokens } }
}

/** Throws `ProtocolError` where the person did not want it or the model did not answer. */
export function sampledResult({ action, content }: ElicitAnswer): CreateMessageResult {
  if (action !== 'accept' || typeof content?.text !== 'string')
    throw new ProtocolError(rejected, 'The user rejected the sampling request.')
  const { text, model } = content
  return { role: 'assistant', content: { type: 'text', text }, model: String(model), stopReason: 'endTurn' }
}

function textOf(piece: unknown): string {
  if (typeof piece === 'object' && piece !== null && 'text' in piece && typeof piece.text === 'string')
    return piece.text
  throw refusal('Only text is passed on.')
}

function refusal(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message)
}
