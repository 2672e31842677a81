import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { Fault } from '../../shared/contract/fault'
import type { Host } from '../host'
import type { Rollcall } from '../rollcall'
import { removeApiFile, writeApiFile } from './api-file'
import { checkBody, checkCaller } from './caller'
import { IdleSockets } from './idle-sockets'
import { servePage } from './page'
import { PageSockets } from './page-sockets'
import { endWithRefusal, refusalOf, refused, toResponse, writeRefusal } from './refusal'
import { nothingHere, type RestApi, restApi } from './rest'
import { type SharedDoor, sharedDoor } from './shared-door'
import { TokenGate } from './token-gate'

export interface OpenApiOptions {
  readonly rollcall: Pick<Rollcall, 'router' | 'shared' | 'setApi'>
  readonly host: Host
  /** Made for this launch by `newToken`, or chosen by the person who started it. */
  readonly token: string
  /** 0 takes a free one. A port in use is an error, never a reason to take another. */
  readonly port: number
  /** Also gives out the window's page and its WebSocket. */
  readonly page: boolean
}

/** An API that answers. */
export interface OpenApi {
  readonly url: string
  readonly token: string
  /** Ends every connection, streams included, within a second. */
  end(): Promise<void>
}

/** Milliseconds that requests in flight get when the server ends. */
const graceMs = 500

/**
 * Opens the HTTP API, and the page if asked, on 127.0.0.1, and notes it in `api.json` for the command line.
 * Rejects with Node's error (`EADDRINUSE`, `EACCES`) where the port cannot be had.
 */
export async function openApi({ rollcall, host, token, port, page }: OpenApiOptions): Promise<OpenApi> {
  const gate = new TokenGate(token, host.clock)
  const shared = sharedDoor(rollcall.shared, gate)
  const rest = restApi(rollcall.router, gate, host)
  const app = new Hono()
  if (page) servePage(app, join(host.resourcesDir, '..', 'out', 'renderer'))
  app.notFound(() => toResponse(refusalOf(nothingHere())))
  app.onError((error) => toResponse(refusalOf(error instanceof Fault ? error : bug(error, host))))
  const sockets = page ? new PageSockets(rollcall.router, gate, host.log) : undefined
  const server = guardedServer({ shared, rest, app, sockets, host })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${portOf(server)}`
  writeApiFile(host.dataDir, { url, token, pid: process.pid })
  rollcall.setApi(url)
  return {
    url,
    token,
    async end() {
      removeApiFile(host.dataDir, token)
      rollcall.setApi(null)
      await Promise.all([sockets?.end(graceMs), endServer(server)])
    },
  }
}

interface Guarded {
  readonly shared: SharedDoor
  readonly rest: RestApi
  readonly app: Hono
  readonly sockets: PageSockets | undefined
  readonly host: Host
}

function guardedServer({ shared, rest, app, sockets, host }: Guarded): Server {
  const listener = getRequestListener(app.fetch, {
    overrideGlobalObjects: false,
    errorHandler: (error) => toResponse(refusalOf(bug(error, host))),
  })
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    try {
      if (!shared(request, response) && !(await rest(request, response))) await listener(request, response)
    } catch (error) {
      // Nobody is left to be told anything.
      if (response.headersSent || response.destroyed) response.destroy()
      else writeRefusal(response, refusalOf(error instanceof Fault ? error : bug(error, host)))
    }
  }
  const idle = new IdleSockets()
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: 2_000,
      maxHeaderSize: 16_384,
      // A missing Host is refused by the same guard as a wrong one.
      requireHostHeader: false,
    },
    (request, response) => {
      idle.busy(request.socket)
      const refusal = refused(() => {
        checkCaller(request, portOf(server))
        checkBody(request)
      })
      response.setHeader('x-content-type-options', 'nosniff')
      response.setHeader('referrer-policy', 'no-referrer')
      if (refusal) writeRefusal(response, refusal)
      else void answer(request, response)
    },
  )
  server.on('connection', (socket: Socket) => idle.add(socket))
  server.on('upgrade', (request, socket, head) => {
    idle.busy(request.socket)
    socket.on('error', () => socket.destroy())
    const refusal = refused(() => {
      checkCaller(request, portOf(server))
      if (!sockets) throw nothingHere()
      sockets.check(request)
    })
    if (refusal) endWithRefusal(socket, refusal)
    else sockets?.accept(request, socket, head)
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const [status, fault] = unreadable(error.code)
    endWithRefusal(socket, refusalOf(fault, status))
  })
  return server
}

/** What is wrong with bytes that never became a request. */
function unreadable(code: string | undefined): [status: number, Fault] {
  if (code === 'HPE_HEADER_OVERFLOW') return [431, new Fault('too-large', 'The headers are too large.')]
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return [408, new Fault('cancelled', 'The request took too long to arrive.')]
  return [400, new Fault('invalid', 'This is not a whole HTTP request.')]
}

function bug(error: unknown, host: Host): Fault {
  const reference = crypto.randomUUID()
  const told =
    error instanceof Error ? { name: error.name, message: error.message } : { thrown: String(error) }
  host.log.error({ reference, error: told }, 'a bug reached the web server')
  return new Fault('internal', `Something went wrong inside Rollcall. The log has it under ${reference}.`, {
    reference,
  })
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port')
  return address.port
}

async function endServer(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  const impatience = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearTimeout(impatience)
}
