import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../src/main/host'

interface Timer {
  readonly at: number
  readonly work: () => void
}

/** A clock that stands still until a test moves it. */
export class TestClock implements Clock {
  #now: number
  readonly #timers = new Set<Timer>()

  constructor(startAt = Date.UTC(2026, 10, 1, 12)) {
    this.#now = startAt
  }

  now(): number {
    return this.#now
  }

  after(delayMs: number, work: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, delayMs), work }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Timers that have neither run nor been cancelled. */
  get pending(): number {
    return this.#timers.size
  }

  /**
   * Moves time on, running every timer that falls due, in order, each at its own instant. Promises that a timer
   * sets going get a turn of the event loop before the next timer runs.
   */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await nextTurn()
    for (let due = this.#due(end); due !== undefined; due = this.#due(end)) {
      this.#timers.delete(due)
      this.#now = due.at
      due.work()
      await nextTurn()
    }
    this.#now = end
    await nextTurn()
  }

  #due(end: number): Timer | undefined {
    let first: Timer | undefined
    for (const timer of this.#timers)
      if (timer.at <= end && (first === undefined || timer.at < first.at)) first = timer
    return first
  }
}

/** A clock that can also lose time, as a sleeping machine does. */
export class SleepyClock extends TestClock {
  #sleptMs = 0

  override now(): number {
    return super.now() + this.#sleptMs
  }

  sleep(ms: number): void {
    this.#sleptMs += ms
  }
}
