import { discoverAuthorizationServerMetadata, selectClientAuthMethod } from '@modelcontextprotocol/client'
import { carefulFetch, Neighbourhood } from './careful-fetch'
import type { Credentials } from './credentials'

/** Tells the authorization server that these tokens are not wanted any more, where it wants to know (RFC 7009). */
export async function revoke({
  url,
  authorizationServer,
  issuer,
  client,
  tokens,
}: Credentials): Promise<void> {
  if (!tokens || !client) return
  const fetchFn = carefulFetch(await Neighbourhood.of(new URL(url)))
  const metadata = await discoverAuthorizationServerMetadata(authorizationServer, { fetchFn })
  if (metadata?.issuer !== issuer) return
  const endpoint = 'revocation_endpoint' in metadata ? metadata.revocation_endpoint : undefined
  if (typeof endpoint !== 'string') return
  const body = new URLSearchParams(
    tokens.refresh_token === undefined
      ? { token: tokens.access_token, token_type_hint: 'access_token' }
      : { token: tokens.refresh_token, token_type_hint: 'refresh_token' },
  )
  const headers = new Headers({ 'content-type': 'application/x-www-form-urlencoded' })
  const { client_id: id, client_secret: secret } = client
  const method = selectClientAuthMethod(client, metadata.token_endpoint_auth_methods_supported ?? [])
  if (method === 'client_secret_basic')
    headers.set('authorization', `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`)
  else body.set('client_id', id)
  if (method === 'client_secret_post' && secret !== undefined) body.set('client_secret', secret)
  await fetchFn(endpoint, { method: 'POST', headers, body })
}
