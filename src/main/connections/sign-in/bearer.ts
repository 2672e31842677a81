import {
  discoverAuthorizationServerMetadata,
  extractWWWAuthenticateParams,
  type FetchLike,
  OAuthError,
  OAuthErrorCode,
  refreshAuthorization,
} from '@modelcontextprotocol/client'
import type { Clock, Log } from '../../host'
import { backoffMs } from '../backoff'
import { ConnectionFailure } from '../errors'
import { Asking } from './asking'
import { carefulFetch, Neighbourhood } from './careful-fetch'
import { type CredentialStore, type Credentials, endOf, scopesIn } from './credentials'
import { problemOf, refusesClient } from './problem'
import { type Challenge, offersSignIn } from './whereabouts'

/** A token is renewed so long before its end, or a tenth of its life, whichever is shorter. */
const marginMs = 60_000
/** How long it is remembered that a server does not say where to sign in. */
const silenceMs = 10 * 60_000

interface Parts {
  readonly serverId: string
  readonly store: CredentialStore
  readonly clock: Clock
  readonly log: Log
  readonly onChanged: () => void
}

/**
 * Puts one server's token on its requests and renews it: before it ends, and when it is refused, once for everybody who
 * waits. Where only a person can help it says so (`sign-in-required`, `scope-required`); it never opens anything itself.
 */
export class Bearer {
  readonly #parts: Parts
  #renewing: Promise<Credentials | undefined> | undefined
  #renewal = { failures: 0, notBefore: 0, failure: undefined as ConnectionFailure | undefined }
  /** A token that came of a renewal and has not been taken once. */
  #untried: string | undefined
  #challenge: Challenge | undefined
  #silentUntil = 0
  #asking = new Asking()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** What the server said when it last refused. */
  get challenge(): Challenge | undefined {
    return this.#challenge
  }

  /** What it asks for beyond what was granted. */
  get asking(): Asking {
    return this.#asking
  }

  /** Whether there is a token for the server at `url`. */
  isFor(url: string): boolean {
    const { store, serverId } = this.#parts
    return Boolean(store.get(serverId, url)?.tokens)
  }

  /** A person has signed in. */
  renewed(): void {
    this.#renewal = { failures: 0, notBefore: 0, failure: undefined }
    this.#untried = undefined
    this.#silentUntil = 0
    this.#asking.answered()
  }

  /** Nothing is known of it any more. */
  reset(): void {
    this.renewed()
    this.#challenge = undefined
    this.#asking = new Asking()
  }

  /** `base` for requests to the server at `url`: with the token where there is one for it. */
  over(
    base: typeof fetch,
    { url, headers }: { url: string; headers: Readonly<Record<string, string>> },
  ): typeof fetch {
    const ask = async (input: string | URL, init: RequestInit = {}) => {
      const sent = new URL(input).origin === new URL(url).origin ? await this.#token(url) : undefined
      const response = await base(input, withToken(init, sent))
      if (response.status === 401)
        return this.#refused(response, { sent, url, headers, asked: String(input), init, base })
      return this.#heeded(response, String(input), sent)
    }
    return (input, init) => ask(input instanceof Request ? input.url : input, init)
  }

  async #token(url: string): Promise<string | undefined> {
    const { store, serverId, clock } = this.#parts
    const credentials = store.get(serverId, url)
    const token = credentials?.tokens?.access_token
    if (!credentials || token === undefined || !this.#isEnding(credentials)) return token
    const hasEnded = (endOf(credentials) ?? 0) <= clock.now()
    const renewed = await this.#renew(credentials, url).catch((error: unknown) => {
      if (hasEnded) throw error
      return credentials
    })
    return renewed?.tokens?.access_token
  }

  #isEnding(credentials: Credentials): boolean {
    const end = endOf(credentials)
    if (end === undefined || credentials.tokens?.refresh_token === undefined) return false
    return this.#parts.clock.now() >= end - Math.min(marginMs, (end - credentials.since) / 10)
  }

  async #refused(
    response: Response,
    request: {
      sent: string | undefined
      url: string
      headers: Readonly<Record<string, string>>
      asked: string
      init: RequestInit
      base: typeof fetch
    },
  ): Promise<Response> {
    const { sent, url, asked, init, base } = request
    // Whoever put a key into the registration is told that it is refused, not to sign in.
    if (sent === undefined && new Headers(init.headers).has('authorization')) return response
    this.#heedChallenge(response, asked)
    const token = await this.#another(sent, url)
    if (token !== undefined) {
      await response.body?.cancel()
      const again = await base(asked, withToken(init, token))
      if (again.status !== 401) return this.#heeded(again, asked, token)
      await again.body?.cancel()
      await this.#giveUp(url, token)
      throw this.#signInWanted(url)
    }
    if (sent === undefined && !(await this.#offers(request))) return response
    await response.body?.cancel()
    throw this.#signInWanted(url)
  }

  /** A token other than the one refused: somebody else's renewal, or one made now; undefined where there is none. */
  async #another(sent: string | undefined, url: string): Promise<string | undefined> {
    if (sent === undefined) return undefined
    const { store, serverId } = this.#parts
    const credentials = store.get(serverId, url)
    const current = credentials?.tokens?.access_token
    if (!credentials || current === undefined) return undefined
    if (current !== sent) return current
    if (this.#untried === sent || credentials.tokens?.refresh_token === undefined) {
      await this.#giveUp(url, sent)
      return undefined
    }
    return (await this.#renew(credentials, url))?.tokens?.access_token
  }

  #renew(credentials: Credentials, url: string): Promise<Credentials | undefined> {
    const { clock } = this.#parts
    const { notBefore, failure } = this.#renewal
    if (failure && clock.now() < notBefore) return Promise.reject(failure)
    this.#renewing ??= this.#renewNow(credentials, url).finally(() => {
      this.#renewing = undefined
    })
    return this.#renewing
  }

  /** Undefined where the sign-in is over. Throws `ConnectionFailure` where it may work later. */
  async #renewNow(credentials: Credentials, url: string): Promise<Credentials | undefined> {
    const { store, serverId, clock, log, onChanged } = this.#parts
    const { tokens, authorizationServer, issuer, client, resource } = credentials
    if (!tokens?.refresh_token || !client) return undefined
    try {
      const fetchFn = carefulFetch(await Neighbourhood.of(new URL(url)))
      const metadata = await discoverAuthorizationServerMetadata(authorizationServer, { fetchFn })
      if (metadata?.issuer !== issuer)
        throw new TypeError('the authorization server does not describe itself')
      const since = clock.now()
      const next = await refreshAuthorization(authorizationServer, {
        metadata,
        clientInformation: client,
        refreshToken: tokens.refresh_token,
        resource,
        fetchFn,
      })
      const now: Credentials = { ...credentials, tokens: { scope: tokens.scope, ...next }, since }
      await store.put(serverId, now)
      this.#renewal = { failures: 0, notBefore: 0, failure: undefined }
      this.#untried = next.access_token
      onChanged()
      return now
    } catch (error) {
      if (
        error instanceof OAuthError &&
        (error.code === OAuthErrorCode.InvalidGrant || refusesClient(error.code))
      ) {
        log.info({ server: serverId, code: error.code }, 'a sign-in is over')
        await this.#giveUp(url, tokens.access_token)
        return undefined
      }
      throw this.#postpone(error, issuer)
    }
  }

  #postpone(error: unknown, issuer: string): ConnectionFailure {
    const { clock } = this.#parts
    const failures = this.#renewal.failures + 1
    const reason = problemOf(error, issuer).detail.reason ?? problemOf(error, issuer).message
    const failure = new ConnectionFailure('renewal-failed', { address: issuer, reason })
    this.#renewal = { failures, notBefore: clock.now() + backoffMs(failures), failure }
    return failure
  }

  /** The tokens are of no use any more; what the authorization server knows us by stays. */
  async #giveUp(url: string, token: string): Promise<void> {
    const { store, serverId, onChanged } = this.#parts
    const credentials = store.get(serverId, url)
    if (credentials?.tokens?.access_token !== token) return
    await store.put(serverId, { ...credentials, tokens: null })
    onChanged()
  }

  async #offers({
    url,
    headers,
    asked,
  }: {
    url: string
    headers: Readonly<Record<string, string>>
    asked: string
  }): Promise<boolean> {
    const { clock } = this.#parts
    if (clock.now() < this.#silentUntil) return false
    const fetchFn: FetchLike = carefulFetch(await Neighbourhood.of(new URL(url)), { ownHeaders: headers })
    const offers = await offersSignIn(this.#challenge ?? { url: asked }, fetchFn).catch(() => false)
    if (!offers) this.#silentUntil = clock.now() + silenceMs
    return offers
  }

  async #heeded(response: Response, asked: string, sent: string | undefined): Promise<Response> {
    if (sent !== undefined && sent === this.#untried) this.#untried = undefined
    if (response.status !== 403) return response
    if (extractWWWAuthenticateParams(response).error !== 'insufficient_scope') return response
    this.#heedChallenge(response, asked)
    const { scope = '' } = this.#challenge ?? {}
    this.#asking.note(scope)
    this.#parts.onChanged()
    await response.body?.cancel()
    throw new ConnectionFailure(this.#asking.isInsatiable ? 'scope-refused' : 'scope-required', {
      address: asked,
      scopes: scopesIn(scope).join(', '),
    })
  }

  #heedChallenge(response: Response, url: string): void {
    const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(response)
    this.#challenge = { url, resourceMetadataUrl, scope }
  }

  #signInWanted(address: string): ConnectionFailure {
    return new ConnectionFailure('sign-in-required', { address })
  }
}

function withToken(init: RequestInit, token: string | undefined): RequestInit {
  if (token === undefined) return init
  const headers = new Headers(init.headers)
  headers.set('authorization', `Bearer ${token}`)
  return { ...init, headers }
}
