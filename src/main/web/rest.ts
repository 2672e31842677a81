import type { IncomingMessage, ServerResponse } from 'node:http'
import { Fault } from '../../shared/contract/fault'
import { restDoor } from '../door'
import type { Host } from '../host'
import type { Rollcall } from '../rollcall'
import { contractRoutes, methodsAt } from '../routes'
import { bodyMaxOf, tooLarge } from './caller'
import { openApiDocument } from './openapi'
import type { TokenGate } from './token-gate'

/** Answers a request below `/api`; false, without having touched it, where it is not below. Throws faults. */
export type RestApi = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

/**
 * The HTTP API: the contract's procedures below `/api`, and `openapi.json`, all but `health` behind the token. On Node's own
 * requests and answers, which cost a call half of what the web's cost.
 */
export function restApi(router: Rollcall['router'], gate: TokenGate, host: Host): RestApi {
  const door = restDoor(router, host.log)
  const routes = contractRoutes()
  return async (request, response) => {
    const path = pathOf(request)
    if (path !== '/api' && !path.startsWith('/api/')) return false
    const { method, headers } = request
    if (!(path === '/api/health' && method === 'GET')) gate.admit(bearerOf(headers.authorization))
    response.setHeader('cache-control', 'no-store')
    if (path === '/api/openapi.json' && method === 'GET') {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(await openApiDocument(host.version)))
      return true
    }
    const body = await bodyOf(request, bodyMaxOf(path))
    const asked = Object.assign(request, { body })
    const { matched } = await door.handle(asked, response, { prefix: '/api', context: { caller: 'api' } })
    if (matched) return true
    const allowed = methodsAt(routes, path.slice('/api'.length))
    throw allowed.length > 0 ? wrongMethod(allowed) : nothingHere()
  }
}

/** As the door reads it: without dots, still in the encoding the client chose. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  return URL.parse(url, 'http://rollcall.invalid')?.pathname ?? '/'
}

/** The body, parsed; undefined where there is none. Faults: too-large, as soon as more than `limitBytes` have come; invalid. */
async function bodyOf(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length
    if (bytes > limitBytes) throw tooLarge(limitBytes)
    chunks.push(chunk)
  }
  if (bytes === 0) return undefined
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw new Fault('invalid', 'The body is not valid JSON.', { issues: [] })
  }
}

export function nothingHere(): Fault {
  return new Fault('not-found', 'There is nothing at this address.', { kind: 'path' })
}

function wrongMethod(allowed: readonly string[]): Fault {
  const allow = allowed.join(', ')
  return new Fault('method-not-allowed', `This address takes ${allow}.`, { allow })
}

export function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(header ?? '')?.[1]
}
