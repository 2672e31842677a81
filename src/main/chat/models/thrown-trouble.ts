import type { APICallError, RetryError, StreamProviderError } from 'ai'
import type { ModelError } from '../../../shared/contract/models'
import type { Patience } from './agents'
import { type Place, troubleOfAnswer } from './answer-trouble'
import { withoutKeys } from './keys'
import { describe, ModelTrouble } from './model-trouble'

const reasonMax = 300

/** What anything means that was thrown, or came as an error in a stream, while a model was asked. */
export function troubleOfThrown(thrown: unknown, place: Place, patience: Patience): ModelError {
  const chain = causes(thrown)
  for (const error of chain) if (error instanceof ModelTrouble) return error.error
  for (const error of chain) {
    const known = ofSystem(error, place, patience) ?? ofCall(error, place) ?? ofStream(error, place)
    if (known) return known
  }
  if (!(thrown instanceof Error)) {
    const text = typeof thrown === 'string' ? thrown : JSON.stringify(thrown)
    return troubleOfAnswer({ status: 200, type: 'application/json', text: text ?? '' }, place)
  }
  const { provider, model, address } = place
  return describe('unusable-answer', { provider, model, address, reason: reasonOf(chain.at(-1), place) })
}

function ofCall(error: unknown, place: Place): ModelError | undefined {
  if (!isCall(error) || error.statusCode === undefined) return undefined
  const { statusCode: status, responseBody: text = '', responseHeaders: headers = {} } = error
  if (status < 400) return undefined
  const type = headers['content-type'] ?? ''
  return troubleOfAnswer({ status, type, text, retryAfter: headers['retry-after'] }, place)
}

/** A provider's own error, sent where a piece of an answer should be. */
function ofStream(error: unknown, place: Place): ModelError | undefined {
  if (!isOfStream(error)) return undefined
  const text = JSON.stringify({ code: error.code, type: error.type, error: error.data ?? error.message })
  return troubleOfAnswer({ status: error.statusCode ?? 200, type: 'application/json', text }, place)
}

const systemCodes: Readonly<Record<string, ModelError['code']>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'host-not-found',
  EAI_AGAIN: 'host-not-found',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ECONNRESET: 'cut',
  EPIPE: 'cut',
  UND_ERR_SOCKET: 'cut',
  UND_ERR_CLOSED: 'cut',
  UND_ERR_DESTROYED: 'cut',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'cut',
  EPROTO: 'tls',
}

function ofSystem(error: unknown, place: Place, patience: Patience): ModelError | undefined {
  if (!(error instanceof Error)) return undefined
  const { provider, model, address } = place
  const systemCode = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const isTls = /^(?:ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO)/u.test(systemCode)
  const isCut = error.message === 'terminated' && error.cause === undefined
  const isParser = systemCode.startsWith('HPE_')
  const code = isTls ? 'tls' : isCut ? 'cut' : isParser ? 'not-a-model-server' : systemCodes[systemCode]
  if (!code) return undefined
  const ms =
    systemCode === 'UND_ERR_HEADERS_TIMEOUT'
      ? patience.answerMs
      : systemCode === 'UND_ERR_BODY_TIMEOUT'
        ? patience.idleMs
        : patience.connectMs
  const host = URL.canParse(address) ? new URL(address).hostname : address
  const seconds = Math.round(ms / 1_000)
  return describe(code, { provider, model, address, host, seconds, reason: reasonOf(error, place) })
}

/** The SDK's errors by their names: its own question would load it at every start. */
const isCall = (error: unknown): error is APICallError => nameOf(error) === 'AI_APICallError'
const isOfStream = (error: unknown): error is StreamProviderError =>
  nameOf(error) === 'AI_StreamProviderError'
const isRetry = (error: unknown): error is RetryError => nameOf(error) === 'AI_RetryError'
const nameOf = (error: unknown) => (error instanceof Error ? error.name : undefined)

/** An error and what caused it, outermost first. */
function causes(thrown: unknown): unknown[] {
  const found = new Set<unknown>()
  const visit = (error: unknown) => {
    if (error === undefined || error === null || found.has(error) || found.size >= 16) return
    found.add(error)
    if (isRetry(error)) visit(error.lastError)
    if (!(error instanceof Error)) return
    visit(error.cause)
    if (error instanceof AggregateError) for (const one of error.errors) visit(one)
  }
  visit(thrown)
  return [...found]
}

function reasonOf(error: unknown, { keys }: Place): string {
  const text = error instanceof Error ? error.message : String(error)
  return withoutKeys(text.replaceAll(/\s+/gu, ' '), keys).slice(0, reasonMax)
}
