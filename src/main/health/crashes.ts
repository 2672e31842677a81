const windowMs = 10 * 60_000
const crashesMin = 5

/** Counts how often a process ended by itself. Five times within ten minutes is a loop, until somebody breaks it. */
export class Crashes {
  #times: number[] = []
  #looping = 0

  /** How often it crashed when it was found to loop; 0 while it is not. */
  get looping(): number {
    return this.#looping
  }

  add(at: number): void {
    this.#times = [...this.#times.filter((time) => at - time < windowMs), at]
    if (this.#times.length >= crashesMin) this.#looping = this.#times.length
  }

  forget(): void {
    this.#times = []
    this.#looping = 0
  }
}
