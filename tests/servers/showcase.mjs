import { setTimeout as delay } from 'node:timers/promises'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { McpHttp } from '../../resources/examples/serve.mjs'
import { portOption } from './listen.mjs'
import { answers } from './showcase-answers.mjs'
import { schemas } from './showcase-schemas.mjs'

/** A tool for every kind of form and of answer. Its schemas are what they are: no library has been over them. */

const at = process.argv.indexOf('--tools')
const many = Array.from({ length: at < 0 ? 0 : Number(process.argv[at + 1]) }, (_, index) => ({
  name: `tool_${index + 1}`,
  description: `Number ${index + 1} of many.`,
  inputSchema: { type: 'object' },
}))

const tools = [
  ...Object.entries(schemas).map(([name, inputSchema]) => ({
    name: `form_${name}`,
    description: 'Says back what it was given.',
    inputSchema,
  })),
  ...Object.keys(answers).map((name) => ({
    name: `give_${name}`,
    description: `Answers with: ${name}.`,
    inputSchema: { type: 'object' },
  })),
  {
    name: 'annotated',
    title: 'A tool with a title',
    description: 'Finds the needle in the haystack.\nSecond line.',
    inputSchema: { type: 'object' },
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  },
  { name: 'reads', annotations: { readOnlyHint: true }, inputSchema: { type: 'object' } },
  {
    name: 'count',
    description: 'Counts, and says how far it is.',
    inputSchema: {
      type: 'object',
      properties: {
        to: { type: 'integer', default: 20 },
        everyMs: { type: 'integer', default: 100 },
        knowsTotal: { type: 'boolean', default: true },
      },
    },
  },
  ...many,
]

function create() {
  const { server } = new McpServer({ name: 'showcase', version: '1.0.0' }, { capabilities: { tools: {} } })
  server.setRequestHandler(ListToolsRequestSchema, () => /** @type {any} */ ({ tools }))
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification }) => {
    const { name, arguments: given = {}, _meta } = params
    if (name.startsWith('give_')) return /** @type {any} */ (answers[name.slice('give_'.length)]?.() ?? {})
    if (name !== 'count') return { content: [{ type: 'text', text: JSON.stringify(given) }] }
    const { to = 20, everyMs = 100, knowsTotal = true } = /** @type {any} */ (given)
    for (let progress = 1; progress <= to && !signal.aborted; progress += 1) {
      const progressToken = _meta?.progressToken
      const params = {
        progressToken,
        progress,
        message: `Counted ${progress}`,
        ...(knowsTotal && { total: to }),
      }
      if (progressToken !== undefined)
        await sendNotification(/** @type {any} */ ({ method: 'notifications/progress', params }))
      await delay(everyMs)
    }
    return { content: [{ type: 'text', text: `Counted to ${to}.` }] }
  })
  // The transport's session asks for the high-level class; the handlers above are the low-level ones.
  return /** @type {any} */ ({
    connect: (/** @type {any} */ transport) => server.connect(transport),
    close: () => server.close(),
  })
}

await new McpHttp('showcase', create).start(portOption())
