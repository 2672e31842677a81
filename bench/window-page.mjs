/** @import { Browser, CDPSession, Page } from 'playwright-core' */

const viewport = { width: 1_360, height: 860 }
const turnMs = 1_000 / 60
/** A frame that took more than one turn and a half missed at least one. */
const lateMs = 1.5 * turnMs
const stalledMs = 50

/**
 * Runs in the page before its own scripts: when the first row with a server in it was on screen, and when the grid knew
 * them all; times are milliseconds since the page's start. `frames` collects the time between animation frames.
 */
const watching = `
  const bench = (globalThis.bench = { first: null, all: null, wanted: Infinity, frames: null })
  const look = () => {
    const grid = document.querySelector('[role=grid]')
    if (bench.first === null && grid?.querySelector('[role=row][aria-rowindex="2"] [role=switch]'))
      requestAnimationFrame(() => requestAnimationFrame(() => (bench.first ??= performance.now())))
    if (bench.all === null && Number(grid?.getAttribute('aria-rowcount')) > bench.wanted)
      requestAnimationFrame(() => requestAnimationFrame(() => (bench.all ??= performance.now())))
    if (bench.first === null || bench.all === null) setTimeout(look, 4)
    else bench.resolve({ page: pageReady(), first: bench.first, all: bench.all })
  }
  bench.ready = new Promise((resolve) => (bench.resolve = resolve))
  const pageReady = () => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd
  look()
  bench.start = () => {
    const frames = (bench.frames = [])
    let before = performance.now()
    const turn = (now) => {
      if (bench.frames !== frames) return
      frames.push(now - before)
      before = now
      requestAnimationFrame(turn)
    }
    requestAnimationFrame((now) => { before = now; requestAnimationFrame(turn) })
  }
  bench.stop = () => { const { frames } = bench; bench.frames = null; return frames }
`

/** The window in a browser, as far as it is measured. */
export class WindowPage {
  /** @param {Page} page @param {CDPSession} cdp */
  constructor(page, cdp) {
    this.page = page
    this.cdp = cdp
  }

  /** In a browser context of its own, so that nothing is cached. @param {Browser} browser @param {string} url */
  static async open(browser, url) {
    const context = await browser.newContext({ viewport, locale: 'en-GB' })
    const page = await context.newPage()
    const cdp = await context.newCDPSession(page)
    await cdp.send('Performance.enable')
    await page.addInitScript(watching)
    await page.goto(url)
    return new WindowPage(page, cdp)
  }

  /** Waits for the first row and for all of them. @param {number} count @returns {Promise<{ page: number, first: number, all: number }>} */
  async ready(count) {
    return await this.page.evaluate(`bench.wanted = ${count}, bench.ready`)
  }

  /** Milliseconds between frames while the work is done, and the share of that time the page's thread was busy. @param {() => Promise<unknown>} work */
  async frames(work) {
    const before = await this.#busyMs()
    const started = performance.now()
    await this.page.evaluate('bench.start()')
    await work()
    const times = /** @type {number[]} */ (await this.page.evaluate('bench.stop()'))
    const tookMs = performance.now() - started
    return { times, tookMs, busy: ((await this.#busyMs()) - before) / tookMs }
  }

  /** Through the whole list and back, as with a fast wheel. */
  async scroll() {
    const gesture = { x: 700, y: 450, speed: 4_000, gestureSourceType: /** @type {const} */ ('mouse') }
    for (const yDistance of [-20_000, 20_000])
      await this.cdp.send('Input.synthesizeScrollGesture', { ...gesture, yDistance })
  }

  /** Waits until a row shows these words. @param {string} words */
  async shows(words) {
    await this.page.getByRole('row').getByText(words).first().waitFor()
  }

  /** @param {number} ms */
  async pause(ms) {
    await new Promise((resolve) => setTimeout(resolve, ms))
  }

  /** What is left once the page has drawn what it was told and its garbage is gone. */
  async memory() {
    for (let round = 0; round < 3; round += 1) {
      await this.page.evaluate('new Promise((resolve) => requestIdleCallback(resolve))')
      await this.cdp.send('HeapProfiler.collectGarbage')
    }
    const { usedSize } = await this.cdp.send('Runtime.getHeapUsage')
    const { nodes, jsEventListeners } = await this.cdp.send('Memory.getDOMCounters')
    return { heapMb: usedSize / 1_048_576, nodes, listeners: jsEventListeners }
  }

  async close() {
    await this.page.context().close()
  }

  async #busyMs() {
    const { metrics } = await this.cdp.send('Performance.getMetrics')
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN)
  }
}

/** @param {number} count @param {{ page: number, first: number, all: number }[]} times */
export function readyTimes(count, times) {
  const sorted = (/** @type {'page' | 'first' | 'all'} */ key) =>
    times.map((time) => time[key]).toSorted((a, b) => a - b)
  const [page, first, all] = [sorted('page'), sorted('first'), sorted('all')]
  return row([7, 10, 9, 5, 14, 5], [count, middle(page), middle(first), last(first), middle(all), last(all)])
}

/** @param {string} name @param {{ times: number[], tookMs: number, busy: number }} frames @param {number} changes */
export function frameReport(name, { times, tookMs, busy }, changes) {
  const over = (/** @type {number} */ ms) => times.filter((time) => time > ms).length
  const cells = [times.length, over(lateMs), over(stalledMs), Math.max(...times), 100 * busy]
  return `${name.padEnd(29)}  ${row([6, 4, 10, 8, 6, 9], [...cells, (1_000 * changes) / tookMs])}`
}

/** @param {number[]} widths @param {number[]} cells */
function row(widths, cells) {
  return cells.map((cell, index) => cell.toFixed(0).padStart(widths[index] ?? 0)).join('  ')
}

const middle = (/** @type {number[]} */ sorted) => sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
const last = (/** @type {number[]} */ sorted) => sorted.at(-1) ?? Number.NaN
