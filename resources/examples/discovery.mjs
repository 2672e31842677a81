import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { endWith } from './serve.mjs'

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { AddressInfo } from 'node:net' */
/** @typedef {Record<string, unknown> & { name: string, url: string }} Entry */

const bodyMaxBytes = 65_536
const serversMax = 1_000

/**
 * A discovery server: `GET /api/discover` names servers, `POST` there adds one or replaces that of its name,
 * `DELETE /api/discover/NAME` takes one away. On 127.0.0.1 only; a list that has not changed is not sent again.
 */
class DiscoveryHttp {
  /** @type {Map<string, Entry>} */
  #servers = new Map()
  #http = createServer((request, response) => void this.#answer(request, response))

  /** @param {readonly Entry[]} servers Those it names from the start. */
  constructor(servers) {
    for (const server of servers) this.#servers.set(server.name, server)
  }

  /** @param {number} port 0 takes any free one. @returns {Promise<string>} where it answers */
  async start(port) {
    await new Promise((resolve, reject) => {
      this.#http.once('error', reject)
      this.#http.listen(port, '127.0.0.1', () => resolve(undefined))
    })
    for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => this.#end())
    const url = `http://127.0.0.1:${this.#port}/api/discover`
    process.stdout.write(`listening ${url}\n`)
    return url
  }

  #end() {
    this.#http.close()
    this.#http.closeAllConnections()
  }

  get #port() {
    return /** @type {AddressInfo} */ (this.#http.address()).port
  }

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  async #answer(request, response) {
    try {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost')
      const name = /^\/api\/discover\/([^/]+)$/u.exec(pathname)?.[1]
      if (!this.#trusts(request)) send(response, 403, { error: 'This server answers this computer only.' })
      else if (pathname === '/health')
        send(response, 200, {
          status: 'ok',
          name: 'discovery',
          pid: process.pid,
          servers: this.#servers.size,
        })
      else if (pathname === '/api/discover' && request.method === 'POST') await this.#add(request, response)
      else if (pathname === '/api/discover') this.#list(request, response)
      else if (name !== undefined) this.#remove(request, response, decodeURIComponent(name))
      else send(response, 404, { error: 'The list is at /api/discover.' })
    } catch (error) {
      if (response.headersSent) response.destroy()
      else send(response, 400, { error: error instanceof Error ? error.message : 'This cannot be read.' })
    }
  }

  /** A page elsewhere, or a name that leads here by a trick (DNS rebinding), changes nothing. @param {IncomingMessage} request */
  #trusts({ headers: { host, origin } }) {
    return [`127.0.0.1:${this.#port}`, `localhost:${this.#port}`].includes(host ?? '') && origin === undefined
  }

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  #list({ method, headers }, response) {
    if (method !== 'GET' && method !== 'HEAD') return refuseMethod(response, 'GET, HEAD, POST')
    const text = JSON.stringify({ servers: [...this.#servers.values()] })
    const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
    const isKnown = headers['if-none-match'] === tag
    response.writeHead(isKnown ? 304 : 200, {
      'content-type': 'application/json',
      'cache-control': 'no-cache',
      etag: tag,
    })
    response.end(isKnown || method === 'HEAD' ? undefined : text)
  }

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  async #add(request, response) {
    const server = entryIn(await textOf(request))
    if (!this.#servers.has(server.name) && this.#servers.size >= serversMax)
      return send(response, 409, { error: `No more than ${serversMax} servers fit here.` })
    const isNew = !this.#servers.has(server.name)
    this.#servers.set(server.name, server)
    send(response, isNew ? 201 : 200, server)
  }

  /** @param {IncomingMessage} request @param {ServerResponse} response @param {string} name */
  #remove({ method }, response, name) {
    if (method !== 'DELETE') return refuseMethod(response, 'DELETE')
    if (!this.#servers.delete(name)) return send(response, 404, { error: `There is no server ${name} here.` })
    response.writeHead(204).end()
  }
}

/** What it takes: a name and an address; everything else is passed on as it came. @param {string} text @returns {Entry} */
function entryIn(text) {
  const entry = JSON.parse(text)
  if (typeof entry?.name !== 'string' || entry.name === '') throw new Error('A server needs a name.')
  if (typeof entry.url !== 'string' || !/^https?:\/\//u.test(entry.url) || !URL.canParse(entry.url))
    throw new Error('A server needs an http or https address as its url.')
  return entry
}

/** @param {IncomingMessage} request */
async function textOf(request) {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk
    if (text.length > bodyMaxBytes) throw new Error('This is too large.')
  }
  return text
}

/** @param {ServerResponse} response @param {string} allow */
function refuseMethod(response, allow) {
  response.setHeader('allow', allow)
  send(response, 405, { error: `Ask with ${allow}.` })
}

/** @param {ServerResponse} response @param {number} status @param {object} body */
function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8080' },
    parent: { type: 'string' },
    /** A file in the original format whose servers it names from the start. */
    file: { type: 'string' },
  },
  strict: false,
})
if (typeof values.parent === 'string') endWith(Number(values.parent))
try {
  const named = typeof values.file === 'string' ? JSON.parse(readFileSync(values.file, 'utf8')).servers : []
  await new DiscoveryHttp(named).start(Number(values.port))
} catch (error) {
  process.stderr.write(`discovery: ${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}
