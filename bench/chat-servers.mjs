/**
 * What a measured chat talks to, in a process of its own: a model server, printed as `model URL`, and an MCP server with
 * one tool, `listening URL`. The model calls the tool with the moment it says so, and then says, one piece after the
 * other, how long that call took until the tool heard of it and the moment of each piece.
 * `node chat-servers.mjs --pieces N --every-ms N`
 */
import { createServer } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { scriptedOpenai } from '../tests/servers/scripted-openai.ts'
import { epochMs } from './moments.mjs'

/** @import { AddressInfo } from 'node:net' */
/** @import { NodeIncomingMessageLike } from '@modelcontextprotocol/node' */
/** @import { Asked, Reply } from '../tests/servers/scripted-model.ts' */

const { values } = parseArgs({
  options: { pieces: { type: 'string' }, 'every-ms': { type: 'string' }, port: { type: 'string' } },
})
const count = Number(values.pieces ?? 40)
const everyMs = Number(values['every-ms'] ?? 10)

/** @param {Asked} asked @returns {Promise<Reply>} */
async function answer({ results, tools }) {
  if (results.length > 0) {
    const took = /took ([\d.]+) ms/u.exec(results[0]?.text ?? '')?.[1] ?? 'NaN'
    return { text: pieces(took), everyMs, usage: { input: 200, output: count } }
  }
  const name = tools.find((tool) => tool.name.includes('since'))?.name ?? 'since'
  // A model takes its time; what was left of the question is done by then.
  await delay(everyMs)
  const calls = [{ name, arguments: () => ({ at: epochMs() }) }]
  return { calls, piece: 1_000, usage: { input: 100, output: 10 } }
}

/** @param {string} took */
function* pieces(took) {
  yield `call:${took} `
  for (let piece = 0; piece < count; piece += 1) yield `at:${epochMs().toFixed(3)} `
}

function createTool() {
  const server = new McpServer({ name: 'since', version: '1.0.0' })
  const description = 'How long ago a moment is'
  server.registerTool('since', { description, inputSchema: z.object({ at: z.number() }) }, ({ at }) => ({
    content: [{ type: 'text', text: `It took ${(epochMs() - at).toFixed(3)} ms.` }],
  }))
  return server
}

const model = await scriptedOpenai(answer).start()
const serve = toNodeHandler(createMcpHandler(createTool, { legacy: 'reject' }))
const http = createServer((request, response) => {
  void serve(/** @type {NodeIncomingMessageLike} */ (request), response)
})
await new Promise((resolve) => http.listen(0, '127.0.0.1', () => resolve(undefined)))
const { port } = /** @type {AddressInfo} */ (http.address())
process.once('SIGTERM', () => process.exit(0))
process.stdout.write(`model ${model.url}\nlistening http://127.0.0.1:${port}/mcp\n`)
