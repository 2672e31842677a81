/** `npm run serve`: builds what is out of date and runs the headless shell with the options given. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build, nodeBinary, root } from './setup.mjs'

build()
const server = spawn(nodeBinary(), [join(root, 'out', 'main', 'headless.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
})
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => server.kill(signal))
server.on('exit', (code) => {
  process.exitCode = code ?? 1
})
