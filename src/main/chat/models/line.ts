import { baseOf, below } from './addresses'
import type { Agents } from './agents'
import { isElsewhere, isOfKey, type Place, type Refusal, troubleOfAnswer } from './answer-trouble'
import { textOf, wholeAnswer } from './bounded'
import { ModelTrouble } from './model-trouble'
import { isPrivateHost } from './private-host'
import { troubleOfThrown } from './thrown-trouble'

const redirectsMax = 3
const refusalBytesMax = 65_536
/** Whatever the SDK or its environment would put there. */
const keyHeaders = ['authorization', 'x-api-key', 'x-goog-api-key', 'api-key']

/** One provider as it is asked. */
export interface Provider extends Omit<Place, 'address'> {
  /** The header a key goes in; `authorization` with `Bearer` before it. */
  readonly keyHeader: string
}

interface Outside {
  readonly agents: Agents
  /** Ends with Rollcall. */
  readonly ended: AbortSignal
}

/**
 * The line to one provider. A key goes in its header, to the typed origin only and nowhere in plain text beyond the
 * private network; the next one is taken where one is refused or used up. Nothing is asked twice that was answered.
 */
export class Line {
  readonly #provider: Provider
  readonly #outside: Outside
  /** Which key goes next; a good one is kept, for what a provider remembers of a conversation it remembers by key. */
  #turn: number

  constructor(provider: Provider, outside: Outside, turn: number) {
    this.#provider = provider
    this.#outside = outside
    this.#turn = turn
  }

  /**
   * Asks for a path below an address. A refusal comes back as a response whose body is at most 64 KiB.
   * Throws ModelTrouble where nothing was answered, or something that is no answer of a model server.
   */
  async ask(address: string, path: string, init: RequestInit): Promise<Response> {
    const { keys, keyHeader } = this.#provider
    await this.#refuseOpenly(address)
    for (let tries = 1; ; tries += 1) {
      const key = keys[this.#turn % keys.length]
      const headers = new Headers(init.headers)
      for (const name of keyHeaders) headers.delete(name)
      if (key !== undefined) headers.set(keyHeader, keyHeader === 'authorization' ? `Bearer ${key}` : key)
      const response = await this.#withinOrigin(address, new URL(below(address, path)), { ...init, headers })
      const refusal = await refusalOf(response, init)
      if (!refusal) return this.#whole(response, address)
      const trouble = troubleOfAnswer(refusal, this.place(address))
      if (response.ok) throw new ModelTrouble(trouble.code, trouble.detail)
      if (tries >= keys.length || !isOfKey(trouble)) return bodied(response, refusal)
      this.#turn += 1
    }
  }

  /** `fetch` for the SDK, which asks below the first address: the next is tried where no model server answers. */
  fetch(addresses: readonly [string, ...string[]], onAnswered: (address: string) => void): typeof fetch {
    return async (input, init = {}) => {
      const rest = String(input instanceof Request ? input.url : input).slice(baseOf(addresses[0]).length)
      for (const [index, address] of addresses.entries()) {
        const isLast = index === addresses.length - 1
        try {
          const response = await this.ask(address, rest, init)
          if (response.ok) onAnswered(address)
          if (response.ok || isLast || !(await isNowhere(response.clone()))) return response
        } catch (error) {
          if (isLast || !(error instanceof ModelTrouble && error.error.code === 'not-a-model-server'))
            throw error
        }
      }
      throw new Error('a provider has no address')
    }
  }

  /** Who is asked there. */
  place(address: string): Place {
    return { ...this.#provider, address }
  }

  /** What was thrown while it was asked. */
  troubleOf(thrown: unknown, address: string): ModelTrouble {
    const { code, detail } = troubleOfThrown(thrown, this.place(address), this.#outside.agents.patience)
    return new ModelTrouble(code, detail)
  }

  async #refuseOpenly(address: string): Promise<void> {
    const { protocol, hostname } = new URL(address)
    if (protocol === 'https:' || this.#provider.keys.length === 0 || (await isPrivateHost(hostname))) return
    throw new ModelTrouble('insecure', { provider: this.#provider.provider, address })
  }

  /** Follows a redirect within the origin, where it keeps what was asked. */
  async #withinOrigin(address: string, url: URL, init: RequestInit): Promise<Response> {
    let at = url
    for (let followed = 0; ; followed += 1) {
      const response = await this.#once(address, at, init)
      const location = response.headers.get('location')
      const isRedirect = response.status >= 300 && response.status < 400 && location !== null
      if (!isRedirect) return response
      await response.body?.cancel()
      const keeps = (init.method ?? 'GET') === 'GET' || response.status === 307 || response.status === 308
      const next = URL.canParse(location, at.href) ? new URL(location, at) : undefined
      if (next?.origin !== at.origin || !keeps || followed === redirectsMax) {
        const { provider, model } = this.#provider
        const said = `→ ${(next?.origin ?? location).slice(0, 200)}`
        throw new ModelTrouble('http-status', { provider, model, address, status: response.status, said })
      }
      at = next
    }
  }

  async #once(address: string, url: URL, init: RequestInit): Promise<Response> {
    const { agents, ended } = this.#outside
    const signal = init.signal ? AbortSignal.any([init.signal, ended]) : ended
    try {
      const dispatcher = await agents.for(url.href)
      const headers = [...new Headers(init.headers)]
      // The same interface, written down twice: Node's own types and undici's.
      const options = { ...init, headers, signal, redirect: 'manual', dispatcher }
      const { fetch: request } = await import('undici')
      return (await request(url, options as Parameters<typeof request>[1])) as unknown as Response
    } catch (error) {
      if (init.signal?.aborted) throw error
      throw this.troubleOf(error, address)
    }
  }

  #whole(response: Response, address: string): Response {
    const { body, status, statusText, headers } = response
    if (body === null) return response
    const isStream = typeOf(response).startsWith('text/event-stream')
    const init = { status, statusText, headers: [...headers] as [string, string][] }
    return new Response(wholeAnswer(body, isStream, this.place(address)), init)
  }
}

/** The refusal a response is, if it is one: also a page, or an error where a stream was asked for. */
async function refusalOf(response: Response, init: RequestInit): Promise<Refusal | undefined> {
  const type = typeOf(response)
  const isPage = type.startsWith('text/html')
  const isNoStream = type.startsWith('application/json') && wantsStream(init)
  if (response.ok && !isPage && !isNoStream) return undefined
  const { text } = await textOf(response, refusalBytesMax)
  return { status: response.status, type, text, retryAfter: response.headers.get('retry-after') }
}

async function isNowhere(response: Response): Promise<boolean> {
  return isElsewhere({ status: response.status, type: typeOf(response), text: await response.text() })
}

function bodied(response: Response, { text }: Refusal): Response {
  const { status, statusText, headers } = response
  return new Response(text, { status, statusText, headers: [...headers] as [string, string][] })
}

function typeOf({ headers }: Response): string {
  return headers.get('content-type')?.toLowerCase() ?? ''
}

function wantsStream({ body }: RequestInit): boolean {
  if (typeof body !== 'string' || !body.includes('"stream":true')) return false
  const asked: unknown = JSON.parse(body)
  return typeof asked === 'object' && asked !== null && 'stream' in asked && asked.stream === true
}
