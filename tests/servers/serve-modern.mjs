import { createServer } from 'node:http'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { listen } from './listen.mjs'
import { counterUri } from './shelf.mjs'
import { stockModern } from './shelf-modern.mjs'
import { Toolbox } from './toolbox.mjs'

/** @import { NodeIncomingMessageLike } from '@modelcontextprotocol/node' */
/** @import { Tool } from './toolbox.mjs' */

/**
 * Serves the toolbox in 2026-07-28 over HTTP at `/mcp`, or over stdio with `--stdio`.
 * @param {string} name
 * @param {{ legacy: boolean }} eras `legacy`: speaks 2025-11-25 and older as well.
 */
export function serveModern(name, { legacy }) {
  const toolbox = new Toolbox(name)
  const { shelf } = toolbox
  const create = () => {
    const server = new McpServer({ name, version: '2.0.0' })
    for (const tool of toolbox.tools) register(server, tool)
    if (shelf) stockModern(server, shelf)
    return server
  }
  if (process.argv.includes('--stdio')) {
    serveStdio(
      () => {
        const server = create()
        toolbox.onGrown = (tool) => register(server, tool)
        if (shelf) shelf.onTouched = () => void server.server.sendResourceUpdated({ uri: counterUri })
        return server
      },
      { legacy: legacy ? 'serve' : 'reject' },
    )
    return
  }
  const handler = createMcpHandler(create, { legacy: legacy ? 'stateless' : 'reject' })
  toolbox.onGrown = () => handler.notify.toolsChanged()
  if (shelf) shelf.onTouched = () => handler.notify.resourceUpdated(counterUri)
  const answer = toNodeHandler(handler)
  const http = createServer((request, response) => {
    if (request.url === '/mcp') void answer(/** @type {NodeIncomingMessageLike} */ (request), response)
    else response.writeHead(404).end()
  })
  listen(http, '/mcp')
}

/** @param {McpServer} server @param {Tool} tool */
function register(server, { name, description, input, run }) {
  server.registerTool(name, { description, inputSchema: input }, (args, { mcpReq }) =>
    run(args, async (progress) => {
      const progressToken = mcpReq._meta?.progressToken
      if (progressToken !== undefined)
        await mcpReq.notify({ method: 'notifications/progress', params: { ...progress, progressToken } })
    }),
  )
}
