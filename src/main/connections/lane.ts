import { FairQueue } from './fair-queue'

/** Requests that may wait for one server. */
export const waitingMax = 1_000

interface Waiter {
  readonly go: () => void
  readonly tell: ((others: number) => void) | undefined
}

interface Entering {
  /** Who asks; callers take turns. */
  readonly caller: string
  readonly signal?: AbortSignal | undefined
  /** Hears how many others are before it, waiting or under way, while it waits; at once, after each change, and 0 at its turn. */
  readonly onWaiting?: ((others: number) => void) | undefined
}

/** Limits how many requests one server has under way; those that wait are let in fairly, caller by caller. */
export class Lane {
  readonly #places: () => number
  readonly #waiting = new FairQueue<Waiter>()
  #underWay = 0

  /** `places`: how many may be under way, now. */
  constructor(places: () => number) {
    this.#places = places
  }

  get underWay(): number {
    return this.#underWay
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /**
   * Takes a place, waiting for one where there is none; `leave` gives it back. False at once where too many wait.
   * Throws the signal's reason when it ends while waiting.
   */
  async enter({ caller, signal, onWaiting }: Entering): Promise<boolean> {
    signal?.throwIfAborted()
    if (this.#underWay < this.#places() && this.#waiting.size === 0) {
      this.#underWay += 1
      return true
    }
    if (this.#waiting.size >= waitingMax) return false
    const { promise, resolve, reject } = Promise.withResolvers<true>()
    const takeOut = this.#waiting.add(caller, { go: () => resolve(true), tell: onWaiting })
    const giveUp = () => {
      takeOut()
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', giveUp, { once: true })
    onWaiting?.(this.#underWay + this.#waiting.size - 1)
    return promise.finally(() => signal?.removeEventListener('abort', giveUp))
  }

  leave(): void {
    this.#underWay -= 1
    this.admit()
  }

  /** Lets in as many as there are places for now. */
  admit(): void {
    while (this.#underWay < this.#places()) {
      const waiter = this.#waiting.next()
      if (!waiter) break
      this.#underWay += 1
      waiter.tell?.(0)
      waiter.go()
    }
    if (this.#waiting.size === 0) return
    for (const [index, { tell }] of this.#waiting.items.entries()) tell?.(this.#underWay + index)
  }
}
