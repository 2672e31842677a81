/**
 * Many real MCP servers in one process, each on a port of its own: every second one of 2025-11-25 with sessions, the
 * others of 2026-07-28. `node fleet.mjs --count N [--flap-ms N]` prints `at URL` for each and then `listening URL`.
 * With `--flap-ms` each answers for so long and is gone for as long, as if it had crashed, each at a time of its own.
 */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { legacyServers } from '../tests/servers/serve-legacy.mjs'
import { Toolbox } from '../tests/servers/toolbox.mjs'

/** @import { AddressInfo } from 'node:net' */
/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Transport } from '@modelcontextprotocol/sdk/shared/transport.js' */
/** @import { NodeIncomingMessageLike } from '@modelcontextprotocol/node' */
/** @typedef {{ answer: (request: IncomingMessage, response: ServerResponse) => unknown, forget: () => void }} Site */

const { values } = parseArgs({
  options: { count: { type: 'string' }, 'flap-ms': { type: 'string' }, port: { type: 'string' } },
})
const count = Number(values.count ?? 1)
const flapMs = Number(values['flap-ms'] ?? 0)
const flapLookMs = 250
const toolbox = new Toolbox('modern')
const createLegacy = legacyServers('legacy')
const answerModern = toNodeHandler(createMcpHandler(createModern, { legacy: 'reject' }))

function createModern() {
  const server = new McpServer({ name: 'modern', version: '2.0.0' })
  for (const { name, description, input, run } of toolbox.tools)
    server.registerTool(name, { description, inputSchema: input }, (args) => run(args, async () => {}))
  return server
}

/** @returns {Site} */
function modernSite() {
  return {
    answer: (request, response) => answerModern(/** @type {NodeIncomingMessageLike} */ (request), response),
    forget: () => {},
  }
}

/** @returns {Site} */
function legacySite() {
  /** @type {Map<string, StreamableHTTPServerTransport>} */
  const sessions = new Map()
  return {
    answer: async (request, response) => {
      const id = request.headers['mcp-session-id']
      if (typeof id !== 'string') return await open(sessions, request, response)
      const session = sessions.get(id)
      if (session) await session.handleRequest(request, response)
      else response.writeHead(404).end()
    },
    forget: () => sessions.clear(),
  }
}

/** @param {Map<string, StreamableHTTPServerTransport>} sessions @param {IncomingMessage} request @param {ServerResponse} response */
async function open(sessions, request, response) {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => void sessions.set(id, transport),
    onsessionclosed: (id) => void sessions.delete(id),
  })
  // The SDK's own classes disagree about exactOptionalPropertyTypes.
  await createLegacy().connect(/** @type {Transport} */ (transport))
  await transport.handleRequest(request, response)
}

/** @param {number} index */
async function serve(index) {
  const site = index % 2 === 1 ? legacySite() : modernSite()
  const away = () => flapMs > 0 && Math.floor((Date.now() + index * 7_919) / flapMs) % 2 === 1
  const http = createServer((request, response) => {
    if (away()) request.destroy()
    else void site.answer(request, response)
  })
  let wasAway = away()
  if (flapMs > 0)
    setInterval(() => {
      if (away() && !wasAway) {
        site.forget()
        http.closeAllConnections()
      }
      wasAway = away()
    }, flapLookMs)
  await new Promise((resolve) => http.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {AddressInfo} */ (http.address())
  return `http://127.0.0.1:${port}/mcp`
}

const urls = await Promise.all(Array.from({ length: count }, (_, index) => serve(index)))
process.once('SIGTERM', () => process.exit(0))
process.stdout.write(`${urls.map((url) => `at ${url}\n`).join('')}listening ${urls[0]}\n`)
