import { execFileSync, spawn } from 'node:child_process'
import { serveModern } from './serve-modern.mjs'

const stubborn = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1_000_000)"

/** A child that leads a session of its own. */
const own = spawn(process.execPath, ['-e', stubborn], { stdio: 'ignore', detached: true })
own.unref()

/** A daemon, as they make themselves: of a session of its own, and its parent is gone. */
const daemon = `const { spawn } = require('node:child_process')
  const one = spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { stdio: 'ignore', detached: true })
  process.stdout.write(String(one.pid)); one.unref(); process.exit()`
const orphan = Number(execFileSync(process.execPath, ['-e', daemon], { encoding: 'utf8' }))

if (process.argv.includes('--stay')) {
  process.on('SIGTERM', () => undefined)
  setInterval(() => undefined, 1_000_000)
}
process.stderr.write(`pids ${JSON.stringify({ pid: process.pid, own: own.pid, orphan })}\n`)
process.argv.push('--stdio')
serveModern('escape', { legacy: false })
