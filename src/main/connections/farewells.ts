import type { Live } from './live'

/** Ends sessions, where there is time for it only once the requests under way have ended. */
export class Farewells {
  #haste = new AbortController()

  /** Resolves once it is closed, its process included: within `withinMs` and 4 s. */
  async say({ offers, session }: Live, withinMs: number): Promise<void> {
    offers.end()
    if (withinMs > 0) await session.traffic.quiet(withinMs, this.#haste.signal)
    await session.close()
  }

  /** Those under way need not wait any longer. */
  hurry(): void {
    this.#haste.abort()
    this.#haste = new AbortController()
  }
}
