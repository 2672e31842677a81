/**
 * How soon health sees what happened and what came back, beside the bare SDK asking every 15 s; what watching costs
 * while nothing happens; and what five minutes of 1,000 servers that come and go leave behind.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Headless } from '../scripts/headless.mjs'
import { startServer, stdioCommand } from '../tests/servers/start.ts'
import { Follower, patienceMs } from './follower.mjs'
import { quantile, Table, worst } from './numbers.mjs'
import { cpuMs, Floor, pause, rssMb, startFleet } from './processes.mjs'

/** @typedef {{ name: string, url: string }} Named */

const everyMs = 15_000
const idleMs = 60_000
const idleRounds = 2
const flapMs = 25_000
const flappingMs = 300_000
const flapRounds = 10
const calmMs = 5_000
const beatMs = 100
const atOnce = 5

/** @param {{ quick?: boolean }} [options] `quick`: 200 servers instead of 1,000, and one minute of coming and going. */
export async function measure({ quick = false } = {}) {
  await measureDetection()
  console.log('\nWhile nothing happens: processor time, % of one core; the floor asks each server every 15 s')
  const idle = new Table(['servers', 'floor %', 'Rollcall %', 'ratio', 'floor MB', 'Rollcall MB'])
  for (const count of quick ? [200] : [200, 1_000]) idle.row(await idling(count))
  await measureFlapping(quick ? 200 : 1_000, quick ? flappingMs / 5 : flappingMs)
}

/**
 * Starts Rollcall on servers by name, beside the floor on the same.
 * @param {readonly Named[]} servers
 * @param {(rollcall: Headless, follower: Follower, urls: string) => Promise<void>} work
 */
async function withRollcall(servers, work) {
  const dir = mkdtempSync(join(tmpdir(), 'rollcall-bench-'))
  const source = join(dir, 'servers.json')
  const urls = join(dir, 'urls.json')
  writeFileSync(source, JSON.stringify({ servers }))
  writeFileSync(urls, JSON.stringify(servers.map(({ url }) => url)))
  const rollcall = new Headless(join(dir, 'data'), ['--source', source])
  const from = Date.now()
  await rollcall.start()
  const follower = new Follower(rollcall, from)
  try {
    await follower.start()
    await follower.connected(servers.length)
    await work(rollcall, follower, urls)
  } finally {
    follower.end()
    await rollcall.end()
    rmSync(dir, { recursive: true, force: true })
  }
}

async function measureDetection() {
  console.log(
    'From the moment it happened, s. “lost”: the row is not connected any more or not up; “down”: judged so.',
  )
  console.log('“back”: until it is up again by itself, and where Rollcall is told to look.')
  const table = new Table(['what happened         ', 'lost', 'down', 'floor', 'back', 'told', 'floor back'])
  table.row(await exiting())
  for (const script of ['modern.ts', 'legacy.mjs']) {
    table.row(await refusing(script))
    table.row(await hanging(script))
  }
}

/** A process is killed, and started again by Rollcall. */
async function exiting() {
  let cells = /** @type {(string | number)[]} */ ([])
  await withRollcall([], async (rollcall, follower) => {
    await rollcall.ask('POST', '/servers', { name: 'victim', ...stdioCommand('dual.ts', ['--stdio']) })
    await follower.connected(1)
    const { pid } = await rollcall.ask('GET', '/servers/victim/connection')
    const since = performance.now()
    process.kill(Number(pid), 'SIGKILL')
    const lost = (await follower.hears(leaves, since)) - since
    const back = (await follower.hears(becomes('connected'), since + lost)) - since
    cells = ['process killed', lost / 1_000, Number.NaN, Number.NaN, back / 1_000, Number.NaN, Number.NaN]
  })
  return cells
}

/** A server ends and its port refuses; it comes back at the same port, twice: the second time Rollcall is told. @param {string} script */
async function refusing(script) {
  let server = await startServer(script)
  const { port } = server
  return await faults(`${script}, refused`, server.url, {
    leave: () => server.kill(),
    come: async () => {
      server = await startServer(script, ['--port', String(port)])
    },
    end: () => server.stop(),
  })
}

/** A server stands still and its connections with it; it goes on. @param {string} script */
async function hanging(script) {
  const server = await startServer(script)
  return await faults(`${script}, hung`, server.url, {
    leave: async () => void process.kill(server.pid, 'SIGSTOP'),
    come: async () => void process.kill(server.pid, 'SIGCONT'),
    end: () => server.kill(),
  })
}

/**
 * @param {string} title @param {string} url
 * @param {{ leave: () => Promise<void>, come: () => Promise<void>, end: () => Promise<void> }} fault
 */
async function faults(title, url, { leave, come, end }) {
  let cells = /** @type {(string | number)[]} */ ([])
  await withRollcall([{ name: 'victim', url }], async (rollcall, follower, urls) => {
    const floor = new Floor()
    await floor.start(urls, atOnce, everyMs)
    const sinceLeft = performance.now()
    await leave()
    const lost = follower.hears(leaves, sinceLeft)
    const down = follower.hears(judged('down'), sinceLeft)
    const floorDown = floor.says('down 0', sinceLeft, patienceMs)
    const left = await Promise.all([lost, down])
    const floorLeft = await floorDown
    const sinceBack = performance.now()
    await come()
    const [back, floorBack] = await Promise.all([
      follower.hears(judged('up'), sinceBack),
      floor.says('up 0', sinceBack, patienceMs),
    ])
    await floor.end()
    const sinceAgain = performance.now()
    await leave()
    await follower.hears(judged('down'), sinceAgain)
    await come()
    const sinceTold = performance.now()
    await rollcall.ask('POST', '/servers/victim/check').catch(() => {})
    const told = await follower.hears(judged('up'), sinceTold)
    cells = [
      title,
      ...left.map((at) => (at - sinceLeft) / 1_000),
      floorLeft / 1_000,
      (back - sinceBack) / 1_000,
      (told - sinceTold) / 1_000,
      floorBack / 1_000,
    ]
  })
  await end()
  return cells
}

/** @param {number} count */
async function idling(count) {
  const fleet = await startFleet(count)
  const servers = named(fleet.urls)
  let cells = /** @type {(string | number)[]} */ ([])
  await withRollcall(servers, async (rollcall, _, urls) => {
    const floor = new Floor()
    await floor.start(urls, atOnce, everyMs)
    await pause(everyMs)
    const shares = { floor: /** @type {number[]} */ ([]), rollcall: /** @type {number[]} */ ([]) }
    for (let round = 0; round < idleRounds; round += 1) {
      const before = [cpuMs(floor.pid), cpuMs(rollcall.pid)]
      await pause(idleMs)
      shares.floor.push((100 * (cpuMs(floor.pid) - (before[0] ?? 0))) / idleMs)
      shares.rollcall.push((100 * (cpuMs(rollcall.pid) - (before[1] ?? 0))) / idleMs)
    }
    const [base, own] = [worst(shares.floor), worst(shares.rollcall)]
    cells = [String(count), base, own, own / base, rssMb(floor.pid), rssMb(rollcall.pid)]
    await floor.end()
  })
  await fleet.stop()
  return cells
}

/** @param {number} count @param {number} forMs */
async function measureFlapping(count, forMs) {
  console.log(
    `\n${count} servers that come and go every ${flapMs / 1_000} s. The beat asks every 100 ms how Rollcall is.`,
  )
  const table = new Table([
    'after s',
    'RSS MB',
    'CPU %',
    'beat p50',
    'beat p99',
    'worst ms',
    'database MB',
    'flapping',
  ])
  const fleet = await startFleet(count, flapMs)
  await withFlapping(named(fleet.urls), async (rollcall) => {
    for (let round = 1; round <= flapRounds; round += 1) {
      const before = cpuMs(rollcall.pid)
      const beats = await beat(rollcall, forMs / flapRounds)
      const cpu = (100 * (cpuMs(rollcall.pid) - before)) / (forMs / flapRounds)
      const servers = /** @type {{ health: { verdict: string } }[]} */ (await rollcall.ask('GET', '/servers'))
      table.row([
        String(Math.round((round * forMs) / flapRounds / 1_000)),
        rssMb(rollcall.pid),
        cpu,
        quantile(beats, 0.5),
        quantile(beats, 0.99),
        worst(beats),
        databaseMb(rollcall.dataDir),
        String(servers.filter(({ health }) => health.verdict === 'flapping').length),
      ])
    }
  })
  await fleet.stop()
}

/** As `withRollcall`, but nobody waits for all to be connected. @param {readonly Named[]} servers @param {(rollcall: Headless) => Promise<void>} work */
async function withFlapping(servers, work) {
  const dir = mkdtempSync(join(tmpdir(), 'rollcall-bench-'))
  const source = join(dir, 'servers.json')
  writeFileSync(source, JSON.stringify({ servers }))
  const rollcall = new Headless(join(dir, 'data'), ['--source', source])
  await rollcall.start()
  await pause(calmMs)
  await work(rollcall)
  await rollcall.end()
  sayRows(rollcall.dataDir)
  rmSync(dir, { recursive: true, force: true })
}

/** How long each answer took while asked again and again. @param {Headless} rollcall @param {number} forMs */
async function beat(rollcall, forMs) {
  const until = performance.now() + forMs
  const took = []
  while (performance.now() < until) {
    const asked = performance.now()
    await rollcall.ask('GET', '/health')
    took.push(performance.now() - asked)
    await pause(beatMs)
  }
  return took
}

/** The size of the database with what is not yet merged into it, in MB. @param {string} dataDir */
function databaseMb(dataDir) {
  const files = ['', '-wal'].map((end) => join(dataDir, `rollcall.db${end}`))
  const bytes = files.map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0)
  return bytes.reduce((sum, size) => sum + size, 0) / 1_048_576
}

/** What is kept in the end; while Rollcall runs the database is its own. @param {string} dataDir */
function sayRows(dataDir) {
  const database = new DatabaseSync(join(dataDir, 'rollcall.db'), { readOnly: true })
  const rows = (/** @type {string} */ table) =>
    Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n).toLocaleString('en')
  const told = ['health_check', 'health_bucket', 'health_incident', 'activity']
  console.log(`rows kept: ${told.map((table) => `${rows(table)} of ${table}`).join(', ')}`)
  database.close()
}

/** @param {readonly string[]} urls @returns {Named[]} */
function named(urls) {
  return urls.map((url, index) => ({ name: `bench-${index}`, url }))
}

/** @typedef {import('./follower.mjs').Event} Event */

/** @param {Event} event */
const leaves = ({ kind, detail }) =>
  (kind === 'connection-changed' && detail.from === 'connected') ||
  (kind === 'verdict-changed' && detail.from === 'up' && detail.to !== 'up')
/** @param {string} state @returns {(event: Event) => boolean} */
const becomes =
  (state) =>
  ({ kind, detail }) =>
    kind === 'connection-changed' && detail.to === state
/** @param {string} verdict @returns {(event: Event) => boolean} */
const judged =
  (verdict) =>
  ({ kind, detail }) =>
    kind === 'verdict-changed' && detail.to === verdict
