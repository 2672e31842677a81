import { spawn } from 'node:child_process'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { legacyServers } from './serve-legacy.mjs'

const stubborn = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1_000_000)"
const grandchild = spawn(process.execPath, ['-e', stubborn], { stdio: 'ignore' })

process.on('SIGTERM', () => undefined)
setInterval(() => undefined, 1_000_000)
process.stderr.write(`pids ${JSON.stringify({ pid: process.pid, grandchild: grandchild.pid })}\n`)

await legacyServers('grandchild')().connect(new StdioServerTransport())
