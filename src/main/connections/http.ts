import { SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'

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
  /** Called each time the server's own stream was opened: notices sent before that may be lost. */
  onStreamOpen: (() => void) | undefined
}

/**
 * Opens nothing yet; `onAnswered` is called at each response. Redirects are followed within the same origin only, so headers never leave it.
 */
export function httpLink(
  { kind, address, headers }: Endpoint,
  onAnswered?: () => void,
  ask: typeof fetch = fetch,
): HttpLink {
  let failure: unknown
  const watched: typeof fetch = async (input, init) => {
    const response = await ask(input, init).catch((error: unknown) => {
      failure = error
      throw error
    })
    failure = undefined
    onAnswered?.()
    if (init?.method === 'GET' && response.ok) link.onStreamOpen?.()
    return response
  }
  const url = new URL(address)
  const options = { requestInit: { headers: { ...headers } }, fetch: watched }
  const transport =
    kind === 'sse' ? new SSEClientTransport(url, options) : new StreamableHTTPClientTransport(url, options)
  const link: HttpLink = { transport, lastFailure: () => failure, onStreamOpen: undefined }
  return link
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
