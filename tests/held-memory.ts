import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const everyMs = 25
/** Collecting may take no more than a tenth of the time, lest it be all that goes on. */
const restFactor = 10

/**
 * What this process holds while something goes on: looked at now and then right after the collector has run, so that no
 * garbage counts, in whatever mood it is.
 */
export class HeldMemory implements Disposable {
  readonly #collect: () => void
  readonly #before: number
  #timer: NodeJS.Timeout | undefined
  #most = 0

  private constructor(collect: () => void) {
    this.#collect = collect
    collect()
    this.#before = inUse()
    this.#timer = setTimeout(this.#look, everyMs)
  }

  /** Begins to look. */
  static watch(): HeldMemory {
    setFlagsFromString('--expose-gc')
    return new HeldMemory(runInNewContext('gc') as () => void)
  }

  /** How much more it held at most than when the looking began; now is looked at in any case. */
  get grownBytes(): number {
    this.#measure()
    return this.#most
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  readonly #look = (): void => {
    const startedAt = performance.now()
    if (inUse() - this.#before > this.#most) this.#measure()
    const restMs = restFactor * (performance.now() - startedAt)
    if (this.#timer) this.#timer = setTimeout(this.#look, Math.max(everyMs, restMs))
  }

  #measure(): void {
    this.#collect()
    this.#most = Math.max(this.#most, inUse() - this.#before)
  }
}

function inUse(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
