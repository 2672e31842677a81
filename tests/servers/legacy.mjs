import { createServer } from 'node:http'
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { McpHttp } from '../../resources/examples/serve.mjs'
import { listen, portOption } from './listen.mjs'
import { legacyServers } from './serve-legacy.mjs'

/** @import { Transport } from '@modelcontextprotocol/sdk/shared/transport.js' */

const create = legacyServers('legacy')

/** The transport of 2024-11-05: a stream at `/sse`, which names the address to post to. */
function serveSse() {
  /** @type {Map<string, SSEServerTransport>} */
  const streams = new Map()
  const http = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    if (request.method === 'GET' && pathname === '/sse') {
      const transport = new SSEServerTransport('/messages', response)
      streams.set(transport.sessionId, transport)
      response.once('close', () => streams.delete(transport.sessionId))
      return create().connect(/** @type {Transport} */ (transport))
    }
    const stream = streams.get(searchParams.get('sessionId') ?? '')
    if (request.method === 'POST' && pathname === '/messages' && stream)
      return stream.handlePostMessage(request, response)
    response.writeHead(pathname === '/sse' ? 405 : 404).end()
  })
  listen(http, '/sse')
}

if (process.argv.includes('--stdio')) await create().connect(new StdioServerTransport())
else if (process.argv.includes('--sse')) serveSse()
else await new McpHttp('legacy', create).start(portOption())
