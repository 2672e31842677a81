import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

interface Message {
  readonly id?: number
  readonly method: string
  readonly params?: Record<string, unknown>
}

/** Answers a request; undefined where it has answered, or will, over the response itself. */
type Answer = (
  params: Record<string, unknown>,
  response: ServerResponse,
) => object | undefined | Promise<object | undefined>

/** A protocol error instead of a result. */
export class RpcError extends Error {
  readonly code: number

  constructor(code: number, message = 'no') {
    super(message)
    this.code = code
  }
}

export const toolNamed = (name: string) => ({ name, inputSchema: { type: 'object' } })

/**
 * A server of the legacy era with sessions, over HTTP, written by hand so that it can misbehave in any way: a test sets
 * what it answers to which method, and counts what it was asked.
 */
export class WilfulServer implements AsyncDisposable {
  readonly #http: Server
  readonly #sessions = new Set<string>()
  readonly #streams = new Set<ServerResponse>()
  readonly asked: string[] = []
  /** Whether it opens a stream of its own for notices. */
  streams = true
  /** Whether connections stay for the next request. */
  keepsSockets = true
  capabilities: object = { tools: { listChanged: true } }
  readonly answers: Record<string, Answer> = {
    ping: () => ({}),
    'tools/list': () => ({ tools: [toolNamed('echo')] }),
    'tools/call': () => ({ content: [] }),
  }

  constructor() {
    this.#http = createServer((request, response) => {
      if (!this.keepsSockets) response.setHeader('connection', 'close')
      void this.#serve(request, response)
    })
  }

  async start(): Promise<this> {
    await once(this.#http.listen(0, '127.0.0.1'), 'listening')
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections()
    await new Promise((resolve) => this.#http.close(resolve))
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}/mcp`
  }

  count(method: string): number {
    return this.asked.filter((each) => each === method).length
  }

  /** Knows none of the sessions any more. */
  forget(): void {
    this.#sessions.clear()
  }

  /** Says something to whoever listens. */
  say(method: string): void {
    for (const stream of this.#streams)
      stream.write(`event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', method })}\n\n`)
  }

  get listeners(): number {
    return this.#streams.size
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const session = request.headers['mcp-session-id']
    if (request.method === 'GET' && this.streams && typeof session === 'string') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      this.#streams.add(response.once('close', () => this.#streams.delete(response)))
      return
    }
    if (request.method !== 'POST') return void response.writeHead(405).end()
    const { id, method, params = {} } = (await json(request)) as Message
    this.asked.push(method)
    if (method === 'initialize') return this.#initialize(response, id)
    if (typeof session !== 'string') return void response.writeHead(400).end()
    if (!this.#sessions.has(session)) return void response.writeHead(404).end()
    if (id === undefined) return void response.writeHead(202).end()
    try {
      const answer = this.answers[method]
      if (!answer) throw new RpcError(-32_601)
      const result = await answer(params, response)
      if (result) send(response, { jsonrpc: '2.0', id, result })
    } catch (error) {
      if (!(error instanceof RpcError)) throw error
      send(response, { jsonrpc: '2.0', id, error: { code: error.code, message: error.message } })
    }
  }

  #initialize(response: ServerResponse, id: number | undefined): void {
    const session = randomUUID()
    this.#sessions.add(session)
    const result = {
      protocolVersion: '2025-11-25',
      capabilities: this.capabilities,
      serverInfo: { name: 'wilful', version: '1' },
    }
    send(response, { jsonrpc: '2.0', id, result }, { 'mcp-session-id': session })
  }
}

function send(response: ServerResponse, body: object, headers: Record<string, string> = {}): void {
  if (response.destroyed) return
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
