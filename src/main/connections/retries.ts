import type { Clock } from '../host'
import { backoffMs } from './backoff'
import { stateAfter } from './connection-state'
import type { ConnectionError } from './errors'

/** Between attempts that only a person's doing is likely to mend. */
const slowRetryMs = 60_000
/** A connection that lived this long counts as good: the next loss starts counting anew. */
const steadyMs = 10 * 60_000

/** When the next attempt comes: the failures so far, and the one timer that waits for it. */
export class Retries {
  readonly #clock: Clock
  readonly #try: () => void
  #failures = 0
  #cancel: (() => void) | undefined

  /** `attempt` is called when the time has come. */
  constructor(clock: Clock, attempt: () => void) {
    this.#clock = clock
    this.#try = attempt
  }

  /** In a row. */
  get failures(): number {
    return this.#failures
  }

  get pending(): boolean {
    return this.#cancel !== undefined
  }

  failed(): void {
    this.#failures += 1
  }

  /** A connection was lost that had lived since then, epoch milliseconds. */
  lost(since: number): void {
    this.#failures = this.#clock.now() - since >= steadyMs ? 0 : this.#failures + 1
  }

  forget(): void {
    this.#failures = 0
  }

  /** How long to wait after such a failure, in milliseconds. */
  delayMs(error: ConnectionError): number {
    if (error.code === 'asked-to-wait')
      return Math.max(backoffMs(this.#failures), Number(error.detail.seconds) * 1_000)
    return stateAfter(error) === 'waiting' ? backoffMs(this.#failures) : slowRetryMs
  }

  /** Instead of whatever was planned; returns when that is, epoch milliseconds. */
  plan(delayMs: number): number {
    this.cancel()
    this.#cancel = this.#clock.after(delayMs, () => {
      this.#cancel = undefined
      this.#try()
    })
    return this.#clock.now() + delayMs
  }

  cancel(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }
}
