import { createServer } from 'node:http'
import { listen } from './listen.mjs'

if (process.argv.includes('--stdio')) process.stdin.resume()
else
  listen(
    createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 }, () => undefined),
    '/mcp',
  )
