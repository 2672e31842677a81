import { Wake } from '../wake'

/** Kept for a page that has not taken them yet. */
const waitingMax = 16

/** Hands things to the page that listens, in order. Of what comes while none listens the next one gets the last. */
export class Handover<Item> {
  readonly #listeners = new Set<(item: Item) => void>()
  #unheard: Item | undefined

  give(item: Item): void {
    if (this.#listeners.size === 0) this.#unheard = item
    for (const hear of this.#listeners) hear(item)
  }

  async *taken(signal: AbortSignal): AsyncGenerator<Item> {
    const wake = new Wake(signal)
    const waiting: Item[] = this.#unheard === undefined ? [] : [this.#unheard]
    this.#unheard = undefined
    const hear = (item: Item) => {
      if (waiting.length < waitingMax) waiting.push(item)
      wake.wake()
    }
    this.#listeners.add(hear)
    try {
      while (!signal.aborted) {
        yield* waiting.splice(0)
        await wake.sleep()
      }
    } finally {
      this.#listeners.delete(hear)
    }
  }
}
