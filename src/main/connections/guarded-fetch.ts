import { blockedPorts } from '../blocked-ports'
import type { Clock } from '../host'
import { type BodyKind, boundedBody } from './bounded-body'
import { ConnectionFailure } from './errors'
import type { Excess } from './excess'
import { type Answer, Sockets } from './sockets'

const redirectsMax = 5
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
/** These may have no body. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304])

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
  const sockets = new Sockets(home.address, onCertificate)
  const { origin } = new URL(home.address)
  const once = async (url: URL, init: RequestInit): Promise<Response> => {
    if (blockedPorts.has(Number(url.port)))
      throw new TypeError('fetch failed', { cause: new Error('bad port') })
    const given = new Headers(init.headers)
    const headers = url.origin === origin ? given : homeHeaders(url, given, home)
    const { method = 'GET', body: told, signal } = init
    const sent = told === undefined || told === null ? undefined : String(told)
    const answer = await sockets.ask({ url, method, headers, body: sent, signal: signal ?? undefined })
    const { status, statusText } = answer
    if (status < 200 || status > 599) {
      void answer.body.cancel()
      throw new TypeError('fetch failed', {
        cause: new ConnectionFailure('not-mcp', { address: home.address }),
      })
    }
    const kind = kindOf(method, headers, answer)
    const body = boundedBody(answer.body, {
      kind,
      address: home.address,
      clock,
      onExcess: (failure, excess) => onExcess(failure, excess, kind),
    })
    const response = new Response(bodiless.has(status) ? null : body, {
      status,
      statusText,
      headers: answer.headers,
    })
    if (response.body === null) await answer.body.read()
    return Object.defineProperty(response, 'url', { value: url.href })
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

function kindOf(method: string, headers: Headers, answer: Answer): BodyKind {
  if (answer.status < 200 || answer.status > 299) return 'refusal'
  if (!answer.headers.get('content-type')?.toLowerCase().startsWith('text/event-stream')) return 'json'
  const lasting = method === 'GET' || headers.get('mcp-method') === 'subscriptions/listen'
  return lasting ? 'lasting' : 'events'
}
