import { event, events, json, RawServer, type Received } from './raw'

const described = (outputSchema: unknown) => ({ inputSchema: { type: 'object' }, outputSchema })
const degrees = { type: 'object', properties: { degrees: { type: 'number' } }, required: ['degrees'] }

/** Tools and what each answers beside its text: some keep what their output schema promises, some cannot. */
const tools: readonly { readonly name: string; readonly structured?: object }[] = [
  { name: 'kept', ...described(degrees), structured: { degrees: 21 } },
  { name: 'broken', ...described(degrees), structured: { degrees: 'warm' } },
  { name: 'missing', ...described(degrees) },
  {
    name: 'endless',
    ...described({ type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } }),
    structured: { a: `${'a'.repeat(40)}!` },
  },
  {
    name: 'elsewhere',
    ...described({ type: 'object', properties: { a: { $ref: 'http://127.0.0.1:9/x' } } }),
    structured: {},
  },
  {
    name: 'nonsense',
    ...described({ type: 'object', required: 'x', properties: { a: { type: ['string', 5] } } }),
    structured: {},
  },
]

/** A server whose tools promise structure; it also says one thing twice with each answer. */
export function startPromising(): Promise<RawServer> {
  return RawServer.start(({ rpc }: Received, response) => {
    const answered = (result: unknown) => ({ jsonrpc: '2.0', id: rpc.id, result })
    if (rpc.method === 'tools/list')
      json(response, answered({ tools: tools.map(({ structured: _, ...tool }) => tool) }))
    else if (rpc.method === 'tools/call') {
      const { name } = rpc.params as { readonly name: string }
      const structured = tools.find((tool) => tool.name === name)?.structured
      const content = [{ type: 'text', text: `This is ${name}.` }]
      const answer = event(answered({ content, ...(structured && { structuredContent: structured }) }))
      events(response, answer)
      response.end(answer)
    } else return false
    return true
  })
}
