import { ConnectionFailure } from './errors'
import type { Entry, Gate } from './gate'

/** One attempt at a time, begun only when what it would meet has ended. */
export class Attempts<T> {
  readonly #gate: Gate
  readonly #discard: (opened: T) => Promise<void>
  #current: AbortController | undefined
  /** The next attempt waits for it, so that no server runs twice. */
  #leftovers: Promise<unknown> = Promise.resolve()
  readonly #ending = new Set<Promise<unknown>>()

  /** `discard` ends what an attempt opened that nobody wants any more. */
  constructor(gate: Gate, discard: (opened: T) => Promise<void>) {
    this.#gate = gate
    this.#discard = discard
  }

  get underWay(): boolean {
    return this.#current !== undefined
  }

  /** Gives up the one under way, if there is one. */
  abort(): void {
    this.#current?.abort(new ConnectionFailure('closed'))
    this.#current = undefined
  }

  begin(
    entry: Entry,
    open: (signal: AbortSignal) => Promise<T>,
    { onOpened, onFailed }: { onOpened: (opened: T) => void; onFailed: (error: unknown) => void },
  ): void {
    const attempt = new AbortController()
    const { signal } = attempt
    this.#current = attempt
    const run = async (leftovers: Promise<unknown>) => {
      await leftovers
      try {
        const opened = await this.#gate.pass(entry, signal, async () => open(signal))
        if (signal.aborted) return await this.#discard(opened)
        this.#current = undefined
        onOpened(opened)
      } catch (error) {
        if (signal.aborted) return
        this.#current = undefined
        onFailed(error)
      }
    }
    this.#leftovers = run(this.#leftovers)
  }

  /** Something is ending; where the next attempt would meet it, `blocks`, that waits. */
  after(ending: Promise<unknown>, blocks: boolean): void {
    const end = ending.finally(() => this.#ending.delete(end))
    end.catch(() => {})
    this.#ending.add(end)
    if (blocks) this.#leftovers = Promise.allSettled([this.#leftovers, ending])
  }

  /** Resolves once nothing is left of any attempt. */
  async over(): Promise<void> {
    await Promise.allSettled([this.#leftovers, ...this.#ending])
  }
}
