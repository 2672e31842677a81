import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { z } from 'zod'

const server = new McpServer({ name: 'chatty', version: '1.0.0' }, { capabilities: { logging: {} } })
const levels = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const

server.registerTool(
  'say',
  {
    description: 'Sends messages for the log',
    inputSchema: { level: z.enum(levels), data: z.string(), times: z.int().min(1).max(10_000).default(1) },
  },
  async ({ level, data, times }) => {
    for (let n = 0; n < times; n++) await server.server.sendLoggingMessage({ level, logger: 'chatty', data })
    return { content: [{ type: 'text', text: 'Said.' }] }
  },
)

server.registerTool(
  'write',
  {
    description: 'Writes to stderr, or to stdout, where only messages belong',
    inputSchema: { text: z.string(), to: z.enum(['stderr', 'stdout']).default('stderr') },
  },
  async ({ text, to }) => {
    process[to].write(`${text}\n`)
    return { content: [{ type: 'text', text: 'Written.' }] }
  },
)

const flood = `${'flood '.repeat(16)}\n`.repeat(1_000)
server.registerTool('flood', { description: 'Never stops writing to stderr' }, async () => {
  const pour = () => process.stderr.write(flood, () => setImmediate(pour))
  pour()
  return { content: [{ type: 'text', text: 'Pouring.' }] }
})

process.stderr.write('\u001b[32mINFO\u001b[0m chatty is ready\n')
process.stderr.write(`using ${process.env.CHATTY_TOKEN ?? 'no token'}\n`)
await server.connect(new StdioServerTransport())
