/**
 * A watched file of N servers, all answered by one real MCP server on loopback: from start to all registered, to all
 * connected with their tools, and from the rename that adds one line to the new server standing in the list.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../scripts/setup.mjs'
import { startServer } from '../tests/servers/start.ts'

export async function measure() {
  const server = await startServer('legacy.mjs', [])
  console.log('servers  registered ms  connected ms  one more: median ms  worst ms  RSS MB')
  try {
    for (const count of [10, 50, 200]) console.log(row(await measureOne(count, server.url)))
  } finally {
    await server.stop()
  }
}

/** @param {number} count @param {string} url */
async function measureOne(count, url) {
  const dir = mkdtempSync(join(tmpdir(), 'rollcall-bench-'))
  const file = join(dir, 'discovered_servers.json')
  const names = Array.from({ length: count }, (_, index) => `bench-${index}`)
  write(file, names, url)
  const started = performance.now()
  const rollcall = await start(dir, file)
  try {
    await until(rollcall, (servers) => servers.length >= count)
    const registeredMs = performance.now() - started
    await until(rollcall, (servers) =>
      servers.every((one) => one.connection.state === 'connected' && one.tools > 0),
    )
    const connectedMs = performance.now() - started
    const added = []
    for (let round = 0; round < 9; round += 1) {
      names.push(`late-${round}`)
      const renamed = performance.now()
      write(file, names, url)
      await until(rollcall, (servers) => servers.length === names.length)
      added.push(performance.now() - renamed)
    }
    return { count, registeredMs, connectedMs, added, rssMb: rssMb(rollcall.pid) }
  } finally {
    await rollcall.end()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** @param {string} file @param {string[]} names @param {string} url */
function write(file, names, url) {
  const servers = names.map((name) => ({ name, url, tags: ['bench'], priority: 1 }))
  writeFileSync(`${file}.tmp`, JSON.stringify({ servers }))
  renameSync(`${file}.tmp`, file)
}

/** @param {string} dir @param {string} file */
async function start(dir, file) {
  const entry = join(root, 'out', 'main', 'headless.js')
  const child = spawn(
    process.execPath,
    [entry, '--port', '0', '--data-dir', join(dir, 'data'), '--source', file],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const line = await new Promise((resolve) => child.stdout.once('data', resolve))
  const { url, token } = JSON.parse(String(line))
  const end = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { url, token, pid: child.pid ?? 0, end }
}

/**
 * Asks every 10 ms until the list is as wanted.
 * @param {{ url: string, token: string }} rollcall
 * @param {(servers: { connection: { state: string }, tools: number }[]) => boolean} wanted
 */
async function until(rollcall, wanted) {
  const headers = { authorization: `Bearer ${rollcall.token}` }
  for (;;) {
    const reply = await fetch(`${rollcall.url}/api/servers`, { headers })
    const servers = /** @type {{ connection: { state: string }, tools: number }[]} */ (await reply.json())
    if (wanted(servers)) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** @param {number} pid */
function rssMb(pid) {
  if (process.platform !== 'linux') return Number.NaN
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1_024
}

/** @param {Awaited<ReturnType<typeof measureOne>>} one */
function row({ count, registeredMs, connectedMs, added, rssMb: rss }) {
  const sorted = added.toSorted((a, b) => a - b)
  const cells = [
    count,
    registeredMs,
    connectedMs,
    sorted[Math.floor(sorted.length / 2)] ?? 0,
    sorted.at(-1) ?? 0,
    rss,
  ]
  const widths = [7, 13, 12, 19, 8, 6]
  return cells.map((cell, index) => cell.toFixed(0).padStart(widths[index] ?? 0)).join('  ')
}
