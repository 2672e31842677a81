/**
 * From the rename of a watched file to the new server connected with its tools: one more among so many, and fifty at
 * once. Beside it what that time is made of, how many other connections changed meanwhile (none should), the longest the
 * API kept somebody waiting, and how much memory the entries take. Goals are printed beside, never asserted.
 */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import PQueue from 'p-queue'
import { Headless } from '../scripts/headless.mjs'
import { Follower } from './follower.mjs'
import { median, Table, worst } from './numbers.mjs'
import { pause, rssMb, startFleet } from './processes.mjs'

/** @import { Event } from './follower.mjs' */
/** @typedef {{ name: string, url: string, auto_connect?: boolean }} Entry */

const counts = [10, 50, 1_000, 10_000]
const rounds = 9
const quickRounds = 3
/** Of the entries so many are connected; the others are listed and off. */
const connectedMax = 50
const addedAtOnce = 50
/** As Rollcall connects where nothing else is said (`maxConcurrentConnections`). */
const atOnce = 8
const askMs = 10
const lookMs = 250
/** A person's next edit does not come while the one before is still looked at. */
const betweenMs = 500
const restMs = 3_000

/** @param {{ quick?: boolean }} [options] `quick`: fewer rounds, and not the 10,000. */
export async function measure({ quick = false } = {}) {
  const times = quick ? quickRounds : rounds
  const fleet = await startFleet(connectedMax + times + addedAtOnce)
  console.log(
    'From the rename to the new server connected with its tools, ms. At most 50 of the entries are connected.',
  )
  console.log('Goals: 100 ms for one among 50; 400 ms for 50 added; no other connection changes;')
  console.log('with 10,000 entries no stall over 100 ms, and less than 100 MB.')
  try {
    const alone = await floorOf(fleet.urls.slice(0, times + 1), 1)
    const fifty = await floorOf(fleet.urls.slice(-addedAtOnce), atOnce)
    console.log(
      `Floor, the SDK's clients alone: one connected with its tools in ${alone.one.toFixed(1)} ms, 50 in ${fifty.all.toFixed(0)} ms.`,
    )
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
    for (const count of quick ? counts.slice(0, -1) : counts) table.row(await rowOf(count, fleet.urls, times))
  } finally {
    await fleet.stop()
  }
  console.log(
    '“until named” is from the rename to the server in the registry; the rest is told from the rename, too.',
  )
}

/**
 * So many clients, so many at once: the median of one, the first not counted, and how long all took.
 * @param {readonly string[]} urls @param {number} concurrency
 */
async function floorOf(urls, concurrency) {
  /** @type {number[]} */
  const took = []
  const queue = new PQueue({ concurrency })
  const began = performance.now()
  const connect = async (/** @type {string} */ url) => {
    const client = new Client({ name: 'floor', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
    const from = performance.now()
    await client.connect(new StreamableHTTPClientTransport(new URL(url)))
    await client.listTools()
    took.push(performance.now() - from)
    return client
  }
  const clients = await queue.addAll(urls.map((url) => () => connect(url)))
  const all = performance.now() - began
  await Promise.all(clients.map((client) => client.close()))
  return { one: median(took.slice(1)), all }
}

/** @param {number} count @param {readonly string[]} urls @param {number} times */
async function rowOf(count, urls, times) {
  const dir = mkdtempSync(join(tmpdir(), 'rollcall-bench-'))
  const file = new NamedFile(join(dir, 'servers.json'), urls)
  file.write(10)
  const rollcall = new Headless(join(dir, 'data'), ['--source', file.path])
  try {
    await rollcall.start()
    await connected(rollcall, 10)
    await pause(restMs)
    const emptyMb = rssMb(rollcall.pid)
    const coming = await stalledDuring(rollcall, async () => {
      file.write(count)
      await connected(rollcall, Math.min(count, connectedMax))
      while ((await named(rollcall)) < count) await pause(lookMs)
    })
    await pause(restMs)
    const memoryMb = rssMb(rollcall.pid) - emptyMb
    // Not before: who falls a thousand events behind is told no more.
    const follower = new Follower(rollcall, Date.now())
    await follower.start()
    /** @type {Moments[]} */
    const ones = []
    const since = performance.now()
    const stalled = await stalledDuring(rollcall, async () => {
      for (let round = 0; round < times; round += 1) {
        ones.push(await added(rollcall, follower, file, 1))
        await pause(betweenMs)
      }
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

/** Resolves once the first so many entries are connected. @param {Headless} rollcall @param {number} count */
async function connected(rollcall, count) {
  for (let index = 0; index < count; ) {
    const { connection } = await rollcall.ask('GET', `/servers/bench-${index}`).catch(() => ({}))
    if (connection?.state === 'connected') index += 1
    else await pause(lookMs)
  }
}

/** How many servers the registry has of the file. @param {Headless} rollcall @returns {Promise<number>} */
async function named(rollcall) {
  const sources = /** @type {{ type: string, servers: number }[]} */ (
    await rollcall.ask('GET', '/sources').catch(() => [])
  )
  return sources.find(({ type }) => type === 'file_watch')?.servers ?? 0
}

/** Milliseconds since the rename. @typedef {{ named: number, connected: number, tools: number }} Moments */

/**
 * Adds so many servers by one rename. @param {Headless} rollcall @param {Follower} follower @param {NamedFile} file
 * @param {number} count @returns {Promise<Moments>}
 */
async function added(rollcall, follower, file, count) {
  const names = file.late(count)
  const since = file.rename()
  const moments = await Promise.all(
    names.map(async (name) => {
      const heard = (/** @type {(event: Event) => boolean} */ fits) =>
        follower.hears((event) => event.server === name && fits(event), since)
      const named = await heard(({ kind }) => kind === 'registered')
      const connected = await heard(
        ({ kind, detail }) => kind === 'connection-changed' && detail.to === 'connected',
      )
      while (!((await rollcall.ask('GET', `/servers/${name}`).catch(() => ({}))).tools > 0)) await pause(1)
      return { named, connected, tools: performance.now() }
    }),
  )
  const last = (/** @type {keyof Moments} */ part) => Math.max(...moments.map((each) => each[part])) - since
  return { named: last('named'), connected: last('connected'), tools: last('tools') }
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
      // One that is cut off counts with the time it took.
      await rollcall.ask('GET', '/health').catch(() => {})
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

  /** @param {string} path @param {readonly string[]} urls Where servers answer: 50 from the start, the others come later. */
  constructor(path, urls) {
    this.path = path
    this.urls = urls
  }

  /** So many entries, the first 50 of them to connect. @param {number} count */
  write(count) {
    this.#entries = Array.from({ length: count }, (_, index) => ({
      name: `bench-${index}`,
      ...(index < connectedMax
        ? { url: String(this.urls[index]) }
        : { url: `http://127.0.0.1:9/${index}`, auto_connect: false }),
    }))
    this.#prepare()
    this.rename()
  }

  /** Writes so many more beside the file, and gives their names. @param {number} count */
  late(count) {
    const from = this.lateNames.length
    const added = Array.from({ length: count }, (_, index) => ({
      name: `late-${from + index}`,
      url: String(this.urls[connectedMax + from + index]),
    }))
    const names = added.map(({ name }) => name)
    this.#entries.push(...added)
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
