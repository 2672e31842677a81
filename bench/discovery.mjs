/**
 * From the rename of a watched file to the new server connected with its tools: one more among so many, and fifty at
 * once. Beside it what that time is made of, how many other connections changed meanwhile (none should), the longest the
 * API kept somebody waiting, and how much memory the entries take. Goals are printed beside, never asserted.
 */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Headless } from '../scripts/headless.mjs'
import { startServer } from '../tests/servers/start.ts'
import { Follower } from './follower.mjs'
import { median, Table, worst } from './numbers.mjs'
import { pause, rssMb } from './processes.mjs'

/** @import { Event } from './follower.mjs' */
/** @typedef {{ name: string, url: string, auto_connect?: boolean }} Entry */

const counts = [10, 50, 1_000, 10_000]
const rounds = 9
const quickRounds = 3
/** Of the entries so many are connected; the others are listed and off. */
const connectedMax = 50
const addedAtOnce = 50
const askMs = 10
const restMs = 3_000

/** @param {{ quick?: boolean }} [options] `quick`: fewer rounds, and not the 10,000. */
export async function measure({ quick = false } = {}) {
  const server = await startServer('modern.ts', [])
  console.log(
    'From the rename to the new server connected with its tools, ms. At most 50 of the entries are connected.',
  )
  console.log('Goals: 100 ms for one among 50; 400 ms for 50 added; no other connection changes;')
  console.log('with 10,000 entries no stall over 100 ms, and less than 100 MB.')
  const table = new Table([
    'entries',
    'one: median',
    '  worst',
    'until named',
    'until connected',
    'until tools',
    '50 added',
    'others changed',
    'stall, one',
    'stall, all come',
    'MB of entries',
  ])
  try {
    for (const count of quick ? counts.slice(0, -1) : counts)
      table.row(await rowOf(count, server.url, quick ? quickRounds : rounds))
  } finally {
    await server.stop()
  }
  console.log(
    '“until named” is from the rename to the server in the registry: 100 ms of it are two looks at the file that',
  )
  console.log(
    'must agree, so that a file half written is not read. The rest is told from there, one after the other.',
  )
}

/** @param {number} count @param {string} url @param {number} times */
async function rowOf(count, url, times) {
  const dir = mkdtempSync(join(tmpdir(), 'rollcall-bench-'))
  const file = new NamedFile(join(dir, 'servers.json'), url)
  file.write(10)
  const from = Date.now()
  const rollcall = new Headless(join(dir, 'data'), ['--source', file.path])
  try {
    await rollcall.start()
    const follower = new Follower(rollcall, from)
    await follower.start()
    await follower.connected(10)
    await pause(restMs)
    const emptyMb = rssMb(rollcall.pid)
    const coming = await stalledDuring(rollcall, async () => {
      file.write(count)
      await follower.connected(Math.min(count, connectedMax))
      await rollcall.until((servers) => servers.length >= count, 250)
    })
    await pause(restMs)
    const memoryMb = rssMb(rollcall.pid) - emptyMb
    /** @type {Moments[]} */
    const ones = []
    const since = performance.now()
    const stalled = await stalledDuring(rollcall, async () => {
      for (let round = 0; round < times; round += 1) ones.push(await added(rollcall, follower, file, 1))
    })
    const fifty = await added(rollcall, follower, file, addedAtOnce)
    const others = changedOthers(follower, file, since)
    follower.end()
    const all = ones.map(({ tools }) => tools)
    const part = (/** @type {keyof Moments} */ name) => median(ones.map((one) => one[name]))
    return [
      String(count),
      median(all),
      worst(all),
      part('named'),
      part('connected'),
      part('tools'),
      fifty.tools,
      String(others),
      stalled,
      coming,
      memoryMb,
    ]
  } finally {
    await rollcall.end()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Milliseconds since the rename. @typedef {{ named: number, connected: number, tools: number }} Moments */

/**
 * Adds so many servers by one rename. @param {Headless} rollcall @param {Follower} follower @param {NamedFile} file
 * @param {number} count @returns {Promise<Moments>}
 */
async function added(rollcall, follower, file, count) {
  const names = file.late(count)
  const since = file.rename()
  const heard = async (/** @type {(event: Event) => boolean} */ fits) => {
    const moments = await Promise.all(
      names.map((name) => follower.hears((event) => event.server === name && fits(event), since)),
    )
    return Math.max(...moments) - since
  }
  const named = await heard(({ kind }) => kind === 'registered')
  const connected = await heard(
    ({ kind, detail }) => kind === 'connection-changed' && detail.to === 'connected',
  )
  for (const name of names) while ((await rollcall.ask('GET', `/servers/${name}`)).tools === 0) await pause(1)
  return { named, connected, tools: performance.now() - since }
}

/** Connections that changed though nobody touched their entries. @param {Follower} follower @param {NamedFile} file @param {number} since */
function changedOthers({ heard }, file, since) {
  const touched = new Set(file.lateNames)
  const others = heard.filter(
    ({ event, at }) =>
      at >= since && event.kind === 'connection-changed' && !touched.has(String(event.server)),
  )
  return new Set(others.map(({ event }) => event.server)).size
}

/** The longest answer of the API while something goes on, ms. @param {Headless} rollcall @param {() => Promise<unknown>} work */
async function stalledDuring(rollcall, work) {
  let longest = 0
  let over = false
  const asking = (async () => {
    while (!over) {
      const asked = performance.now()
      await rollcall.ask('GET', '/health')
      longest = Math.max(longest, performance.now() - asked)
      await pause(askMs)
    }
  })()
  await work()
  over = true
  await asking
  return longest
}

/** A file in the original format, written whole beside its place and renamed into it. */
class NamedFile {
  /** Those that were added while measuring. @type {string[]} */
  lateNames = []
  /** @type {Entry[]} */
  #entries = []

  /** @param {string} path @param {string} url Where every server of it answers. */
  constructor(path, url) {
    this.path = path
    this.url = url
  }

  /** So many entries, the first 50 of them to connect. @param {number} count */
  write(count) {
    this.#entries = Array.from({ length: count }, (_, index) => ({
      name: `bench-${index}`,
      // One server answers for all; that they are not one is in their addresses.
      url: `${this.url}?entry=${index}`,
      ...(index >= connectedMax && { auto_connect: false }),
    }))
    this.#prepare()
    this.rename()
  }

  /** Writes so many more beside the file, and gives their names. @param {number} count */
  late(count) {
    const names = Array.from({ length: count }, (_, index) => `late-${this.lateNames.length + index}`)
    this.#entries.push(...names.map((name) => ({ name, url: `${this.url}?entry=${name}` })))
    this.lateNames.push(...names)
    this.#prepare()
    return names
  }

  /** When the file was there. */
  rename() {
    renameSync(`${this.path}.tmp`, this.path)
    return performance.now()
  }

  #prepare() {
    writeFileSync(`${this.path}.tmp`, JSON.stringify({ servers: this.#entries }))
  }
}
