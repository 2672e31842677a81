import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { FetchLike } from '@modelcontextprotocol/client'
import { literalOf, type Nearness, nearnessOf } from '../../addresses'

/** No document or answer of an authorization server is longer, in bytes. */
const bodyMax = 1_048_576
const timeoutMs = 20_000

/** An address a stranger named that is not asked: a `TypeError`, because the SDK goes on after any other. */
export class AddressRefused extends TypeError {
  override readonly name = 'AddressRefused'
  /** Origin and path. */
  readonly address: string

  constructor(url: URL) {
    super(`${url.origin}${url.pathname} is not an address to ask`)
    this.address = `${url.origin}${url.pathname}`.slice(0, 300)
  }
}

/** Which addresses the strangers around one MCP server may send us to. */
export class Neighbourhood {
  readonly #server: URL
  readonly #allowed: ReadonlySet<Nearness>

  private constructor(server: URL, allowed: ReadonlySet<Nearness>) {
    this.#server = server
    this.#allowed = allowed
  }

  /** No nearer than the server itself is: a public one leads nowhere inside, one on this machine anywhere. */
  static async of(server: URL): Promise<Neighbourhood> {
    const literal = literalOf(server)
    const found =
      literal === undefined ? await addressesOf(server.hostname).catch(() => []) : [{ address: literal }]
    const near = found.map(({ address }) => nearnessOf(address))
    const isLoopback = near.length > 0 && near.every((one) => one === 'loopback')
    const isPrivate = near.length > 0 && near.every((one) => one !== 'public' && one !== 'barred')
    return new Neighbourhood(
      server,
      new Set<Nearness>([
        'public',
        ...(isPrivate ? (['private'] as const) : []),
        ...(isLoopback ? (['loopback'] as const) : []),
      ]),
    )
  }

  /**
   * Throws `AddressRefused` for anything but https; http is for the server's own origin, and for this machine where the
   * server is on it.
   */
  checkScheme(url: URL): void {
    const literal = literalOf(url)
    const onThisMachine =
      url.hostname === 'localhost' || (literal !== undefined && nearnessOf(literal) === 'loopback')
    const isSecure = url.protocol === 'https:'
    const isOwn = url.protocol === 'http:' && url.origin === this.#server.origin
    const isLocal = url.protocol === 'http:' && onThisMachine && this.#allowed.has('loopback')
    if (!(isSecure || isOwn || isLocal) || url.username !== '' || url.password !== '')
      throw new AddressRefused(url)
    if (literal !== undefined) this.checkAddress(url, literal)
  }

  /** Throws `AddressRefused` where an address behind `url` is nearer than the server. */
  checkAddress(url: URL, address: string): void {
    if (!this.#allowed.has(nearnessOf(address))) throw new AddressRefused(url)
  }

  /** The same for an address that somebody else will open. */
  async checkForBrowser(url: URL): Promise<void> {
    this.checkScheme(url)
    if (literalOf(url) !== undefined) return
    for (const { address } of await addressesOf(url.hostname).catch(() => [])) this.checkAddress(url, address)
  }

  /** Whether the registration's own headers may go there. */
  isOwn(url: URL): boolean {
    return url.origin === this.#server.origin
  }
}

/**
 * A `fetch` for what strangers name on the way to a sign-in: the address is checked where it is connected to, so that a
 * name cannot mean another one a moment later; a redirect after a POST is not followed; a body ends at 1 MiB, a request
 * after 20 s. `ownHeaders` go to the server's own origin only.
 */
export function carefulFetch(
  neighbourhood: Neighbourhood,
  { ownHeaders = {}, signal }: { ownHeaders?: Readonly<Record<string, string>>; signal?: AbortSignal } = {},
): FetchLike {
  return async (input, init = {}) => {
    const url = new URL(input)
    neighbourhood.checkScheme(url)
    const method = init.method ?? 'GET'
    const headers = new Headers(neighbourhood.isOwn(url) ? ownHeaders : {})
    headers.delete('authorization')
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value)
    headers.set('accept-encoding', 'identity')
    const limits = [
      AbortSignal.timeout(timeoutMs),
      ...(signal ? [signal] : []),
      ...(init.signal ? [init.signal] : []),
    ]
    const response = await send(url, {
      method,
      headers: Object.fromEntries(headers),
      body: init.body === undefined || init.body === null ? undefined : String(init.body),
      lookup: guardedLookup(neighbourhood, url),
      signal: AbortSignal.any(limits),
    })
    if (method !== 'GET' && response.status >= 300 && response.status < 400)
      throw new TypeError(`${url.origin} answered a ${method} with a redirect`)
    return response
  }
}

interface Sending {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body: string | undefined
  readonly lookup: LookupFunction
  readonly signal: AbortSignal
}

function send(url: URL, { body, ...options }: Sending): Promise<Response> {
  const { promise, resolve, reject } = Promise.withResolvers<Response>()
  const fail = (cause: unknown) =>
    reject(cause instanceof AddressRefused ? cause : new TypeError('fetch failed', { cause }))
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const asked = request(url, options, (message) => {
    bodyOf(message).then((bytes) => resolve(responseOf(message, bytes)), fail)
  })
  asked.once('error', fail)
  asked.end(body)
  return promise
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of message as AsyncIterable<Buffer>) {
    length += piece.length
    if (length > bodyMax) throw new Error('the answer is too long')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function responseOf(message: IncomingMessage, bytes: Buffer): Response {
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(message.headersDistinct))
    for (const value of values) headers.append(name, value)
  const { statusCode: status = 500 } = message
  const hasBody = ![204, 205, 304].includes(status)
  return new Response(hasBody ? new Uint8Array(bytes) : null, { status, headers })
}

function guardedLookup(neighbourhood: Neighbourhood, url: URL): LookupFunction {
  return (hostname, options, callback) => {
    addressesOf(hostname, options)
      .then((found) => {
        for (const { address } of found) neighbourhood.checkAddress(url, address)
        const first = found[0]
        if (options.all) callback(null, found)
        else callback(null, first?.address ?? '', first?.family)
      })
      .catch((error: NodeJS.ErrnoException) => callback(error, ''))
  }
}

function addressesOf(hostname: string, options: LookupOptions = {}): Promise<LookupAddress[]> {
  const { promise, resolve, reject } = Promise.withResolvers<LookupAddress[]>()
  lookup(hostname, { ...options, all: true }, (error, found) => (error ? reject(error) : resolve(found)))
  return promise
}
