import {
  type Client,
  type ElicitResult,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/client'
import type { Elicitation } from '../../shared/contract/turns'
import type { Clock } from '../host'
import type { Compatibility } from './compatibility'
import { sampledResult, sampleRequestOf } from './sampling'
import type { ServerLog } from './server-log'

/** What a server wants to know of a person in the midst of a call; its words are a stranger's. */
export type ElicitRequest = Pick<Elicitation, 'message' | 'wants'>

export interface ElicitAnswer {
  readonly action: 'accept' | 'decline' | 'cancel'
  /** Of an accepted form; of a model that was asked, `text` and `model`. */
  readonly content?: Record<string, unknown> | undefined
}

/** Puts it to a person. The signal ends when nobody waits for the answer any more. */
export type OnElicit = (request: ElicitRequest, signal: AbortSignal) => Promise<ElicitAnswer>

/** Of one server within a minute; with more it gets a no without anybody being asked. */
const askedMax = 3
const minuteMs = 60_000
const messageMax = 4_000
const urlMax = 8_192
const schemaMax = 65_536
const fieldsMax = 100

/**
 * What a server asks of a person during its calls. The protocol does not say to which call a question belongs, so the one
 * that began last and can put it to a person takes it; where there is none the server is told that nobody answers.
 */
export class Elicitations {
  readonly #client: Client
  readonly #sampling: boolean
  readonly #clock: Clock
  readonly #log: ServerLog | undefined
  readonly #listeners: OnElicit[] = []
  #asked: number[] = []

  constructor({
    client,
    compatibility,
    clock,
    log,
  }: {
    client: Client
    compatibility: Compatibility
    clock: Clock
    log?: ServerLog | undefined
  }) {
    this.#client = client
    this.#sampling = compatibility.sampling
    this.#clock = clock
    this.#log = log
  }

  start(): void {
    this.#client.setRequestHandler('elicitation/create', async ({ params }, { mcpReq }) =>
      resultOf(await this.#put(requestOf(params), mcpReq.signal)),
    )
    if (!this.#sampling) return
    this.#client.setRequestHandler('sampling/createMessage', async ({ params }, { mcpReq }) =>
      sampledResult(await this.#put(sampleRequestOf(params), mcpReq.signal)),
    )
  }

  /** From now on questions are put here; the returned function ends that. */
  listen(listener: OnElicit): () => void {
    this.#listeners.push(listener)
    return () => {
      this.#listeners.splice(this.#listeners.indexOf(listener), 1)
    }
  }

  async #put(request: ElicitRequest, signal: AbortSignal): Promise<ElicitAnswer> {
    const listener = this.#listeners.at(-1)
    const now = this.#clock.now()
    this.#asked = [...this.#asked.filter((at) => at > now - minuteMs), now]
    if (listener && this.#asked.length <= askedMax) return listener(request, signal)
    this.#log?.protocol(listener ? 'asked-too-often' : 'asked-nobody', 'notice')
    return { action: listener ? 'decline' : 'cancel' }
  }
}

function resultOf({ action, content }: ElicitAnswer): ElicitResult {
  if (action !== 'accept') return { action }
  return { action, content: (content ?? {}) as NonNullable<ElicitResult['content']> }
}

/** Throws `ProtocolError` where a person could not be shown what is asked. */
function requestOf(params: {
  readonly mode?: string | undefined
  readonly message: string
  readonly url?: unknown
  readonly requestedSchema?: unknown
}): ElicitRequest {
  const message = params.message.slice(0, messageMax)
  if (params.mode === 'url') return { message, wants: { mode: 'url', url: addressOf(params.url) } }
  const schema = params.requestedSchema
  const fields =
    typeof schema === 'object' && schema !== null && 'properties' in schema ? schema.properties : undefined
  if (typeof fields !== 'object' || fields === null) throw refusal('The form has no fields.')
  if (Object.keys(fields).length > fieldsMax || JSON.stringify(schema).length > schemaMax)
    throw refusal('The form is too large.')
  return { message, wants: { mode: 'form', schema: { ...(schema as object) } } }
}

/** Only what a browser may be sent to; how it looks to a person is the page's matter. */
function addressOf(url: unknown): string {
  if (typeof url !== 'string' || url.length > urlMax || !URL.canParse(url))
    throw refusal('The address is none.')
  const { protocol, hostname, username, password } = new URL(url)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  if (protocol !== 'https:' && !(protocol === 'http:' && isHere))
    throw refusal('The address is not of https.')
  if (username !== '' || password !== '') throw refusal('The address carries a user name.')
  return url
}

function refusal(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message)
}
