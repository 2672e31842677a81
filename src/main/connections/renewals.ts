import type { Clock } from '../host'

/** A server that forgets its sessions more often is treated like any other that was lost. */
const most = 3
const withinMs = 60_000

/** How often a forgotten session may be replaced at once. */
export class Renewals {
  readonly #clock: Clock
  #at: readonly number[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether one more is within bounds; it counts then. */
  allow(): boolean {
    const now = this.#clock.now()
    this.#at = this.#at.filter((at) => Math.abs(now - at) < withinMs)
    if (this.#at.length >= most) return false
    this.#at = [...this.#at, now]
    return true
  }
}
