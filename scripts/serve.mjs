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

// npm hands a SIGTERM to the shell it started us with, and that shell dies of it without a word to us.
if (process.env.npm_lifecycle_event === 'serve') {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    server.kill('SIGTERM')
  }, 200)
  watch.unref()
}
