import { createServer } from 'node:http'
import { listen } from './listen.mjs'

const at = process.argv.indexOf('--status')
const status = at < 0 ? 200 : Number(process.argv[at + 1])

const http = createServer((_request, response) => {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    ...(status === 401 ? { 'www-authenticate': 'Bearer realm="not-mcp"' } : {}),
  })
  response.end(`<!doctype html><title>${status}</title><h1>A web page, not an MCP server (${status})</h1>`)
})
listen(http, '/mcp')
