/** `npm run bench [-- NAME… --quick --data DIR]`: runs the measurements in this folder. Numbers to read, never assertions. */
import { parseArgs } from 'node:util'
import { build, installPackages, say } from '../scripts/setup.mjs'

const benches = {
  files: () => import('./files.mjs'),
  discovery: () => import('./discovery.mjs'),
  window: () => import('./window.mjs'),
  connections: () => import('./connections.mjs'),
  health: () => import('./health.mjs'),
  routing: () => import('./routing.mjs'),
  chat: () => import('./chat.mjs'),
}

installPackages()
build()
const { values, positionals: wanted } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, data: { type: 'string' } },
  allowPositionals: true,
})
for (const [name, load] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  say(`\n── ${name}`)
  const { measure } = await load()
  await measure(values)
}
