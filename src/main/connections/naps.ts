import type { Clock } from '../host'

interface Parts {
  readonly clock: Clock
  /** How long a server may lie unused before it is put to sleep, in milliseconds; 0: for ever. */
  readonly afterMs: (id: string) => number
  /** Whether nothing speaks against it now. */
  readonly mayNap: (id: string) => boolean
  readonly nap: (id: string) => void
}

/** Puts servers to sleep that nobody uses. */
export class Naps {
  readonly #parts: Parts
  readonly #usedAt = new Map<string, number>()
  readonly #timers = new Map<string, () => void>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** It was used just now, or has just come. */
  touch(id: string): void {
    this.#usedAt.set(id, this.#parts.clock.now())
    if (!this.#timers.has(id)) this.#plan(id, this.#parts.afterMs(id))
  }

  /** Other limits hold now. */
  replan(): void {
    for (const id of [...this.#usedAt.keys()]) {
      this.#cancel(id)
      this.#look(id)
    }
  }

  forget(id: string): void {
    this.#cancel(id)
    this.#usedAt.delete(id)
  }

  end(): void {
    for (const id of [...this.#usedAt.keys()]) this.forget(id)
  }

  #plan(id: string, delayMs: number): void {
    if (delayMs <= 0) return
    const cancel = this.#parts.clock.after(delayMs, () => {
      this.#timers.delete(id)
      this.#look(id)
    })
    this.#timers.set(id, cancel)
  }

  #look(id: string): void {
    const { clock, afterMs, mayNap, nap } = this.#parts
    const limitMs = afterMs(id)
    if (limitMs <= 0) return
    // A clock that was set says nothing of how long it lay unused.
    const unusedMs = Math.max(0, clock.now() - (this.#usedAt.get(id) ?? 0))
    if (unusedMs < limitMs) this.#plan(id, limitMs - unusedMs)
    else if (mayNap(id)) nap(id)
    else this.#plan(id, limitMs)
  }

  #cancel(id: string): void {
    this.#timers.get(id)?.()
    this.#timers.delete(id)
  }
}
