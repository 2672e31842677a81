import type { Clock } from '../host'

/**
 * Writes what may wait, together: a while after the first of it came. Where the disk refuses, it goes on waiting; what
 * still waits when the process is killed is lost.
 */
export class LateWrite {
  readonly #clock: Clock
  readonly #delayMs: number
  readonly #write: () => void
  #cancel: (() => void) | undefined

  /** `write` may throw. */
  constructor(clock: Clock, delayMs: number, write: () => void) {
    this.#clock = clock
    this.#delayMs = delayMs
    this.#write = write
  }

  soon(): void {
    this.#cancel ??= this.#clock.after(this.#delayMs, () => this.#try())
  }

  /** Writes now what is waiting, and nothing after that. */
  end(): void {
    if (!this.#cancel) return
    this.#try()
    this.#cancel?.()
    this.#cancel = undefined
  }

  #try(): void {
    this.#cancel?.()
    this.#cancel = undefined
    try {
      this.#write()
    } catch {
      this.soon()
    }
  }
}
