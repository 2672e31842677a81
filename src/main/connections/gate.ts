import PQueue from 'p-queue'
import type { Clock } from '../host'

/** A connect that has not answered by then waits on beside the queue and gives its place back. */
const placeMs = 2_000

/** Of the places, those for processes: to start `npx` twenty times at once makes a machine stand still. */
const processesMax = 5

/** How a connect waits for its place. */
export interface Entry {
  readonly priority: number
  /** A process is started. */
  readonly isProcess: boolean
}

/** Limits how many connects run at the same time, without letting hung ones hold up the rest. */
export class Gate {
  readonly #queue: PQueue
  /** In which processes wait before they wait for a place. */
  readonly #processes: PQueue
  readonly #clock: Clock

  constructor(places: number, clock: Clock) {
    this.#queue = new PQueue({ concurrency: places })
    this.#processes = new PQueue({ concurrency: processesMax })
    this.#clock = clock
  }

  set places(places: number) {
    this.#queue.concurrency = places
  }

  /**
   * Runs `work` once there is a place, highest `priority` first, and settles as `work` does. The place is given back
   * when `work` settles or after 2 s, whichever is first. An abort before or while queued rejects at once with its reason; work
   * that has begun hears of it through its own signal and takes the time it needs to clean up.
   */
  pass<T>({ priority, isProcess }: Entry, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (signal.aborted) return Promise.reject(signal.reason)
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const leave = () => reject(signal.reason)
    signal.addEventListener('abort', leave, { once: true })
    const inPlace = () => {
      signal.removeEventListener('abort', leave)
      return signal.aborted ? Promise.resolve() : this.#hold(work().then(resolve, reject))
    }
    const enter = () => this.#queue.add(inPlace, { priority })
    const entered = isProcess ? this.#processes.add(enter, { priority }) : enter()
    entered.catch(reject)
    return promise
  }

  /** Resolves when `work` has, but after 2 s at the latest. */
  #hold(work: Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = this.#clock.after(placeMs, resolve)
    return Promise.race([work, promise]).finally(cancel)
  }
}
