import { Hono } from 'hono'
import { Fault } from '../../shared/contract/fault'
import { restDoor } from '../door'
import type { Host } from '../host'
import type { Rollcall } from '../rollcall'
import { contractRoutes, methodsAt } from '../routes'
import { bodyMaxOf, tooLarge } from './caller'
import { openApiDocument } from './openapi'
import { refusalOf, toResponse } from './refusal'
import type { TokenGate } from './token-gate'

/** The HTTP API: the contract's procedures below `/api`, and `openapi.json`, all but `health` behind the token. */
export function restApi(router: Rollcall['router'], gate: TokenGate, host: Host): Hono {
  const door = restDoor(router, host.log)
  const routes = contractRoutes()
  const app = new Hono()

  app.use('/api/*', async (context, next) => {
    const open = context.req.path === '/api/health' && context.req.method === 'GET'
    if (!open) gate.admit(bearerOf(context.req.header('authorization')))
    await next()
    context.res.headers.set('cache-control', 'no-store')
  })
  app.get('/api/openapi.json', async (context) => context.json(await openApiDocument(host.version)))
  app.all('/api/*', async (context) => {
    const request = await withWholeBody(context.req.raw, bodyMaxOf(context.req.path))
    const { matched, response } = await door.handle(request, { prefix: '/api', context: { caller: 'api' } })
    if (matched) return new Response(response.body, response)
    const allowed = methodsAt(routes, context.req.path.slice('/api'.length))
    return refuse(allowed.length > 0 ? wrongMethod(allowed) : nothingHere())
  })
  return app
}

/** The request with its body read. Faults: too-large, as soon as more than `limitBytes` have come. */
async function withWholeBody(request: Request, limitBytes: number): Promise<Request> {
  if (request.method === 'GET' || request.method === 'HEAD' || request.body === null) return request
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body) {
    bytes += chunk.length
    if (bytes > limitBytes) throw tooLarge(limitBytes)
    chunks.push(chunk)
  }
  const { url, method, headers, signal } = request
  return new Request(url, { method, headers, signal, ...(bytes > 0 && { body: Buffer.concat(chunks) }) })
}

export function nothingHere(): Fault {
  return new Fault('not-found', 'There is nothing at this address.', { kind: 'path' })
}

function wrongMethod(allowed: readonly string[]): Fault {
  const allow = allowed.join(', ')
  return new Fault('method-not-allowed', `This address takes ${allow}.`, { allow })
}

function refuse(fault: Fault): Response {
  return toResponse(refusalOf(fault))
}

function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(header ?? '')?.[1]
}
