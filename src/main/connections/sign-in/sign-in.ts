import { randomBytes } from 'node:crypto'
import {
  auth,
  computeScopeUnion,
  OAuthError,
  validateAuthorizationResponseIssuer,
} from '@modelcontextprotocol/client'
import type { Clock } from '../../host'
import { carefulFetch, Neighbourhood } from './careful-fetch'
import { SignInClient } from './client'
import type { Client, Credentials } from './credentials'
import { type Callback, Loopback } from './loopback'
import { SignInFailure } from './problem'
import { type Challenge, type Whereabouts, whereabouts } from './whereabouts'

/** How long a person has in the browser. */
const patienceMs = 5 * 60_000
/** Longer addresses are not opened. */
const addressMax = 8_192

export interface SignInParts {
  /** The registration's address. */
  readonly url: string
  /** The registration's own headers, with real secrets. */
  readonly headers: Readonly<Record<string, string>>
  readonly challenge: Challenge
  /** What an earlier sign-in left. */
  readonly before: Credentials | undefined
  /** Scopes to ask for besides those granted before. */
  readonly wanted: readonly string[]
  readonly clientMetadataUrl: string | undefined
  readonly version: string
  readonly clock: Clock
  readonly onStep: () => void
}

/** One try to sign in to one server. Ends by itself after 5 minutes in the browser, or with `cancel`. */
export class SignIn {
  readonly #parts: SignInParts
  readonly #given = new AbortController()
  readonly #ready = Promise.withResolvers<void>()
  #step: 'preparing' | 'browser' | 'finishing' = 'preparing'
  #authorizationUrl: URL | undefined
  #until: number | undefined

  constructor(parts: SignInParts) {
    this.#parts = parts
  }

  get step() {
    return this.#step
  }

  /** What to open, while the browser is waited for. */
  get authorizationUrl(): string | null {
    return this.#step === 'browser' ? (this.#authorizationUrl?.href ?? null) : null
  }

  get until(): number | null {
    return this.#step === 'browser' ? (this.#until ?? null) : null
  }

  get isCancelled(): boolean {
    return this.#given.signal.aborted
  }

  /** Resolves once the browser can be opened, or there is nothing to open. */
  get ready(): Promise<void> {
    return this.#ready.promise
  }

  cancel(): void {
    this.#given.abort(new SignInFailure('denied'))
  }

  /** Throws `SignInFailure`, and what the SDK throws. */
  async run(): Promise<Credentials> {
    try {
      return await this.#run()
    } finally {
      this.#ready.resolve()
    }
  }

  async #run(): Promise<Credentials> {
    const { url, headers, challenge, before, onStep } = this.#parts
    const { signal } = this.#given
    const neighbourhood = await Neighbourhood.of(new URL(url))
    const fetchFn = carefulFetch(neighbourhood, { ownHeaders: headers, signal })
    const found = await whereabouts(challenge, { fetchFn, neighbourhood })
    const { issuer } = found.authorizationServerMetadata
    const client = this.#clientFor(found)
    const state = randomBytes(32).toString('base64url')
    const loopback = await Loopback.open(state, client?.port)
    try {
      const provider = this.#provider(found, loopback, state, client)
      const scope = this.#scope()
      const options = { serverUrl: challenge.url, fetchFn, ...(scope && { scope }) }
      await auth(provider, { ...options, forceReauthorization: true })
      await this.#open(provider.authorizationUrl, neighbourhood)
      const callback = await this.#back(loopback)
      this.#step = 'finishing'
      onStep()
      try {
        const code = codeIn(callback, found)
        await auth(provider, {
          ...options,
          authorizationCode: code.code,
          ...(code.iss !== undefined && { iss: code.iss }),
        })
        callback.reply(true)
      } catch (error) {
        callback.reply(false)
        throw error
      }
      return this.#credentials(found, provider, loopback.port, issuer, before, scope)
    } finally {
      loopback.end()
    }
  }

  /** Known by hand, or from an earlier sign-in at the same authorization server. */
  #clientFor({ authorizationServerMetadata: metadata }: Whereabouts): Client | undefined {
    const { before, clientMetadataUrl } = this.#parts
    const known = before?.client?.issuer === metadata.issuer ? before?.client : undefined
    if (known) return known
    const describes =
      clientMetadataUrl !== undefined && metadata.client_id_metadata_document_supported === true
    if (!describes && metadata.registration_endpoint === undefined)
      throw new SignInFailure('client-wanted', { address: metadata.issuer })
    return undefined
  }

  #provider(found: Whereabouts, loopback: Loopback, state: string, client: Client | undefined): SignInClient {
    const { version, clientMetadataUrl } = this.#parts
    // One that was registered with another port would be sent away with this one.
    const fits = client && (client.port === undefined || client.port === loopback.port || client.byHand)
    return new SignInClient({
      whereabouts: found,
      redirectUrl: loopback.redirectUrl,
      state,
      version,
      client: fits ? client : undefined,
      clientMetadataUrl,
    })
  }

  #scope(): string | undefined {
    const { before, wanted, challenge } = this.#parts
    if (wanted.length === 0) return challenge.scope
    return computeScopeUnion(before?.tokens?.scope, challenge.scope, wanted.join(' '))
  }

  async #open(url: URL | undefined, neighbourhood: Neighbourhood): Promise<void> {
    if (!url || url.href.length > addressMax) throw new SignInFailure('broken', { reason: 'no address' })
    await neighbourhood.checkForBrowser(url)
    this.#given.signal.throwIfAborted()
    this.#authorizationUrl = url
    this.#until = this.#parts.clock.now() + patienceMs
    this.#step = 'browser'
    this.#ready.resolve()
    this.#parts.onStep()
  }

  async #back(loopback: Loopback): Promise<Callback> {
    const { promise: over, reject } = Promise.withResolvers<never>()
    const { signal } = this.#given
    const stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    const cancel = this.#parts.clock.after(patienceMs, () => reject(new SignInFailure('timed-out')))
    try {
      return await Promise.race([loopback.callback, over])
    } finally {
      cancel()
      signal.removeEventListener('abort', stop)
    }
  }

  #credentials(
    found: Whereabouts,
    provider: SignInClient,
    port: number,
    issuer: string,
    before: Credentials | undefined,
    scope: string | undefined,
  ): Credentials {
    const { tokensMade: tokens, client } = provider
    if (!tokens || !client) throw new SignInFailure('broken', { reason: 'no tokens' })
    const isDescribed = client.client_id === this.#parts.clientMetadataUrl
    const known = before?.client?.client_id === client.client_id ? before?.client : undefined
    return {
      url: this.#parts.url,
      resource: found.resource,
      authorizationServer: found.authorizationServerUrl,
      issuer,
      client: { ...client, ...(known ?? (isDescribed ? {} : { port })), issuer },
      tokens: { ...tokens, scope: tokens.scope ?? scope },
      since: this.#parts.clock.now(),
    }
  }
}

/**
 * The code the browser brought. Who sent it is checked before anything else in it is read; of what it says only the
 * error's code is heeded.
 */
function codeIn(
  { params }: Callback,
  { authorizationServerMetadata: metadata }: Whereabouts,
): { code: string; iss: string | undefined } {
  const iss = params.get('iss') ?? undefined
  validateAuthorizationResponseIssuer({
    iss,
    expectedIssuer: metadata.issuer,
    issParameterSupported: metadata.authorization_response_iss_parameter_supported === true,
  })
  const code = params.get('code')
  if (code) return { code, iss }
  throw new OAuthError(params.get('error') ?? 'error', '')
}
