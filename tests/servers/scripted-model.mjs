import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * What a script is asked, the same for every wire.
 * @typedef {{
 *   question: string
 *   results: { name: string, text: string, isError: boolean }[]
 *   tools: { name: string, description: string, schema: any }[]
 *   count: number
 *   body: any
 *   headers: import('node:http').IncomingHttpHeaders
 * }} Asked `question`: the last thing a person said; `results`: of the tools called since, `text` with every part that
 * is none as JSON; `count`: requests so far, this one included.
 *
 * How it answers. Without `status` a stream, in pieces of `piece` characters (4) with `everyMs` between them. `cut`: after so
 * many pieces the socket is destroyed; `quiet` ends the body there instead, as a proxy does. `hang`: nothing more comes.
 * @typedef {{
 *   reasoning?: string
 *   text?: string
 *   calls?: { name: string, arguments: unknown }[]
 *   usage?: { input: number, output: number, cached?: number }
 *   finish?: string
 *   piece?: number
 *   everyMs?: number
 *   cut?: number
 *   quiet?: number
 *   hang?: boolean
 *   status?: number
 *   message?: string
 *   headers?: Record<string, string>
 * }} Reply
 * @typedef {(asked: Asked) => Reply | Promise<Reply>} Script
 *
 * @typedef {{
 *   paths: { ask: string, models: string }
 *   models: (names: string[]) => unknown
 *   asked: (body: any) => Pick<Asked, 'question' | 'results' | 'tools'>
 *   events: (reply: Required<Pick<Reply, 'piece'>> & Reply, id: number) => Iterable<string>
 *   failure: (status: number, message: string) => unknown
 * }} Wire
 */

/** A model server on loopback whose answers a script decides; what it was asked is kept. */
export class ScriptedModel {
  /** @type {Asked[]} */
  asked = []
  /** Requests whose caller left before the end. */
  left = 0
  #server = createServer((request, response) => this.#take(request, response))
  #wire
  #names

  /** @param {Wire} wire @param {Script} script @param {string[]} names Of its models. */
  constructor(wire, script, names) {
    this.#wire = wire
    /** May be changed at any time. */
    this.script = script
    this.#names = names
  }

  /** @param {number} [port] Any free one without it. */
  async start(port = 0) {
    this.#server.listen(port, '127.0.0.1')
    await once(this.#server, 'listening')
    return this
  }

  /** The base URL, `/v1` included. */
  get url() {
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`
  }

  async [Symbol.asyncDispose]() {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async #take(request, response) {
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

  /** @param {Reply} given @param {import('node:http').ServerResponse} response */
  async #answer(given, response) {
    const reply = { piece: 4, ...given }
    if (reply.status !== undefined)
      return json(response, reply.status, this.#wire.failure(reply.status, reply.message ?? 'As asked.'), reply.headers)
    response.writeHead(200, { 'content-type': 'text/event-stream', ...reply.headers })
    let pieces = 0
    for (const event of this.#wire.events(reply, this.asked.length)) {
      if (pieces === reply.cut) return void response.destroy()
      if (pieces === reply.quiet) return void response.end()
      response.write(event)
      pieces += 1
      if (reply.everyMs) await delay(reply.everyMs)
      if (response.destroyed) return
    }
    if (!reply.hang) response.end()
  }
}

/** A text in pieces; at least one. @param {string} text @param {number} size */
export function* pieces(text, size) {
  for (let at = 0; at < Math.max(1, text.length); at += size) yield text.slice(at, at + size)
}

/** @param {string | undefined} event @param {unknown} data */
export function sse(event, data) {
  const body = typeof data === 'string' ? data : JSON.stringify(data)
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${body}\n\n`
}

/** @param {AsyncIterable<Buffer>} stream */
async function textOf(stream) {
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {unknown} body @param {Record<string, string>} [headers] */
function json(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}
