import { Agent, fetch as request } from 'undici'
import type { Clock } from '../host'
import { type BodyKind, boundedBody } from './bounded-body'
import { tellingCertificates } from './certificate-end'
import { type ConnectionFailure, connectMs } from './errors'
import type { Excess } from './excess'

/** However long a server says that it keeps a socket. */
const keepAliveMaxMs = 30_000
/** So much earlier than the server says a socket is let go: a call sent on one that just closed is lost, not repeated. */
const keepAliveMarginMs = 2_000
const redirectsMax = 5
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
/** These may have no body. */
const bodiless: ReadonlySet<number> = new Set([101, 204, 205, 304])

/** The server requests are made for. */
export interface Home {
  readonly address: string
  /** As registered: for the server's own origin and no other. */
  readonly headers: Readonly<Record<string, string>>
}

export interface Watched {
  readonly clock: Clock
  readonly onExcess: (failure: ConnectionFailure, excess: Excess, kind: BodyKind) => void
  /** Hears at each new handshake until when the certificate is good, epoch milliseconds. */
  readonly onCertificate?: ((endsAt: number) => void) | undefined
}

/**
 * `fetch` for a stranger's server: what comes is bounded while it comes (see `boundedBody`), what was registered for the
 * server goes to its origin only, redirects are followed within one origin only. There is no time limit but on
 * connecting: a request's own says when it is given up, and a stream of changes may be silent for days.
 */
export function guardedFetch(home: Home, { clock, onExcess, onCertificate }: Watched): typeof fetch {
  const dispatcher = new Agent({
    connect: tellingCertificates(connectMs, (endsAt) => onCertificate?.(endsAt)),
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveMaxTimeout: keepAliveMaxMs,
    keepAliveTimeoutThreshold: keepAliveMarginMs,
  })
  const once = async (url: URL, init: RequestInit): Promise<Response> => {
    const headers = homeHeaders(url, new Headers(init.headers), home)
    // The same interface, written down twice: Node's own types and undici's.
    const options = { ...init, headers: [...headers], redirect: 'manual', dispatcher }
    const response = (await request(url, options as Parameters<typeof request>[1])) as unknown as Response
    if (response.body === null || bodiless.has(response.status)) return response
    const kind = kindOf(init, headers, response)
    const body = boundedBody(response.body, {
      kind,
      address: home.address,
      clock,
      onExcess: (failure, excess) => onExcess(failure, excess, kind),
    })
    const { status, statusText } = response
    const bounded = new Response(body, { status, statusText, headers: [...response.headers] })
    return Object.defineProperty(bounded, 'url', { value: response.url })
  }
  return (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input)
    return init.redirect === 'manual' ? once(url, init) : withinOrigin(url, init, once)
  }
}

/**
 * The headers of a request without those of the registration where it goes to another origin than the server's. One
 * that has the same name and another value was made for that request and stays.
 */
export function homeHeaders(url: URL, headers: Headers, home: Home): Headers {
  if (url.origin === new URL(home.address).origin) return headers
  const kept = new Headers(headers)
  for (const [name, value] of new Headers({ ...home.headers }))
    if (kept.get(name) === value) kept.delete(name)
  return kept
}

/** Follows what a GET is redirected to, at most five times; anything else is answered as it is. */
async function withinOrigin(
  url: URL,
  init: RequestInit,
  once: (url: URL, init: RequestInit) => Promise<Response>,
): Promise<Response> {
  let at = url
  for (let followed = 0; ; followed += 1) {
    const response = await once(at, init)
    const location = redirects.has(response.status) ? response.headers.get('location') : null
    if (location === null || followed === redirectsMax || (init.method ?? 'GET') !== 'GET') return response
    if (!URL.canParse(location, at.href)) return response
    const next = new URL(location, at)
    if (next.origin !== at.origin) return response
    await response.body?.cancel()
    at = next
  }
}

function kindOf({ method }: RequestInit, headers: Headers, response: Response): BodyKind {
  if (!response.ok) return 'refusal'
  if (!response.headers.get('content-type')?.toLowerCase().startsWith('text/event-stream')) return 'json'
  const lasting = (method ?? 'GET') === 'GET' || headers.get('mcp-method') === 'subscriptions/listen'
  return lasting ? 'lasting' : 'events'
}
