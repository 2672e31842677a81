import { writeSync } from 'node:fs'
import { testHost } from './host'
import { openRegistry } from './registry'

/*
 * Run by kill-nine.test.ts in a process of its own: registers servers one after the other in the data directory given
 * and says each name once it was acknowledged.
 */
const [dataDir = '', prefix = '', count = '0'] = process.argv.slice(2)
const { registry } = await openRegistry(testHost({ dataDir }))
for (let i = 0; i < Number(count); i++) {
  const name = `${prefix}-${i}`
  await registry.register({
    name,
    url: `http://localhost:${10_000 + i}/mcp`,
    ...(i % 5 === 0 && { headers: { Authorization: `Bearer ${name}` } }),
  })
  // Not through a stream: what is said must be out before a kill can come.
  writeSync(1, `${name}\n`)
}
