import type {
  AuthorizationServerMetadata,
  OAuthClientMetadata,
  OAuthClientProvider,
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from '@modelcontextprotocol/client'
import type { Client } from './credentials'
import type { Whereabouts } from './whereabouts'

interface Parts {
  readonly whereabouts: Whereabouts
  readonly redirectUrl: string
  readonly state: string
  readonly version: string
  /** What this authorization server knows us by already. */
  readonly client: Client | undefined
  /** Where we describe ourselves, for authorization servers that read it there. */
  readonly clientMetadataUrl: string | undefined
}

/** Rollcall as one authorization server sees it in one sign-in: the SDK's `OAuthClientProvider`, without a memory. */
export class SignInClient implements OAuthClientProvider {
  readonly redirectUrl: string
  readonly clientMetadata: OAuthClientMetadata
  readonly clientMetadataUrl?: string
  /** Where the browser is to go, once the SDK has said so. */
  authorizationUrl: URL | undefined
  /** What came of it. */
  tokensMade: StoredOAuthTokens | undefined
  #client: StoredOAuthClientInformation | undefined
  #verifier = ''
  readonly #state: string
  readonly #discovery: OAuthDiscoveryState

  constructor({ whereabouts, redirectUrl, state, version, client, clientMetadataUrl }: Parts) {
    this.redirectUrl = redirectUrl
    this.#state = state
    this.#client = client
    this.#discovery = whereabouts
    if (clientMetadataUrl) this.clientMetadataUrl = clientMetadataUrl
    this.clientMetadata = {
      client_name: 'Rollcall',
      software_id: 'rollcall',
      software_version: version,
      redirect_uris: [redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: methodFor(whereabouts.authorizationServerMetadata),
    }
  }

  /** What the authorization server knows us by, once it does. */
  get client(): StoredOAuthClientInformation | undefined {
    return this.#client
  }

  state(): string {
    return this.#state
  }

  clientInformation(): StoredOAuthClientInformation | undefined {
    return this.#client
  }

  saveClientInformation(client: StoredOAuthClientInformation): void {
    this.#client = client
  }

  tokens(): StoredOAuthTokens | undefined {
    return this.tokensMade
  }

  saveTokens(tokens: StoredOAuthTokens): void {
    this.tokensMade = tokens
  }

  redirectToAuthorization(url: URL): void {
    this.authorizationUrl = url
  }

  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier
  }

  codeVerifier(): string {
    return this.#verifier
  }

  discoveryState(): OAuthDiscoveryState {
    return this.#discovery
  }

  saveDiscoveryState(): void {
    // What was found and checked at the beginning holds for the whole sign-in.
  }
}

/** A program on a person's machine keeps no secret, so it has none where it need not. */
function methodFor({
  token_endpoint_auth_methods_supported: supported,
}: AuthorizationServerMetadata): string {
  if (!supported || supported.length === 0 || supported.includes('none')) return 'none'
  return supported.find((method) => method.startsWith('client_secret_')) ?? 'none'
}
