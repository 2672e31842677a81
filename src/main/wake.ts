import type { Clock } from './host'

/**
 * Lets one waiter sleep until it is woken. A wake before the sleep is not lost; several wakes are one.
 * The end of the signal wakes for ever.
 */
export class Wake {
  readonly #signal: AbortSignal
  #due = false
  #sleeper: (() => void) | undefined
  readonly #onAbort = () => this.wake()

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  wake(): void {
    this.#due = true
    this.#sleeper?.()
  }

  /** Resolves at the next wake, or at once if there was one since the last sleep or the signal has ended. */
  async sleep(): Promise<void> {
    if (!this.#due && !this.#signal.aborted) {
      this.#signal.addEventListener('abort', this.#onAbort, { once: true })
      await new Promise<void>((resolve) => {
        this.#sleeper = resolve
      })
      this.#signal.removeEventListener('abort', this.#onAbort)
      this.#sleeper = undefined
    }
    this.#due = false
  }
}

/** Waits so long, or until the signal ends. */
export async function rest(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  const over = new Wake(signal)
  const cancel = clock.after(ms, () => over.wake())
  await over.sleep()
  cancel()
}
