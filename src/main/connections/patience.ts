import type { Clock } from '../host'

/**
 * How long a call may take: so long without a sign of progress, so long in all. It stands still while a person is asked.
 */
export class Patience {
  readonly #clock: Clock
  readonly #limits: { readonly quietMs: number; readonly wholeMs: number }
  readonly #onOver: () => void
  #quietLeftMs: number
  #wholeLeftMs: number
  #since = 0
  #pauses = 0
  #cancel: (() => void) | undefined

  constructor(
    clock: Clock,
    limits: { readonly quietMs: number; readonly wholeMs: number },
    onOver: () => void,
  ) {
    this.#clock = clock
    this.#limits = limits
    this.#onOver = onOver
    this.#quietLeftMs = limits.quietMs
    this.#wholeLeftMs = limits.wholeMs
  }

  start(): void {
    this.#since = this.#clock.now()
    this.#cancel = this.#clock.after(Math.min(this.#quietLeftMs, this.#wholeLeftMs), this.#onOver)
  }

  /** There was a sign of progress. */
  renew(): void {
    if (this.#pauses === 0) this.#stop()
    this.#quietLeftMs = this.#limits.quietMs
    if (this.#pauses === 0) this.start()
  }

  /** Stands still for as long as the work takes. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#pauses++ === 0) this.#stop()
    try {
      return await work()
    } finally {
      this.#quietLeftMs = this.#limits.quietMs
      if (--this.#pauses === 0) this.start()
    }
  }

  end(): void {
    this.#cancel?.()
  }

  #stop(): void {
    const passedMs = this.#clock.now() - this.#since
    this.#wholeLeftMs -= passedMs
    this.#quietLeftMs -= passedMs
    this.#cancel?.()
  }
}
