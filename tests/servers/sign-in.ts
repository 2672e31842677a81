import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** One request as it came in. */
export interface Asked {
  readonly at: 'resource' | 'authorization'
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

interface Grant {
  readonly challenge: string
  readonly redirectUri: string
  readonly scope: string
}

/**
 * An authorization server and, on a port of its own, a gate before an MCP server that lets requests with its tokens
 * pass. `rules` bend either at any time.
 */
export class Realm implements AsyncDisposable {
  readonly rules = {
    /** Over what either says of itself; undefined takes a field away. */
    metadata: {} as Record<string, unknown>,
    resource: {} as Record<string, unknown>,
    /** Whether it tells a stranger where to sign in. */
    tells: true,
    lifeSeconds: 3_600,
    renewal: 'ok' as 'ok' | 'invalid_grant' | 'trouble',
    /** What the browser brings back besides the code and the state; null takes one away. */
    brings: {} as Record<string, string | null>,
    /** A scope without which a body that contains `scoped` is refused. */
    scope: '',
    scoped: 'tools/call',
    grants: 'wanted' as 'wanted' | 'none',
    /** A person has to press a link. */
    asks: false,
  }
  readonly asked: Asked[] = []
  /** Called with each request to the MCP server that carries a token. */
  onToken: (token: string) => void = () => {}
  readonly #upstream: URL
  readonly #codes = new Map<string, Grant>()
  readonly #tokens = new Map<string, string>()
  readonly #renewals = new Map<string, string>()
  readonly #resource: Server
  readonly #authorization: Server

  private constructor(upstream: string) {
    this.#upstream = new URL(upstream)
    this.#resource = createServer((incoming, response) => void this.#guard(incoming, response))
    this.#authorization = createServer((incoming, response) => void this.#serve(incoming, response))
  }

  /** @param upstream The MCP server's address. */
  static async start(upstream: string): Promise<Realm> {
    const realm = new Realm(upstream)
    for (const server of [realm.#resource, realm.#authorization]) {
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
    }
    return realm
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of [this.#resource, this.#authorization]) {
      server.close()
      server.closeAllConnections()
    }
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.#resource)}${this.#upstream.pathname}`
  }

  get issuer(): string {
    return `http://127.0.0.1:${portOf(this.#authorization)}`
  }

  /** No token given so far is taken any more. */
  revokeAll(): void {
    this.#tokens.clear()
  }

  /** Requests to one path of the authorization server. */
  askedOf(path: string): Asked[] {
    return this.asked.filter((one) => one.at === 'authorization' && one.path.split('?')[0] === path)
  }

  /** Token requests of one kind. */
  tokenRequests(grant: 'authorization_code' | 'refresh_token'): URLSearchParams[] {
    return this.askedOf('/token')
      .map(({ body }) => new URLSearchParams(body))
      .filter((body) => body.get('grant_type') === grant)
  }

  async #guard(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(incoming)
    this.#note('resource', incoming, body)
    const path = incoming.url ?? '/'
    if (path.startsWith('/.well-known/oauth-protected-resource')) {
      if (!this.rules.tells) return send(response, 404, {})
      return send(response, 200, {
        resource: this.url,
        authorization_servers: [this.issuer],
        ...this.rules.resource,
      })
    }
    if (path.startsWith('/.well-known/')) return send(response, 404, {})
    const token = /^Bearer (.+)$/u.exec(incoming.headers.authorization ?? '')?.[1]
    const granted = token === undefined ? undefined : this.#tokens.get(token)
    const metadata = `resource_metadata="http://127.0.0.1:${portOf(this.#resource)}/.well-known/oauth-protected-resource"`
    if (granted === undefined) {
      const challenge = this.rules.tells ? `Bearer ${metadata}` : 'Bearer realm="keys"'
      return send(response, 401, {}, { 'www-authenticate': challenge })
    }
    this.onToken(token ?? '')
    const { scope, scoped } = this.rules
    if (scope !== '' && body.includes(scoped) && !granted.split(' ').includes(scope)) {
      const challenge = `Bearer error="insufficient_scope", scope="${scope}", ${metadata}`
      return send(response, 403, {}, { 'www-authenticate': challenge })
    }
    this.#pass(incoming, body, response)
  }

  #pass(incoming: IncomingMessage, body: string, response: ServerResponse): void {
    const { host, hostname, port } = this.#upstream
    const { authorization: _, ...headers } = incoming.headers
    const passed = request(
      { hostname, port, path: incoming.url, method: incoming.method, headers: { ...headers, host } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(response)
      },
    )
    passed.on('error', () => response.destroy())
    response.on('close', () => passed.destroy())
    passed.end(body)
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(incoming)
    this.#note('authorization', incoming, body)
    const url = new URL(incoming.url ?? '/', this.issuer)
    switch (url.pathname) {
      case '/.well-known/oauth-authorization-server':
        return send(response, 200, {
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/authorize`,
          token_endpoint: `${this.issuer}/token`,
          registration_endpoint: `${this.issuer}/register`,
          revocation_endpoint: `${this.issuer}/revoke`,
          response_types_supported: ['code'],
          code_challenge_methods_supported: ['S256'],
          ...this.rules.metadata,
        })
      case '/register':
        return send(response, 201, { ...JSON.parse(body), client_id: `client-${randomUUID()}` })
      case '/authorize':
        return this.#authorize(url, response)
      case '/token':
        return this.#token(new URLSearchParams(body), response)
      case '/moved':
        return send(response, 307, {}, { location: '/token' })
      case '/revoke':
        return send(response, 200, {})
      default:
        return send(response, 404, {})
    }
  }

  #authorize({ searchParams: asked }: URL, response: ServerResponse): void {
    const code = randomUUID()
    const redirectUri = asked.get('redirect_uri') ?? ''
    const scope = this.rules.grants === 'wanted' ? (asked.get('scope') ?? '') : 'basic'
    this.#codes.set(code, { challenge: asked.get('code_challenge') ?? '', redirectUri, scope })
    const back = new URL(redirectUri)
    const brought = { code, state: asked.get('state'), ...this.rules.brings }
    for (const [name, value] of Object.entries(brought))
      if (value !== null) back.searchParams.set(name, value)
    if (!this.rules.asks) {
      response.writeHead(302, { location: back.href }).end()
      return
    }
    const page = `<!doctype html><html lang="en"><title>Sign in</title><h1>Realm</h1><a href="${back.href.replaceAll('&', '&amp;')}">Allow</a>`
    response.writeHead(200, { 'content-type': 'text/html' }).end(page)
  }

  #token(body: URLSearchParams, response: ServerResponse): void {
    if (body.get('grant_type') === 'refresh_token') this.#renew(body.get('refresh_token') ?? '', response)
    else this.#redeem(body, response)
  }

  #redeem(body: URLSearchParams, response: ServerResponse): void {
    const code = body.get('code') ?? ''
    const grant = this.#codes.get(code)
    this.#codes.delete(code)
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url')
    if (!grant || grant.challenge !== challenge || grant.redirectUri !== body.get('redirect_uri'))
      send(response, 400, { error: 'invalid_grant' })
    else this.#give(grant.scope, response)
  }

  #renew(token: string, response: ServerResponse): void {
    const scope = this.#renewals.get(token)
    if (this.rules.renewal === 'trouble') send(response, 500, { error: 'server_error' })
    else if (this.rules.renewal === 'invalid_grant' || scope === undefined)
      send(response, 400, { error: 'invalid_grant', error_description: 'gone' })
    else {
      this.#renewals.delete(token)
      this.#give(scope, response)
    }
  }

  #give(scope: string, response: ServerResponse): void {
    const [token, renewal] = [`token-${randomUUID()}`, `renewal-${randomUUID()}`]
    this.#tokens.set(token, scope)
    this.#renewals.set(renewal, scope)
    send(response, 200, {
      access_token: token,
      token_type: 'Bearer',
      refresh_token: renewal,
      expires_in: this.rules.lifeSeconds,
      scope,
    })
  }

  #note(at: Asked['at'], { method = '', url = '', headers }: IncomingMessage, body: string): void {
    this.asked.push({ at, method, path: url, headers, body })
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
