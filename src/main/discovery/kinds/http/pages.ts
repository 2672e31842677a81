import type { Agent, fetch as Fetch, Response } from 'undici'
import { literalOf } from '../../../addresses'
import { blockedPorts } from '../../../blocked-ports'
import { retryAfterMs } from '../../../connections/retry-after'
import type { Clock } from '../../../host'
import { PageRefused, refusal, refusalOf, shownAddress } from './page-issue'
import type { Reach } from './reach'

/** Largest answer, decoded, in bytes: 5 MiB. */
const bytesMax = 5_242_880
const redirectsMax = 5
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
/** There is nothing of the kind at this address. */
const missing: ReadonlySet<number> = new Set([400, 404, 405, 406, 410, 422, 501])
/** JSON by its name, or no particular name: static hosts call it text or octets. */
const jsonType =
  /^(?:application\/(?:[\w.+-]+\+)?json|text\/(?:json|plain)|(?:application|binary)\/octet-stream|)$/u

/** One answer that may be a list. */
export interface Page {
  /** Where it was found, redirects followed. */
  readonly url: URL
  readonly status: number
  readonly type: string
  readonly text: string
  readonly etag: string | null
  readonly modified: string | null
}

export interface PagesParts {
  /** The source's own address: `headers` go to its origin and no other. */
  readonly home: URL
  readonly headers: Readonly<Record<string, string>>
  readonly reach: Reach
  readonly clock: Clock
}

/**
 * What addresses answer, asked with care: connected to the address that was checked, redirects followed within one
 * origin only and at most five, at most 5 MiB decoded and counted while they come. Without a time limit but the signal's.
 */
export class Pages {
  readonly #parts: PagesParts
  /** One per host: each connects to what its own name was checked to be. */
  readonly #agents = new Map<string, Agent>()
  #fetch: typeof Fetch | undefined

  constructor(parts: PagesParts) {
    this.#parts = parts
  }

  /** The page, or null where `conditions` say that it is known already (304). Throws `PageRefused`, or the signal's reason. */
  async get(
    url: URL,
    signal: AbortSignal,
    conditions: Readonly<Record<string, string>> = {},
  ): Promise<Page | null> {
    let at = url
    try {
      for (let followed = 0; ; followed += 1) {
        const response = await this.#ask(at, signal, conditions)
        const location = redirects.has(response.status) ? response.headers.get('location') : null
        if (location === null) return await this.#pageOf(at, response, Object.keys(conditions).length > 0)
        await response.body?.cancel()
        if (followed === redirectsMax) throw endless(url)
        at = nextOf(location, at)
      }
    } catch (thrown) {
      if (signal.aborted && !(thrown instanceof PageRefused)) throw refusalOf(signal.reason, at)
      throw refusalOf(thrown, at)
    }
  }

  /** Closes every socket. */
  async end(): Promise<void> {
    await Promise.all([...this.#agents.values()].map((agent) => agent.destroy()))
  }

  async #ask(url: URL, signal: AbortSignal, conditions: Readonly<Record<string, string>>): Promise<Response> {
    const { home, headers, reach } = this.#parts
    if (blockedPorts.has(Number(url.port))) throw barredPort(url)
    // A literal is never looked up, so it would not be checked on the way.
    if (literalOf(url) !== undefined) await reach.addressesOf(url)
    const { Agent, fetch } = await import('undici')
    this.#fetch ??= fetch
    const agent = this.#agents.get(url.host) ?? new Agent({ connect: { lookup: reach.lookupFor(url) } })
    this.#agents.set(url.host, agent)
    return this.#fetch(url, {
      dispatcher: agent,
      redirect: 'manual',
      signal,
      headers: {
        accept: 'application/json, application/ai-catalog+json, application/mcp-server-card+json',
        'user-agent': 'rollcall',
        ...conditions,
        ...(url.origin === home.origin ? headers : {}),
      },
    })
  }

  async #pageOf(url: URL, response: Response, isConditional: boolean): Promise<Page | null> {
    const { status, headers } = response
    if (status === 304 && isConditional) {
      await response.body?.cancel()
      return null
    }
    const type = (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
    if (status < 200 || status > 299 || !jsonType.test(type)) {
      await response.body?.cancel()
      if (status >= 200 && status <= 299) throw wrongType(url, type)
      throw badStatus(url, status, retryAfterMs(headers.get('retry-after'), this.#parts.clock.now()) ?? null)
    }
    const text = decoded(url, await bytesOf(url, response))
    return { url, status, type, text, etag: headers.get('etag'), modified: headers.get('last-modified') }
  }
}

async function bytesOf(url: URL, response: Response): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += piece.length
    // Leaving the loop cancels the body, and with it the socket.
    if (length > bytesMax) throw tooLarge(url)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function decoded(url: URL, bytes: Buffer): string {
  const address = shownAddress(url)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (text.trim() === '') throw refusal('answer-empty', `${address} answered with nothing.`, { address })
    if (!text.slice(0, 4).includes('\0')) return text
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
  throw refusal('answer-not-utf8', `The answer of ${address} is not UTF-8 text.`, { address })
}

function nextOf(location: string, from: URL): URL {
  const next = URL.canParse(location, from.href) ? new URL(location, from) : null
  if (next?.origin === from.origin && next.username === '' && next.password === '') return next
  const address = shownAddress(from)
  const target = next === null || next.origin === 'null' ? location.slice(0, 200) : next.origin
  throw refusal('redirect-refused', `${address} leads to ${target}; only the same origin is followed.`, {
    address,
    target,
  })
}

function endless(url: URL): PageRefused {
  const address = shownAddress(url)
  return refusal('redirect-loop', `${address} leads on more than ${redirectsMax} times.`, {
    address,
    limit: redirectsMax,
  })
}

function barredPort(url: URL): PageRefused {
  const [host, address] = [url.hostname, url.host]
  return refusal('address-barred', `${host} leads to ${address}, which Rollcall does not ask.`, {
    host,
    address,
  })
}

function wrongType(url: URL, type: string): PageRefused {
  const address = shownAddress(url)
  const shown = type.slice(0, 100)
  return refusal(
    'content-type',
    `${address} answered with ${shown}, not with JSON.`,
    { address, type: shown },
    { isMiss: true },
  )
}

function badStatus(url: URL, status: number, afterMs: number | null): PageRefused {
  const address = shownAddress(url)
  const detail = { address, status }
  if (status === 401 || status === 403)
    return refusal('credentials-wanted', `${address} wants other credentials (status ${status}).`, detail, {
      isMiss: true,
    })
  return refusal('http-status', `${address} answered with status ${status}.`, detail, {
    isMiss: missing.has(status),
    retryAfterMs: afterMs,
  })
}

function tooLarge(url: URL): PageRefused {
  const address = shownAddress(url)
  return refusal('answer-too-large', `The answer of ${address} is larger than 5 MiB.`, {
    address,
    limit: '5 MiB',
  })
}
