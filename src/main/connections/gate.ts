import PQueue from 'p-queue'
import type { Clock } from '../host'

/** A connect that has not answered by then waits on beside the queue and gives its place back. */
const placeMs = 2_000

/** Limits how many connects run at the same time, without letting hung ones hold up the rest. */
export class Gate {
  readonly #queue: PQueue
  readonly #clock: Clock

  /** `limit` places; see `limit` to change it while connects are running. */
  constructor(limit: number, clock: Clock) {
    this.#queue = new PQueue({ concurrency: limit })
    this.#clock = clock
  }

  set limit(places: number) {
    this.#queue.concurrency = places
  }

  /**
   * Runs `work` once there is a place, highest `priority` first, and settles as `work` does. The place is given back
   * when `work` settles or after 2 s, whichever is first. An abort while queued rejects with the signal's reason.
   */
  pass<T>(priority: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const whileInPlace = () =>
        new Promise<void>((giveBack) => {
          const cancel = this.#clock.after(placeMs, giveBack)
          work()
            .then(resolve, reject)
            .finally(() => {
              cancel()
              giveBack()
            })
        })
      this.#queue.add(whileInPlace, { priority, signal }).catch(reject)
    })
  }
}
