import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

/** What a script is asked, the same for every wire. */
export interface Asked {
  /** The last thing a person said. */
  readonly question: string
  /** Of the tools called since; parts that are no text as JSON. */
  readonly results: readonly { name: string; text: string; isError: boolean }[]
  readonly tools: readonly { name: string; description: string; schema: Json }[]
  /** Requests so far, this one included. */
  readonly count: number
  readonly body: Json
  readonly headers: IncomingHttpHeaders
}

/** How it answers: a stream, unless `status` says otherwise. */
export interface Reply {
  readonly reasoning?: string
  /** A text is cut into pieces; pieces that are given are sent as they are, each asked for right before it goes. */
  readonly text?: string | Iterable<string>
  /** Arguments that are a text are sent as they are, be they JSON or not; a function is asked for that text when its turn comes. */
  readonly calls?: readonly { name: string; arguments: unknown }[]
  readonly usage?: { input: number; output: number; cached?: number }
  readonly finish?: string
  /** Characters of each piece; 4. */
  readonly piece?: number
  /** Between pieces. */
  readonly everyMs?: number
  /** After so many events the socket is closed, in the midst of the body. */
  readonly cut?: number
  /** After so many events the body ends as if that were all. */
  readonly quiet?: number
  /** No end comes. */
  readonly hang?: boolean
  readonly status?: number
  readonly message?: string
  readonly headers?: Record<string, string>
}

export type Script = (asked: Asked) => Reply | Promise<Reply>

/** Any JSON, as it came. */
// biome-ignore lint/suspicious/noExplicitAny: what is looked into is another's wire format.
export type Json = any

export interface Wire {
  readonly paths: { ask: string; models: string }
  models(names: readonly string[]): unknown
  asked(body: Json): Pick<Asked, 'question' | 'results' | 'tools'>
  events(reply: Reply & { piece: number }, id: number): Iterable<string>
  failure(status: number, message: string): unknown
}

/** A model server on loopback whose answers a script decides; what it was asked is kept. */
export class ScriptedModel implements AsyncDisposable {
  readonly asked: Asked[] = []
  /** Requests whose caller left before the end. */
  left = 0
  /** May be changed at any time. */
  script: Script
  readonly #server = createServer((request, response) => this.#take(request, response))
  readonly #wire: Wire
  readonly #names: readonly string[]

  /** `names`: of its models. */
  constructor(wire: Wire, script: Script, names: readonly string[]) {
    this.#wire = wire
    this.script = script
    this.#names = names
  }

  /** On any free port unless one is given. */
  async start(port = 0): Promise<this> {
    this.#server.listen(port, '127.0.0.1')
    await once(this.#server, 'listening')
    return this
  }

  /** The base URL, `/v1` included. */
  get url(): string {
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    if (request.method === 'GET' && path === this.#wire.paths.models)
      return json(response, 200, this.#wire.models(this.#names))
    if (request.method !== 'POST' || path !== this.#wire.paths.ask)
      return json(response, 404, this.#wire.failure(404, `There is no ${path}.`))
    const body = JSON.parse(await textOf(request))
    const asked = { ...this.#wire.asked(body), count: this.asked.length + 1, body, headers: request.headers }
    this.asked.push(asked)
    response.on('close', () => {
      if (!response.writableFinished) this.left += 1
    })
    await this.#answer(await this.script(asked), response)
  }

  async #answer(given: Reply, response: ServerResponse): Promise<void> {
    const reply = { piece: 4, ...given }
    if (reply.status !== undefined)
      return json(
        response,
        reply.status,
        this.#wire.failure(reply.status, reply.message ?? 'As asked.'),
        reply.headers,
      )
    response.writeHead(200, { 'content-type': 'text/event-stream', ...reply.headers })
    let pieces = 0
    for (const event of this.#wire.events(reply, this.asked.length)) {
      // Not `destroy`: what was sent arrives.
      if (pieces === reply.cut) return void response.socket?.end()
      if (pieces === reply.quiet) return void response.end()
      response.write(event)
      pieces += 1
      if (reply.everyMs) await delay(reply.everyMs)
      if (response.destroyed) return
    }
    if (!reply.hang) response.end()
  }
}

/** A text in pieces; at least one. */
export function* pieces(text: string | Iterable<string>, size: number): Generator<string> {
  if (typeof text !== 'string') return yield* text
  for (let at = 0; at < Math.max(1, text.length); at += size) yield text.slice(at, at + size)
}

/** What is sent as the arguments of a call. */
export function argumentsText(args: unknown): string {
  const given = typeof args === 'function' ? args() : args
  return typeof given === 'string' ? given : JSON.stringify(given)
}

export function sse(event: string | undefined, data: unknown): string {
  const body = typeof data === 'string' ? data : JSON.stringify(data)
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${body}\n\n`
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

/** The text of a message; other parts as JSON. */
export function textIn(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part) => (part.type === 'text' ? part.text : JSON.stringify(part))).join('\n')
}
