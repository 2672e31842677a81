import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { McpHttp } from '../../resources/examples/serve.mjs'
import { portOption } from './listen.mjs'

/** A server of the legacy era whose tools want to know something of a person, in a form or at an address. */
await new McpHttp('curious', () => {
  const curious = new McpServer({ name: 'curious', version: '1.0.0' })
  const { server } = curious
  curious.registerTool('book', { description: 'Books a table, once it knows for how many' }, async () => {
    const answer = await server.elicitInput(
      {
        message: 'For how many, and by what name?',
        requestedSchema: {
          type: 'object',
          properties: {
            guests: { type: 'integer', title: 'Guests', minimum: 1, default: 2 },
            name: { type: 'string', title: 'Name' },
          },
          required: ['name'],
        },
      },
      { timeout: 600_000 },
    )
    return { content: [{ type: 'text', text: JSON.stringify(answer) }] }
  })
  curious.registerTool('pay', { description: 'Pays, once a person has been to its page' }, async () => {
    const url = 'https://pay.example/orders/1'
    const answer = await server.elicitInput(
      { mode: 'url', message: 'Pay here, please', url, elicitationId: 'order-1' },
      { timeout: 600_000 },
    )
    return { content: [{ type: 'text', text: JSON.stringify(answer) }] }
  })
  curious.registerTool('muse', { description: 'Has the person\u2019s model asked' }, async () => {
    const answer = await server
      .createMessage(
        {
          systemPrompt: 'You are a poet.',
          messages: [{ role: 'user', content: { type: 'text', text: 'A line about rain, please' } }],
          maxTokens: 50,
        },
        { timeout: 600_000 },
      )
      .catch((error) => ({ refused: error.message }))
    return { content: [{ type: 'text', text: JSON.stringify(answer) }] }
  })
  curious.registerTool('roots', { description: 'Tells which folders it was told of' }, async () => {
    const answer = await server.listRoots().catch((error) => ({ refused: error.message }))
    return { content: [{ type: 'text', text: JSON.stringify(answer) }] }
  })
  return curious
}).start(portOption())
