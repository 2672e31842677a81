import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { AddressInfo } from 'node:net' */
/** @import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js' */

const bodyMaxBytes = 1_048_576
/** A client that went away without a word leaves its session behind; the one unused longest makes room. */
const sessionsMax = 256
const parentCheckMs = 2_000

/**
 * Answers MCP over streamable HTTP with sessions at `/mcp`, and `GET /health`, on 127.0.0.1 only.
 * Requests that name another host or come from a web page elsewhere are refused (DNS rebinding).
 */
export class McpHttp {
  /** @type {Map<string, { transport: StreamableHTTPServerTransport, server: McpServer }>} */
  #sessions = new Map()
  #startedAt = Date.now()
  #http = createServer((request, response) => void this.#answer(request, response))

  /**
   * @param {string} name What `/health` says.
   * @param {() => McpServer} create Makes the server of one session.
   * @param {Record<string, (request: IncomingMessage, response: ServerResponse) => unknown>} paths More to answer.
   */
  constructor(name, create, paths = {}) {
    this.name = name
    this.create = create
    this.paths = paths
  }

  /**
   * Opens the port, prints `listening <url>` on stdout and ends on SIGTERM or SIGINT.
   * Rejects where the port is taken.
   * @param {number} port 0 takes any free one.
   * @returns {Promise<string>} the address of the MCP endpoint
   */
  async start(port) {
    await new Promise((resolve, reject) => {
      this.#http.once('error', reject)
      this.#http.listen(port, '127.0.0.1', () => resolve(undefined))
    })
    for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void this.end())
    const url = `http://127.0.0.1:${this.#port}/mcp`
    process.stdout.write(`listening ${url}\n`)
    return url
  }

  get sessions() {
    return this.#sessions.size
  }

  /** Drops every session: the next request of each gets a 404, as after a restart. */
  async forget() {
    const dropped = [...this.#sessions.values()]
    this.#sessions.clear()
    await Promise.all(dropped.map(({ server }) => server.close()))
  }

  async end() {
    this.#http.close()
    await this.forget()
    this.#http.closeAllConnections()
  }

  get #port() {
    return /** @type {AddressInfo} */ (this.#http.address()).port
  }

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   */
  async #answer(request, response) {
    try {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost')
      if (!this.#trusts(request)) refuse(response, 403, 'This server answers this computer only.')
      else if (pathname === '/health') this.#sayHealth(request, response)
      else if (pathname === '/mcp') await this.#passOn(request, response)
      else if (this.paths[pathname]) await this.paths[pathname](request, response)
      else refuse(response, 404, 'The MCP endpoint is /mcp.')
    } catch (error) {
      process.stderr.write(`${this.name}: ${error instanceof Error ? error.stack : error}\n`)
      if (!response.headersSent) refuse(response, 500, 'Something went wrong in this server.')
      else response.destroy()
    }
  }

  /** @param {IncomingMessage} request */
  #trusts({ headers: { host, origin } }) {
    const hosts = [`127.0.0.1:${this.#port}`, `localhost:${this.#port}`]
    if (host === undefined || !hosts.includes(host)) return false
    return origin === undefined || /^https?:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/.test(origin)
  }

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   */
  #sayHealth(request, response) {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD')
      return refuse(response, 405, 'Ask with GET.')
    }
    const uptimeSeconds = Math.round((Date.now() - this.#startedAt) / 1000)
    const { name, sessions } = this
    sendJson(response, 200, { status: 'ok', name, pid: process.pid, uptimeSeconds, sessions })
  }

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   */
  async #passOn(request, response) {
    const id = request.headers['mcp-session-id']
    if (typeof id !== 'string') return this.#open(request, response)
    const session = this.#sessions.get(id)
    if (!session) return refuse(response, 404, 'There is no such session; initialize again.')
    this.#sessions.delete(id)
    this.#sessions.set(id, session)
    await session.transport.handleRequest(request, response)
  }

  /**
   * Lets a request without a session begin one. Only `initialize` does; the transport refuses the rest.
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   */
  async #open(request, response) {
    const server = this.create()
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      maxRequestBodySize: bodyMaxBytes,
      onsessioninitialized: async (id) => {
        await this.#makeRoom()
        this.#sessions.set(id, { transport, server })
      },
      onsessionclosed: (id) => void this.#sessions.delete(id),
    })
    // The SDK's own classes disagree about exactOptionalPropertyTypes.
    await server.connect(/** @type {Parameters<McpServer['connect']>[0]} */ (transport))
    await transport.handleRequest(request, response)
    if (transport.sessionId === undefined) await server.close()
  }

  async #makeRoom() {
    const [oldest] = this.#sessions
    if (!oldest || this.#sessions.size < sessionsMax) return
    this.#sessions.delete(oldest[0])
    await oldest[1].server.close()
  }
}

/**
 * Runs a sample as a program: `--port N` (0 for any free one), `--parent PID` to end with that process.
 * Exits with code 1 and one line on stderr where the port is taken.
 * @param {{ name: string, port: number, create: () => McpServer }} sample
 */
export async function run({ name, port, create }) {
  const { values } = parseArgs({
    args: process.argv.slice(2),
    options: { port: { type: 'string' }, parent: { type: 'string' } },
    strict: false,
  })
  if (typeof values.parent === 'string') endWith(Number(values.parent))
  const wanted = typeof values.port === 'string' ? Number(values.port) : port
  try {
    await new McpHttp(name, create).start(wanted)
  } catch (error) {
    process.stderr.write(
      `${name}: cannot listen on port ${wanted}: ${error instanceof Error ? error.message : error}\n`,
    )
    process.exitCode = 1
  }
}

/**
 * Ends this process soon after another has, so that one that was killed leaves no servers behind.
 * @param {number} pid
 */
export function endWith(pid) {
  setInterval(() => {
    try {
      process.kill(pid, 0)
    } catch {
      process.kill(process.pid, 'SIGTERM')
    }
  }, parentCheckMs).unref()
}

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {string} message
 */
function refuse(response, status, message) {
  sendJson(response, status, { jsonrpc: '2.0', error: { code: -32_000, message }, id: null })
}

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {object} body
 */
function sendJson(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
