import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A message as it came, and what it came in. */
export interface Received {
  readonly http: IncomingMessage
  readonly body: string
  /** Parsed, where it is JSON. */
  readonly rpc: { readonly id?: number | string; readonly method?: string; readonly params?: unknown }
}

/** Answers a request in its own way; anything but `true` leaves it to the ordinary answer. */
export type Answer = (received: Received, response: ServerResponse) => boolean | undefined

/**
 * A legacy server written by hand, byte by byte where a test wants it so: one tool `echo`, JSON answers, no stream of
 * its own. `answer` comes first. It runs inside the test, so that the test sees what the server sees.
 */
export class RawServer implements AsyncDisposable {
  readonly received: Received[] = []
  readonly sockets = new Set<Socket>()
  readonly #http: Server
  readonly #answer: Answer

  private constructor(answer: Answer) {
    this.#answer = answer
    this.#http = createServer((request, response) => void this.#take(request, response))
    this.#http.on('connection', (socket) => {
      this.sockets.add(socket)
      socket.on('error', () => undefined)
      socket.once('close', () => this.sockets.delete(socket))
    })
  }

  static async start(answer: Answer = () => undefined): Promise<RawServer> {
    const server = new RawServer(answer)
    server.#http.listen(0, '127.0.0.1')
    await once(server.#http, 'listening')
    return server
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`
  }

  get url(): string {
    return `${this.origin}/mcp`
  }

  /** How often a method was called, or how many streams were asked for (`GET`). */
  count(method: string): number {
    return this.received.filter(({ http, rpc }) => rpc.method === method || http.method === method).length
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections()
    this.#http.close()
    await once(this.#http, 'close')
  }

  async #take(http: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const chunk of http) body += String(chunk)
    const received = { http, body, rpc: parsed(body) }
    this.received.push(received)
    if (this.#answer(received, response) !== true) ordinarily(received, response)
  }
}

function parsed(body: string): Received['rpc'] {
  try {
    return JSON.parse(body) as Received['rpc']
  } catch {
    return {}
  }
}

const echo = { name: 'echo', inputSchema: { type: 'object' } }

const results: Readonly<Record<string, (params: unknown) => unknown>> = {
  initialize: () => ({
    protocolVersion: '2025-11-25',
    serverInfo: { name: 'raw', version: '1' },
    capabilities: { tools: {} },
  }),
  ping: () => ({}),
  'tools/list': () => ({ tools: [echo] }),
  'tools/call': (params) => ({ content: [{ type: 'text', text: JSON.stringify(params) }] }),
}

/** As a server of the legacy era that means well. */
export function ordinarily({ http, rpc }: Received, response: ServerResponse): void {
  if (http.method !== 'POST') response.writeHead(405).end()
  else if (rpc.id === undefined) response.writeHead(202).end()
  else {
    const result = results[rpc.method ?? '']?.(rpc.params)
    json(response, { jsonrpc: '2.0', id: rpc.id, ...(result ? { result } : { error: unknownMethod }) })
  }
}

const unknownMethod = { code: -32_601, message: 'Method not found' }

export function json(response: ServerResponse, message: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(typeof message === 'string' ? message : JSON.stringify(message))
}

/** Begins a stream of server-sent events. */
export function events(response: ServerResponse, first = ''): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write(first)
}

export function event(message: unknown): string {
  return `data: ${JSON.stringify(message)}\n\n`
}

/** Writes the same piece again and again until the socket is gone; tells how many bytes the socket has taken. */
export function pour(response: ServerResponse, piece: Buffer): { readonly bytes: () => number } {
  const socket = response.socket
  const more = () => {
    while (!response.destroyed) if (!response.write(piece)) return void response.once('drain', more)
  }
  more()
  return { bytes: () => socket?.bytesWritten ?? 0 }
}
