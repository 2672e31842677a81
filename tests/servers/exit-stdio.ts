/**
 * Complains and ends: with code 3, with `--code N`, by `--signal NAME`, or with `--greeted` only once a client has
 * introduced itself to this server of the legacy era.
 */
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    code: { type: 'string', default: '3' },
    signal: { type: 'string' },
    greeted: { type: 'boolean', default: false },
  },
})

const greeting = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  serverInfo: { name: 'exit-stdio', version: '1' },
}

if (values.greeted) await greeted()
process.stderr.write('exit-stdio: API_KEY is not set; see the documentation.\n', () => {
  if (values.signal) process.kill(process.pid, values.signal)
  else process.exit(Number(values.code))
})

async function greeted(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method } = JSON.parse(line)
    if (method === 'notifications/initialized') return
    const outcome =
      method === 'initialize'
        ? { result: greeting }
        : { error: { code: -32_601, message: 'Method not found' } }
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...outcome })}\n`)
  }
}
