import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { legacyServers } from './serve-legacy.mjs'

const line = `${'noise '.repeat(40)}\n`

process.stdout.write(
  '*** noisy server v1.0 is starting ***\nlistening for requests…\n\n{"not": "a message"}\n',
)
process.stderr.write(line.repeat(4_000))
setInterval(() => process.stderr.write(line.repeat(20)), 20).unref()

await legacyServers('noisy')().connect(new StdioServerTransport())
