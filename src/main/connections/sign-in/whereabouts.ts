import {
  type AuthorizationServerMetadata,
  checkResourceAllowed,
  discoverOAuthServerInfo,
  type FetchLike,
  type OAuthServerInfo,
} from '@modelcontextprotocol/client'
import type { Neighbourhood } from './careful-fetch'
import { SignInFailure } from './problem'

/** What a server said when it refused: where its metadata is, and what it wants. */
export interface Challenge {
  /** The address that was asked. */
  readonly url: string
  readonly resourceMetadataUrl?: URL | undefined
  readonly scope?: string | undefined
}

/** Where to sign in, found and checked. */
export interface Whereabouts extends OAuthServerInfo {
  readonly authorizationServerMetadata: AuthorizationServerMetadata
  /** What tokens are asked for. */
  readonly resource: string
}

/** Whether a server that refuses says where to sign in. Throws what `fetchFn` throws. */
export async function offersSignIn(
  { url, resourceMetadataUrl }: Challenge,
  fetchFn: FetchLike,
): Promise<boolean> {
  if (resourceMetadataUrl) return true
  const found = await discoverOAuthServerInfo(url, { fetchFn })
  return found.authorizationServerMetadata !== undefined
}

/**
 * Finds a server's authorization server and refuses one that cannot be trusted with a sign-in: without S256, under
 * another name than its own, for another resource, or at addresses that are not to be asked or opened.
 * Throws `SignInFailure` and what `fetchFn` throws.
 */
export async function whereabouts(
  { url, resourceMetadataUrl }: Challenge,
  { fetchFn, neighbourhood }: { fetchFn: FetchLike; neighbourhood: Neighbourhood },
): Promise<Whereabouts> {
  const found = await discoverOAuthServerInfo(url, {
    fetchFn,
    ...(resourceMetadataUrl && { resourceMetadataUrl }),
  })
  const { authorizationServerMetadata: metadata, resourceMetadata } = found
  const resource = resourceMetadata?.resource
  if (resource !== undefined && !covers(resource, url))
    throw new SignInFailure('resource-mismatch', { resource: resource.slice(0, 300), address: url })
  if (!metadata) throw new SignInFailure('nowhere', { address: found.authorizationServerUrl })
  if (!metadata.code_challenge_methods_supported?.includes('S256'))
    throw new SignInFailure('no-pkce', { address: metadata.issuer })
  await neighbourhood.checkForBrowser(new URL(metadata.authorization_endpoint))
  return { ...found, authorizationServerMetadata: metadata, resource: resource ?? url }
}

function covers(resource: string, url: string): boolean {
  return (
    URL.canParse(resource) && checkResourceAllowed({ requestedResource: url, configuredResource: resource })
  )
}
