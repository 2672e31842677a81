import { SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { Clock } from '../host'
import type { Conduct } from './conduct'
import { ConnectionFailure } from './errors'
import { excessive } from './excess'
import { guardedFetch } from './guarded-fetch'

/** The SDK asks for what was cut off within this. */
const cutMs = 1_000

/** Where an HTTP server is asked and what goes with every request. */
export interface Endpoint {
  readonly kind: 'http' | 'sse'
  readonly address: string
  readonly headers: Readonly<Record<string, string>>
}

/** An HTTP transport and what the SDK does not tell of it. */
export interface HttpLink {
  readonly transport: StreamableHTTPClientTransport | SSEClientTransport
  /** The last request that got no answer: the SDK's old transport keeps the text of the cause, not the cause. */
  lastFailure(): unknown
  /**
   * Hears of the server's own stream each time it was tried, and at once where that was before: whether it stands.
   * Notices sent before that may be lost.
   */
  followStream(listener: (stands: boolean) => void): void
  /** The session is lost: its stream is not opened again, to whoever answers there now. */
  stop(): void
}

/** What an HTTP link needs beside its endpoint. */
export interface Wire {
  readonly clock: Clock
  readonly conduct: Conduct
  /** Called at each response. */
  readonly onAnswered?: ((response: Response) => void) | undefined
  /** Puts a sign-in's token on what is asked. */
  readonly signed?: ((ask: typeof fetch) => typeof fetch) | undefined
  /** Hears at each new handshake until when the certificate is good, epoch milliseconds. */
  readonly onCertificate?: ((endsAt: number) => void) | undefined
  /** A limit was broken. */
  readonly onExcess?: ((failure: ConnectionFailure) => void) | undefined
}

/**
 * Opens nothing yet. Redirects are followed within the same origin only, and what is registered goes nowhere else. What
 * breaks a limit is cut off: one answer fails its call, and three within a minute, or a stream that stays open, the connection.
 * Throws ConnectionFailure header-invalid.
 */
export function httpLink(endpoint: Endpoint, wire: Wire): HttpLink {
  const { kind, address, headers } = endpoint
  const { clock, conduct, onAnswered, onExcess, onCertificate } = wire
  checkHeaders(headers)
  let failure: unknown
  /** When an answer was cut off: the SDK takes that for a stream that broke and asks to open it again. */
  let cutAt = Number.NEGATIVE_INFINITY
  let hasStopped = false
  /** Whether the server's own stream stands; the old transport has no other. */
  let stands: boolean | undefined = kind === 'sse' ? true : undefined
  let onStream = (_: boolean) => {}
  const noteStream = (is: boolean) => {
    stands = is
    onStream(is)
  }
  const end = (cause: ConnectionFailure) => {
    conduct.fail(cause)
    void transport.close()
  }
  const guarded = guardedFetch(endpoint, {
    clock,
    onCertificate,
    onExcess: (cause, _, body) => {
      onExcess?.(cause)
      if (body === 'events') {
        cutAt = clock.now()
        conduct.exceed(cause)
      }
      if (body === 'lasting' || conduct.violate('over-limit', clock.now())) end(cause)
    },
  })
  const answering: typeof fetch = async (input, init) => {
    if (init?.method !== 'DELETE') conduct.respite.check(address, clock.now())
    const response = await guarded(input, init)
    onAnswered?.(response)
    if (!conduct.respite.heed(response, clock.now())) return response
    await response.body?.cancel()
    throw conduct.respite.failure(address, clock.now())
  }
  const ask = wire.signed?.(answering) ?? answering
  const watched: typeof fetch = async (input, init) => {
    const isStream = init?.method === 'GET'
    const response = await ask(input, init).catch((error: unknown) => {
      failure = error
      if (isStream) noteStream(false)
      throw error
    })
    failure = undefined
    if (isStream) noteStream(response.ok)
    return response
  }
  const url = new URL(address)
  const options = { requestInit: { headers: { ...headers } }, fetch: watched }
  const reconnectionScheduler = (reopen: () => void, askedMs: number) => {
    if (clock.now() - cutAt < cutMs) return end(excessive('answer', address))
    return clock.after(conduct.reopenInMs(askedMs, clock.now()), () => {
      if (!hasStopped) reopen()
    })
  }
  const transport =
    kind === 'sse'
      ? new SSEClientTransport(url, options)
      : new StreamableHTTPClientTransport(url, { ...options, reconnectionScheduler })
  return {
    transport,
    lastFailure: () => failure,
    followStream: (listener) => {
      onStream = listener
      if (stands !== undefined) listener(stands)
    },
    stop: () => {
      hasStopped = true
    },
  }
}

/** A value may come from the secret store, where nobody has looked at it. */
function checkHeaders(headers: Endpoint['headers']): void {
  for (const [name, value] of Object.entries(headers))
    try {
      new Headers([[name, value]])
    } catch {
      throw new ConnectionFailure('header-invalid', { header: name })
    }
}

/**
 * The addresses to try for a URL, in order. One without a path may mean the server's root or the customary `/mcp`
 * (`/sse` for the old transport). `answered` is the one that answered last time; it goes first.
 */
export function endpoints(
  url: string,
  preferred: 'http' | 'sse',
  headers: Endpoint['headers'],
  answered: Pick<Endpoint, 'kind' | 'address'> | null,
): Endpoint[] {
  const at = (kind: Endpoint['kind'], path?: string): Endpoint => {
    if (path === undefined) return { kind, address: url, headers }
    const { href } = Object.assign(new URL(url), { pathname: path })
    return { kind, address: href, headers }
  }
  const bare = new URL(url).pathname === '/'
  const http = bare ? [at('http'), at('http', '/mcp')] : [at('http')]
  const sse = bare ? [at('sse', '/sse'), at('sse')] : [at('sse')]
  const all = preferred === 'sse' ? [...sse, ...http] : [...http, ...sse]
  const known = (one: Endpoint) => one.kind === answered?.kind && one.address === answered.address
  return [...all.filter(known), ...all.filter((one) => !known(one))]
}
