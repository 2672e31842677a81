/**
 * Connections against their floor, the bare SDK in a loop, in turns: a cold start to all connected and listed with
 * health and history running, the memory then, and what one call costs in process and through the HTTP API.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { build } from 'vite'
import { Headless } from '../scripts/headless.mjs'
import { nodeBinary, root } from '../scripts/setup.mjs'
import { Follower } from './follower.mjs'
import { median, quantile, Table, worst } from './numbers.mjs'
import { cpuMs, Floor, pause, rssMb, startFleet } from './processes.mjs'
import { inTurns } from './turns.mjs'

/** @typedef {{ floor: Start[], first: Start[], again: Start[] }} Starts */
/** @typedef {{ ms: number, cpu: number, rss: number }} Start */
/** @typedef {Awaited<ReturnType<typeof inTurns>>[string]} Took */

const counts = [10, 50, 200, 1_000]
const rounds = 5
const quickRounds = 2
const settleMs = 3_000

/** @param {{ quick?: boolean }} [options] `quick`: fewer rounds, and not the 1,000. */
export async function measure({ quick = false } = {}) {
  console.log(
    'From the start of the process to all connected and listed, s; processor time until then, s; resident memory then, MB.',
  )
  console.log('The floor is the SDK’s clients in a loop, as many at once. “again” starts on data it knows.')
  const table = new Table([
    'servers',
    'floor median',
    'first median',
    'worst',
    ' ratio',
    'again median',
    'worst',
    ' ratio',
    'floor CPU',
    'first CPU',
    'again CPU',
    'floor MB',
    'Rollcall MB',
  ])
  for (const count of quick ? counts.slice(0, -1) : counts)
    table.row(startRow(count, await coldStarts(count, quick ? quickRounds : rounds)))
  await measureCalls()
}

/** @param {number} count @param {number} times @returns {Promise<Starts>} */
async function coldStarts(count, times) {
  const fleet = await startFleet(count)
  const dir = mkdtempSync(join(tmpdir(), 'rollcall-bench-'))
  const urls = join(dir, 'urls.json')
  const source = join(dir, 'servers.json')
  const servers = fleet.urls.map((url, index) => ({ name: `bench-${index}`, url, tags: ['bench'] }))
  writeFileSync(urls, JSON.stringify(fleet.urls))
  writeFileSync(source, JSON.stringify({ servers }))
  /** @type {Starts} */
  const starts = { floor: [], first: [], again: [] }
  try {
    for (let round = 0; round < times; round += 1) {
      const data = join(dir, `data-${round}`)
      const first = await startRollcall(data, count, ['--source', source])
      starts.first.push(first)
      starts.floor.push(await startFloor(urls, first.atOnce))
      starts.again.push(await startRollcall(data, count))
    }
    return starts
  } finally {
    await fleet.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** @param {string} dataDir @param {number} count @param {string[]} [options] */
async function startRollcall(dataDir, count, options = []) {
  const rollcall = new Headless(dataDir, options)
  const from = Date.now()
  const startedAt = performance.now()
  await rollcall.start()
  const follower = new Follower(rollcall, from)
  await follower.start()
  const ms = (await follower.connected(count)) - startedAt
  const cpu = cpuMs(rollcall.pid)
  follower.end()
  const { maxConcurrentConnections: atOnce } = await rollcall.ask('GET', '/settings')
  await pause(settleMs)
  const rss = rssMb(rollcall.pid)
  await rollcall.end()
  return { ms, cpu, rss, atOnce: Number(atOnce) }
}

/** @param {string} urls @param {number} atOnce @returns {Promise<Start>} */
async function startFloor(urls, atOnce) {
  const floor = new Floor()
  await floor.start(urls, atOnce)
  const cpu = cpuMs(floor.pid)
  await pause(settleMs)
  const rss = rssMb(floor.pid)
  await floor.end()
  return { ms: floor.readyMs, cpu, rss }
}

/** @param {number} count @param {Starts} starts */
function startRow(count, starts) {
  const seconds = (/** @type {Start[]} */ of) => of.map(({ ms }) => ms / 1_000)
  const memory = (/** @type {Start[]} */ of) => median(of.map(({ rss }) => rss))
  const busy = (/** @type {Start[]} */ of) => median(of.map(({ cpu }) => cpu / 1_000))
  const [floor, first, again] = [seconds(starts.floor), seconds(starts.first), seconds(starts.again)]
  return [
    String(count),
    median(floor),
    median(first),
    worst(first),
    median(first) / median(floor),
    median(again),
    worst(again),
    median(again) / median(floor),
    busy(starts.floor),
    busy(starts.first),
    busy(starts.again),
    memory(starts.floor),
    memory(starts.again),
  ]
}

async function measureCalls() {
  const fleet = await startFleet(2)
  const [modern = '', legacy = ''] = fleet.urls
  console.log(
    '\nOne call of a tool that says its text back, ms; 50 at once as a whole, and each of them. CPU: of the',
  )
  console.log('calling process, with the core in it or beside it.')
  const table = new Table([
    'over                  ',
    'era   ',
    'one p50',
    'ratio',
    'one p99',
    'one CPU',
    '50 p50',
    'ratio',
    'each p50',
    'each p99',
  ])
  try {
    const script = await buildCalls()
    for (const [era, url] of Object.entries({ modern, legacy })) {
      for (const row of callRows('in process', era, await callsInProcess(script, url))) table.row(row)
      for (const row of callRows('HTTP API', era, await callsOverHttp(url))) table.row(row)
    }
  } finally {
    await fleet.stop()
  }
}

/** @param {string} way @param {string} era @param {{ floor: Took, rollcall: Took }} took */
function callRows(way, era, { floor, rollcall }) {
  const row = (/** @type {string} */ name, /** @type {Took} */ { one, cpu, burst, bursts }) => [
    name,
    era,
    median(one),
    median(one) / median(floor.one),
    quantile(one, 0.99),
    median(cpu),
    median(bursts),
    median(bursts) / median(floor.bursts),
    median(burst),
    quantile(burst, 0.99),
  ]
  return [row('the bare SDK', floor), row(`Rollcall, ${way}`, rollcall)]
}

/** The core and its floor as one program. @returns {Promise<string>} its path */
async function buildCalls() {
  const outDir = join(root, 'node_modules/.cache/rollcall/bench')
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: { ssr: join(import.meta.dirname, 'calls.ts'), outDir, target: 'node24' },
  })
  return join(outDir, 'calls.js')
}

/** @param {string} script @param {string} url */
async function callsInProcess(script, url) {
  const child = spawn(nodeBinary(), [script, url], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (text) => {
    said += String(text)
  })
  await once(child, 'close')
  return /** @type {{ floor: Took, rollcall: Took }} */ (JSON.parse(said))
}

/** @param {string} url */
async function callsOverHttp(url) {
  const dir = mkdtempSync(join(tmpdir(), 'rollcall-bench-'))
  const rollcall = new Headless(join(dir, 'data'))
  await rollcall.start()
  const floor = new Client({ name: 'floor', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
  try {
    await rollcall.ask('POST', '/servers', { name: 'bench', url })
    await rollcall.until((servers) => servers.every(({ connection }) => connection.state === 'connected'))
    await floor.connect(new StreamableHTTPClientTransport(new URL(url)))
    await floor.listTools()
    const text = 'hello'
    return await inTurns({
      floor: () => floor.callTool({ name: 'echo', arguments: { text } }),
      rollcall: () => rollcall.ask('POST', '/servers/bench/tools/echo', { arguments: { text } }),
    })
  } finally {
    await floor.close()
    await rollcall.end()
    rmSync(dir, { recursive: true, force: true })
  }
}
