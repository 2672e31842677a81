import { carefulFetch, Neighbourhood } from './careful-fetch'
import type { Credentials } from './credentials'
import { type Challenge, whereabouts } from './whereabouts'

/** A client id as a person gives it. */
export interface GivenClient {
  readonly clientId: string
  readonly clientSecret?: string | undefined
  readonly port?: number | undefined
}

/**
 * Credentials with nothing but a client id in them, for the authorization server the server names now and no other.
 * Throws `SignInFailure` and what asking throws.
 */
export async function introduced(
  { clientId, clientSecret, port }: GivenClient,
  server: {
    readonly url: string
    readonly challenge: Challenge
    readonly headers: Readonly<Record<string, string>>
    readonly now: number
  },
): Promise<Credentials> {
  const { url, challenge, headers, now } = server
  const neighbourhood = await Neighbourhood.of(new URL(url))
  const fetchFn = carefulFetch(neighbourhood, { ownHeaders: headers })
  const found = await whereabouts(challenge, { fetchFn, neighbourhood })
  const { issuer } = found.authorizationServerMetadata
  return {
    url,
    resource: found.resource,
    authorizationServer: found.authorizationServerUrl,
    issuer,
    client: {
      client_id: clientId,
      ...(clientSecret !== undefined && { client_secret: clientSecret }),
      ...(port !== undefined && { port }),
      issuer,
      byHand: true,
    },
    tokens: null,
    since: now,
  }
}
