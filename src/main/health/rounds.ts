import PQueue from 'p-queue'
import type { Clock } from '../host'

/** Checks at the same time. */
const atOnceMax = 50
const jitter = 0.1

/** Decides when each server is checked: at its interval ± 10 %, sooner when asked, at most 50 at the same time. */
export class Rounds {
  readonly #clock: Clock
  readonly #intervalMs: (id: string) => number
  readonly #check: (id: string) => Promise<number | undefined>
  readonly #queue = new PQueue({ concurrency: atOnceMax })
  readonly #timers = new Map<string, { at: number; cancel: () => void }>()
  readonly #members = new Set<string>()
  /** Asked for while the check was running: when the next is due. */
  readonly #running = new Map<string, number | undefined>()

  /** `check` resolves to the milliseconds to the next one, where that should come sooner than usual. */
  constructor(parts: {
    clock: Clock
    intervalMs: (id: string) => number
    check: (id: string) => Promise<number | undefined>
  }) {
    this.#clock = parts.clock
    this.#intervalMs = parts.intervalMs
    this.#check = parts.check
  }

  /** The first check comes somewhere within the first interval, so that servers added together spread out. */
  add(id: string): void {
    this.#members.add(id)
    this.#schedule(id, Math.random() * this.#intervalMs(id))
  }

  remove(id: string): void {
    this.#members.delete(id)
    this.#running.delete(id)
    this.#timers.get(id)?.cancel()
    this.#timers.delete(id)
  }

  /** Checks within `withinMs`, if it was not to be sooner anyway. */
  soon(id: string, withinMs: number): void {
    if (!this.#members.has(id)) return
    const at = this.#clock.now() + withinMs
    if (this.#running.has(id)) this.#running.set(id, Math.min(at, this.#running.get(id) ?? at))
    else if (at < (this.#timers.get(id)?.at ?? Number.POSITIVE_INFINITY)) this.#schedule(id, withinMs)
  }

  /** The same whatever was planned: the plans were made by a clock that has been set since. */
  anew(id: string, withinMs: number): void {
    if (!this.#members.has(id)) return
    if (this.#running.has(id)) this.#running.set(id, this.#clock.now() + withinMs)
    else this.#schedule(id, withinMs)
  }

  /** The interval changed: every server gets a new place in it. */
  respread(): void {
    for (const id of this.#members)
      if (!this.#running.has(id)) this.#schedule(id, Math.random() * this.#intervalMs(id))
  }

  end(): void {
    for (const id of [...this.#members]) this.remove(id)
    this.#queue.clear()
  }

  #schedule(id: string, delayMs: number): void {
    this.#timers.get(id)?.cancel()
    const cancel = this.#clock.after(delayMs, () => void this.#run(id))
    this.#timers.set(id, { at: this.#clock.now() + delayMs, cancel })
  }

  async #run(id: string): Promise<void> {
    this.#timers.delete(id)
    this.#running.set(id, undefined)
    const soonerMs = await this.#queue.add(() => (this.#members.has(id) ? this.#check(id) : undefined))
    const askedAt = this.#running.get(id)
    this.#running.delete(id)
    if (!this.#members.has(id)) return
    const usualMs = this.#intervalMs(id) * (1 - jitter + 2 * jitter * Math.random())
    const askedMs = askedAt === undefined ? usualMs : Math.max(0, askedAt - this.#clock.now())
    this.#schedule(id, Math.min(soonerMs ?? usualMs, askedMs))
  }
}
