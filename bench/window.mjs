/**
 * The window over the headless core, in a Chromium without a graphics card: how soon the first row is useful, which
 * frames come late while a person scrolls and while 50 rows a second change, and what an hour of changes leaves in memory.
 */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { chromiumFlags } from '../e2e/chromium.ts'
import { Headless } from '../scripts/headless.mjs'
import { installChromium } from '../scripts/setup.mjs'
import { startServer } from '../tests/servers/start.ts'
import { Changes, nameOf } from './changes.mjs'
import { frameReport, readyTimes, WindowPage } from './window-page.mjs'

/** @import { Browser } from 'playwright-core' */

const rounds = 7
const connectedMax = 40
const changesPerSecond = 50
const watchedMs = 10_000
/** An hour of 50 a second, in turns that change every one of the 1,000 servers. */
const turns = (changesPerSecond * 3_600) / 1_000
const turnsPerRow = 30

export async function measure() {
  const executablePath = await installChromium()
  const server = await startServer('modern.ts')
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: chromiumFlags })
  try {
    console.log('From the start of the page, ms: median and worst of', rounds)
    console.log('servers  page ready  first row  worst  all rows known  worst')
    for (const count of [10, 200, 1_000])
      await withServers(count, server.url, async (rollcall) => {
        console.log(readyTimes(count, await openings(browser, rollcall, count)))
      })
    await withServers(1_000, server.url, (rollcall) => measureFrames(browser, rollcall))
    await withServers(1_000, server.url, (rollcall, write) => measureMemory(browser, rollcall, write))
  } finally {
    await browser.close()
    await server.stop()
  }
}

/**
 * A core that names `count` servers from a file; the first 40, which are the ones on screen, are connected.
 * @param {number} count @param {string} url @param {(rollcall: Headless, write: (turn: number) => void) => Promise<void>} work
 */
async function withServers(count, url, work) {
  const dir = mkdtempSync(join(tmpdir(), 'rollcall-bench-'))
  const file = join(dir, 'servers.json')
  const write = (/** @type {number} */ turn) => {
    const servers = Array.from({ length: count }, (_, index) => ({
      name: nameOf(index),
      url,
      description: `Told in turn ${turn}`,
      tags: ['bench', `group-${index % 12}`, `turn-${turn % 5}`],
      priority: count - index,
      auto_connect: index < connectedMax,
    }))
    writeFileSync(`${file}.new`, JSON.stringify({ servers }))
    renameSync(`${file}.new`, file)
  }
  write(0)
  const rollcall = new Headless(join(dir, 'data'), ['--source', file])
  await rollcall.start()
  try {
    await rollcall.until(
      (rows) =>
        rows.length === count &&
        rows.every(({ intent, connection }) => intent === 'off' || connection.state === 'connected'),
    )
    await work(rollcall, write)
  } finally {
    await rollcall.end()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** @param {Browser} browser @param {Headless} rollcall @param {number} count */
async function openings(browser, rollcall, count) {
  const times = []
  for (let round = 0; round < rounds; round += 1) {
    const page = await WindowPage.open(browser, rollcall.pageUrl)
    times.push(await page.ready(count))
    await page.close()
  }
  return times
}

/** @param {Browser} browser @param {Headless} rollcall */
async function measureFrames(browser, rollcall) {
  const page = await WindowPage.open(browser, rollcall.pageUrl)
  await page.ready(1_000)
  const changes = new Changes(rollcall, 1_000)
  console.log('\nFrames with 1,000 servers: late came after more than one 16.7 ms turn')
  console.log('while                          frames  late  over 50 ms  worst ms  busy %  changes/s')
  const still = () => page.pause(watchedMs)
  const scroll = () => page.scroll()
  const changing = (/** @type {() => Promise<unknown>} */ work) => () =>
    changes.during(changesPerSecond, work)
  const scenes = /** @type {const} */ ([
    ['nothing happens', still],
    ['scrolling', scroll],
    ['50 rows a second change', changing(still)],
    ['both', changing(scroll)],
  ])
  for (const [name, work] of scenes) {
    const before = changes.made
    const frames = await page.frames(work)
    console.log(frameReport(name, frames, changes.made - before))
  }
  await page.close()
}

/** @param {Browser} browser @param {Headless} rollcall @param {(turn: number) => void} write */
async function measureMemory(browser, rollcall, write) {
  console.log(
    '\nMemory of the page while the file of 1,000 servers is rewritten, each time with every server changed',
  )
  console.log('changes  heap MB  DOM nodes  listeners')
  const page = await WindowPage.open(browser, rollcall.pageUrl)
  await page.ready(1_000)
  for (let turn = 0; turn <= turns; turn += 1) {
    if (turn > 0) write(turn)
    const told = `Told in turn ${turn}`
    while ((await rollcall.ask('GET', `/servers/${nameOf(999)}`)).description !== told) await page.pause(20)
    if (turn % turnsPerRow !== 0) continue
    await page.shows(`turn-${turn % 5}`)
    console.log(memoryRow(turn * 1_000, await page.memory()))
  }
  await page.close()
}

/** @param {number} made @param {{ heapMb: number, nodes: number, listeners: number }} memory */
function memoryRow(made, { heapMb, nodes, listeners }) {
  const cells = [String(made), heapMb.toFixed(1), String(nodes), String(listeners)]
  return cells.map((cell, index) => cell.padStart([7, 7, 9, 9][index] ?? 0)).join('  ')
}
