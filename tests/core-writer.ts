import { writeSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { createRouterClient } from '@orpc/server'
import { startRollcall } from '../src/main/rollcall'
import { testHost } from './host'

/*
 * Run by kill-nine.test.ts in a process of its own: a whole core with a server that lets go of what it starts, changed
 * without a pause. Says what it found on disk, then each change once it was acknowledged.
 */
const [dataDir = '', round = '0', canary = '', server = ''] = process.argv.slice(2)
const name = `escape-${round}`
// Those of earlier rounds would start anew.
const rollcall = await startRollcall(testHost({ dataDir }), { only: [name] })
const client = createRouterClient(rollcall.router)
// Not through a stream: what is said must be out before a kill can come.
const say = (word: string, value: unknown) => writeSync(1, `${word} ${JSON.stringify(value)}\n`)

const before = await client.registry.list({ match: 'any' })
say('found', {
  names: before.map(({ name }) => name),
  priority: before.find(({ name }) => name === 'counter')?.priority ?? 0,
})
say('leftovers', (await client.processes.list()).leftovers.length)
if (before.length === 0)
  await client.registry.register({ name: 'counter', url: 'http://127.0.0.1:9/', auto_connect: false })
const escaping = { command: process.execPath, args: [server, '--stay'], env: { CANARY: canary } }
await client.registry.register({ name, ...escaping })

let priority = before.find(({ name }) => name === 'counter')?.priority ?? 0
for (let count = 0; ; count += 1) {
  const change = `${round}-${count}`
  await client.registry.register({ name: change, url: `http://127.0.0.1:9/${change}`, auto_connect: false })
  say('name', change)
  priority += 1
  await client.registry.update({ params: { server: 'counter' }, body: { priority } })
  say('priority', priority)
  await client.connections.callTool({ server: name, tool: 'echo', arguments: { text: change } }).then(
    () => say('called', change),
    () => undefined,
  )
  await client.processes.list()
  // What the servers say gets its turn.
  await turn()
}
