import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { Fault } from '../../shared/contract/fault'
import { pageMax } from '../sharing/shared-list'
import type { SharedRegistry } from '../sharing/shared-registry'
import { bearerOf, pathOf } from './rest'
import type { TokenGate } from './token-gate'

/** Answers what others may read; false, without having touched it, where it is something else or sharing is off. Throws faults. */
export type SharedDoor = (request: IncomingMessage, response: ServerResponse) => boolean

/** The official API's parameters as they come in an address. */
const Query = z.object({
  cursor: z.string().max(1_024).optional(),
  limit: z.coerce.number().int().min(1).max(pageMax).optional(),
  search: z.string().max(1_000).optional(),
  updated_since: z.iso.datetime({ offset: true }).optional(),
  version: z.string().max(255).optional(),
  include_deleted: z.stringbool().optional(),
})

/**
 * The registry for others to read: `GET /api/discover` in the original format, and the official registry's API below
 * `/v0.1`. Takes the token of sharing and the one of the whole API; a list that has not changed is not sent again.
 */
export function sharedDoor(shared: SharedRegistry, gate: TokenGate): SharedDoor {
  return (request, response) => {
    const path = pathOf(request)
    const isDiscover = path === '/api/discover'
    if (!shared.isOn || !(isDiscover || path.startsWith('/v0.1/'))) return false
    const bearer = bearerOf(request.headers.authorization)
    if (!shared.admits(bearer)) gate.admit(bearer)
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new Fault('method-not-allowed', 'This address takes GET, HEAD.', { allow: 'GET, HEAD' })
    const body = isDiscover ? shared.discover() : registryAnswer(shared, path, request)
    send(request, response, body)
    return true
  }
}

/** Undefined where there is nothing. */
function registryAnswer(shared: SharedRegistry, path: string, { url = '' }: IncomingMessage): unknown {
  const [, , list, name, versions, version, ...more] = path.split('/')
  if (list !== 'servers' || more.length > 0) return undefined
  if (name === undefined) return shared.page(queryOf(url))
  if (versions !== 'versions') return undefined
  const server = shared.one(decoded(name), version === undefined ? 'latest' : decoded(version))
  if (version !== undefined || server === undefined) return server
  return { servers: [server], metadata: { count: 1 } }
}

/** Throws Fault `invalid`. */
function queryOf(url: string) {
  const given = Object.fromEntries(new URL(url, 'http://rollcall.invalid').searchParams)
  const parsed = Query.safeParse(given)
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
    throw new Fault('invalid', `The query does not fit: ${issues[0]?.path}: ${issues[0]?.message}.`, {
      issues,
    })
  }
  const { updated_since, include_deleted: includeDeleted, ...query } = parsed.data
  const since = updated_since === undefined ? {} : { updatedSince: Date.parse(updated_since) }
  return { ...query, ...since, includeDeleted }
}

/** Text that is no proper encoding names nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}

/** In the words of the official API where there is nothing, which are not Rollcall's. */
function send(request: IncomingMessage, response: ServerResponse, body: unknown): void {
  const text = JSON.stringify(body ?? { error: 'Server not found' })
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  response.setHeader('content-type', 'application/json')
  response.setHeader('cache-control', 'no-cache')
  if (body !== undefined) response.setHeader('etag', tag)
  const isKnown = body !== undefined && request.headers['if-none-match'] === tag
  response.statusCode = body === undefined ? 404 : isKnown ? 304 : 200
  response.end(isKnown || request.method === 'HEAD' ? undefined : text)
}
