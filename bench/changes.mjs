/** @import { Headless } from '../scripts/headless.mjs' */

const tickMs = 100

/**
 * Real changes of servers, through the API. Every second one is of a row on screen and changes its tags, which are in
 * the row and in the navigation's counts; the others go round all servers.
 */
export class Changes {
  made = 0

  /** @param {Headless} rollcall @param {number} servers */
  constructor(rollcall, servers) {
    this.rollcall = rollcall
    this.servers = servers
  }

  /** Changes so many a second, evenly, until the work is done. @param {number} perSecond @param {() => Promise<unknown>} work */
  async during(perSecond, work) {
    const started = performance.now()
    const first = this.made
    const tick = () => {
      const due = first + Math.floor(((performance.now() - started) / 1_000) * perSecond)
      while (this.made < due) void this.#one().catch((error) => console.error(String(error)))
    }
    const timer = setInterval(tick, tickMs)
    try {
      await work()
    } finally {
      clearInterval(timer)
    }
  }

  async #one() {
    const turn = this.made
    this.made += 1
    const onScreen = turn % 2 === 0
    const index = onScreen ? (turn / 2) % 12 : (turn * 7) % this.servers
    const change = onScreen
      ? { tags: ['bench', `group-${index % 12}`, `turn-${turn % 5}`] }
      : { description: `Changed at turn ${turn}` }
    await this.rollcall.ask('PATCH', `/servers/${nameOf(index)}`, change)
  }
}

/** What the n-th server is called. @param {number} index */
export function nameOf(index) {
  return `bench-${String(index).padStart(4, '0')}`
}
