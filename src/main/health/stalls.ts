import type { Clock } from '../host'

const beatMs = 1_000
const toleranceMs = 5_000

/**
 * Notices that time went on without us: a sleeping laptop, a stopped process, a moved clock. What was being measured
 * then says nothing of the servers.
 */
export class Stalls {
  readonly #clock: Clock
  readonly #onStall: (lastBeatAt: number) => void
  #lastBeatAt = 0
  #count = 0
  #cancel: (() => void) | undefined

  /** `onStall` is told when time was last seen to go on as it should. */
  constructor(clock: Clock, onStall: (lastBeatAt: number) => void) {
    this.#clock = clock
    this.#onStall = onStall
  }

  start(): void {
    this.#lastBeatAt = this.#clock.now()
    this.#beat()
  }

  /** When time was last seen to go on. */
  get lastBeatAt(): number {
    return this.#lastBeatAt
  }

  /** How many were noticed by now, without looking. */
  get seen(): number {
    return this.#count
  }

  /** Looks, and says how many so far; a measurement over which this grew is void. */
  look(): number {
    const gapMs = this.#clock.now() - this.#lastBeatAt
    if (gapMs > beatMs + toleranceMs || gapMs < -toleranceMs) {
      const lastBeatAt = this.#lastBeatAt
      this.#lastBeatAt = this.#clock.now()
      this.#count++
      this.#onStall(lastBeatAt)
    }
    return this.#count
  }

  end(): void {
    this.#cancel?.()
  }

  #beat(): void {
    this.#cancel = this.#clock.after(beatMs, () => {
      this.look()
      this.#lastBeatAt = this.#clock.now()
      this.#beat()
    })
  }
}
