/**
 * Calls in one process: through the bare SDK, and through the whole core as its rooms and doors use it (contract and
 * all), in turns. Built by `connections.mjs`, which gives a server's address; prints what each call took, in ms.
 */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { createRouterClient } from '@orpc/server'
import { startRollcall } from '../src/main/rollcall'
import { testHost } from '../tests/host'
import { inTurns } from './turns.mjs'

const [url = ''] = process.argv.slice(2)
const args = { text: 'hello' }

const floor = new Client({ name: 'floor', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
await floor.connect(new StreamableHTTPClientTransport(new URL(url)))
await floor.listTools()

const host = testHost()
const rollcall = await startRollcall(host)
const client = createRouterClient(rollcall.router)
await client.registry.register({ name: 'bench', url })
while ((await client.registry.get({ server: 'bench' })).connection.state !== 'connected')
  await new Promise((resolve) => setTimeout(resolve, 20))

const took = await inTurns({
  floor: () => floor.callTool({ name: 'echo', arguments: args }),
  rollcall: () => client.connections.callTool({ server: 'bench', tool: 'echo', arguments: args }),
})
process.stdout.write(`${JSON.stringify(took)}\n`)
await floor.close()
await rollcall.end()
await host[Symbol.asyncDispose]()
