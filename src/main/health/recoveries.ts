const windowMs = 10 * 60_000
const recoveriesMax = 3

/** Counts how often a server that hangs was given a new connection, or process. Three times within ten minutes is enough. */
export class Recoveries {
  #times: number[] = []

  /** How many were made within ten minutes where that is as many as may be; 0 where there is one left. */
  spent(now: number): number {
    const recent = this.#recent(now)
    return recent.length < recoveriesMax ? 0 : recent.length
  }

  /** Whether one more may be made; it counts then. */
  allow(now: number): boolean {
    this.#times = this.#recent(now)
    if (this.#times.length >= recoveriesMax) return false
    this.#times.push(now)
    return true
  }

  forget(): void {
    this.#times = []
  }

  /** A time that is yet to come was taken by a clock that has been set since. */
  #recent(now: number): number[] {
    return this.#times.filter((at) => at <= now && now - at < windowMs)
  }
}
