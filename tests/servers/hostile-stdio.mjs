/**
 * A legacy server over stdio, written by hand. `--before TEXT` is written to stdout first; tools: `echo {text}`, `write {text}`
 * (as it is, before the answer), `bytes {hex}`, `slowly {text}` (the answer in a thousand writes), `flood {text}`
 * (begins so and never ends; each megabyte that was taken is told on stderr).
 */
import { createInterface } from 'node:readline'

const at = process.argv.indexOf('--before')
if (at > 0) process.stdout.write(JSON.parse(`"${process.argv[at + 1]}"`))

const tools = ['echo', 'write', 'bytes', 'slowly', 'flood'].map((name) => ({
  name,
  inputSchema: { type: 'object' },
}))

for await (const line of createInterface(process.stdin)) {
  const { id, method, params } = JSON.parse(line)
  if (id === undefined) continue
  const answer = await answerTo(method, params)
  const text = `${JSON.stringify({ jsonrpc: '2.0', id, ...answer })}\n`
  if (params?.name !== 'slowly') process.stdout.write(text)
  else for (const byte of Buffer.from(text)) await written(Buffer.of(byte))
}

/** @param {string} method @param {any} params */
async function answerTo(method, params) {
  if (method === 'initialize')
    return {
      result: {
        protocolVersion: '2025-11-25',
        capabilities: { tools: {} },
        serverInfo: { name: 'hostile', version: '1' },
      },
    }
  if (method === 'tools/list') return { result: { tools } }
  if (method === 'tools/call') return { result: await call(params) }
  return method === 'ping' ? { result: {} } : { error: { code: -32601, message: 'Method not found' } }
}

/** @param {any} params */
async function call({ name, arguments: { text = '', hex = '' } = {} }) {
  if (name === 'write') await written(text)
  if (name === 'bytes') await written(Buffer.from(hex, 'hex'))
  if (name === 'flood') await flood(text)
  return { content: [{ type: 'text', text }] }
}

/** @param {string} first */
async function flood(first) {
  process.on('SIGTERM', () => {})
  await written(first)
  for (;;) {
    for (let pieces = 0; pieces < 16; pieces += 1) await written(Buffer.alloc(65_536, 'a'))
    process.stderr.write('one more megabyte was taken\n')
  }
}

/** @param {string | Buffer} piece */
function written(piece) {
  return new Promise((resolve) => process.stdout.write(piece, resolve))
}
