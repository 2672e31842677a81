import type { Transport } from '@modelcontextprotocol/client'
import type { Clock } from '../host'

/** What goes over one session: requests that are under way, and when the server was last heard. */
export class Traffic {
  readonly #clock: Clock
  readonly #onQuiet = new Set<() => void>()
  #underWay = 0
  #answeredAt = Number.NEGATIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Requests of others; checks and lists are Rollcall's own. */
  get underWay(): number {
    return this.#underWay
  }

  /** When it last said anything at all, epoch milliseconds. */
  get answeredAt(): number {
    return this.#answeredAt
  }

  /** Notes whatever comes in from now on. */
  watch(transport: Transport): void {
    const deliver = transport.onmessage
    transport.onmessage = (message, extra) => {
      this.#answeredAt = this.#clock.now()
      deliver?.(message, extra)
    }
  }

  /** Counts a request until it has ended. */
  async carry<T>(request: () => Promise<T>): Promise<T> {
    this.#underWay += 1
    try {
      return await request()
    } finally {
      this.#underWay -= 1
      if (this.#underWay === 0) for (const tell of this.#onQuiet) tell()
    }
  }

  /** Resolves once no request is under way, after `withinMs` or with the signal at the latest. */
  async quiet(withinMs: number, signal: AbortSignal): Promise<void> {
    if (this.#underWay === 0 || signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = this.#clock.after(withinMs, resolve)
    const stop = () => resolve()
    signal.addEventListener('abort', stop, { once: true })
    this.#onQuiet.add(stop)
    await promise
    cancel()
    signal.removeEventListener('abort', stop)
    this.#onQuiet.delete(stop)
  }
}
