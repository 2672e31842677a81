/** `npm run bench [-- NAME… --quick]`: runs the measurements in this folder. Numbers to read, never assertions. */
import { build, installPackages, say } from '../scripts/setup.mjs'

const benches = {
  files: () => import('./files.mjs'),
  window: () => import('./window.mjs'),
  connections: () => import('./connections.mjs'),
  health: () => import('./health.mjs'),
  chat: () => import('./chat.mjs'),
}

installPackages()
build()
const quick = process.argv.includes('--quick')
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
for (const [name, load] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  say(`\n── ${name}`)
  const { measure } = await load()
  await measure({ quick })
}
