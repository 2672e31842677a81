import { pause } from './processes.mjs'

/** @import { Headless } from '../scripts/headless.mjs' */
/** @typedef {{ id: number, kind: string, server: string | null, detail: Record<string, unknown> }} Event */

const pageMax = 1_000
const lookMs = 1_000
export const patienceMs = 180_000

/** What happens in a Rollcall from a moment on, as it says it; costs it next to nothing. */
export class Follower {
  /** When each event was heard. @type {{ event: Event, at: number }[]} */
  heard = []
  /** When each server was first connected. @type {Map<string | null, number>} */
  firstConnected = new Map()
  #abort = new AbortController()
  #ids = new Set()
  /** @type {Set<() => void>} */
  #waiting = new Set()

  /** @param {Headless} rollcall @param {number} from Epoch milliseconds. */
  constructor(rollcall, from) {
    this.rollcall = rollcall
    this.from = from
  }

  /** Hears what comes, then asks for what came before. */
  async start() {
    const { url, token } = this.rollcall
    const reply = await fetch(`${url}/api/watch/events`, {
      headers: { authorization: `Bearer ${token}` },
      signal: this.#abort.signal,
    })
    void this.#read(reply).catch(() => {})
    const from = new Date(this.from).toISOString()
    for (let after = 0, page = pageMax; page === pageMax; ) {
      const path = `/events?from=${from}&after=${after}&limit=${pageMax}`
      const past = /** @type {Event[]} */ (await this.rollcall.ask('GET', path))
      for (const event of past) this.#hear(event)
      after = past.at(-1)?.id ?? after
      page = past.length
    }
  }

  /**
   * When (`performance.now()`) an event that fits was heard, at or after `since`; not a number where none came within
   * three minutes. @param {(event: Event) => boolean} fits @param {number} since
   */
  async hears(fits, since) {
    const until = performance.now() + patienceMs
    while (performance.now() < until) {
      const found = this.heard.find(({ event, at }) => at >= since && fits(event))
      if (found) return found.at
      await Promise.race([this.#next(), pause(lookMs)])
    }
    return Number.NaN
  }

  /** Resolves to when so many servers had been connected. @param {number} count */
  async connected(count) {
    while (this.firstConnected.size < count) await this.#next()
    return Math.max(...this.firstConnected.values())
  }

  end() {
    this.#abort.abort()
  }

  #next() {
    return new Promise((resolve) => this.#waiting.add(() => resolve(undefined)))
  }

  /** @param {Response} reply */
  async #read(reply) {
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of reply.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      const parts = text.split('\n\n')
      text = parts.pop() ?? ''
      for (const part of parts) {
        const data = /^data: (.+)$/m.exec(part)?.[1]
        if (data) this.#hear(JSON.parse(data))
      }
    }
  }

  /** Each once, whichever way it came. @param {Event} event */
  #hear(event) {
    if (this.#ids.has(event.id)) return
    this.#ids.add(event.id)
    const at = performance.now()
    this.heard.push({ event, at })
    const { kind, server, detail } = event
    if (kind === 'connection-changed' && detail.to === 'connected' && !this.firstConnected.has(server))
      this.firstConnected.set(server, at)
    for (const wake of this.#waiting) wake()
    this.#waiting.clear()
  }
}
