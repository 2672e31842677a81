import type { Clock } from '../host'
import type { OfferKind } from './notices'

/** Between a notice and the lists it leads to, so that a burst of them is one. */
const settleMs = 200
/** After a list that had nothing new, the next comes no sooner; a last change is seen within this in any case. */
const restMs = 30_000
/** Lists that had something new lead to the next at once, this often within the window. */
const quickMax = 3
const windowMs = 5 * 60_000
const inWindowMax = 10

/** Why lists are to be read again: the server said so, or what it said before may have been missed. */
export type Cause = 'notice' | 'reopened'

/**
 * Decides when the lists of one session are read again. Notices are a stranger's: a thousand at once lead to two readings,
 * and one after each reading to ten within five minutes.
 */
export class Refreshes {
  readonly #clock: Clock
  readonly #read: (kinds: readonly OfferKind[]) => Promise<boolean>
  readonly #due = new Set<OfferKind>()
  readonly #causes = new Set<Cause>()
  readonly #notBefore = new Map<Cause, number>()
  #begun: readonly number[] = []
  #quick: readonly number[] = []
  #cancel: (() => void) | undefined
  #reading = false
  #over = false

  /** `read` resolves to whether there was anything new. */
  constructor(clock: Clock, read: (kinds: readonly OfferKind[]) => Promise<boolean>) {
    this.#clock = clock
    this.#read = read
  }

  /** Whether a reading of this kind is to come. */
  isDue(kind: OfferKind): boolean {
    return this.#due.has(kind)
  }

  want(kind: OfferKind, cause: Cause): void {
    if (this.#over) return
    this.#due.add(kind)
    this.#causes.add(cause)
    if (!this.#reading && !this.#cancel) this.#plan()
  }

  end(): void {
    this.#over = true
    this.#due.clear()
    this.#cancel?.()
  }

  #plan(): void {
    const now = this.#clock.now()
    this.#begun = this.#begun.filter((at) => at > now - windowMs && at <= now)
    const [oldest] = this.#begun
    const crowded = oldest !== undefined && this.#begun.length >= inWindowMax ? oldest + windowMs : now
    const rested = Math.min(...Array.from(this.#causes, (cause) => this.#notBefore.get(cause) ?? now))
    // A clock that was set back must not hold it up.
    const delayMs = Math.min(windowMs, Math.max(settleMs, rested - now, crowded - now))
    this.#cancel = this.#clock.after(delayMs, () => {
      this.#cancel = undefined
      void this.#run()
    })
  }

  async #run(): Promise<void> {
    const kinds = [...this.#due]
    const causes = [...this.#causes]
    this.#due.clear()
    this.#causes.clear()
    this.#reading = true
    const begunAt = this.#clock.now()
    this.#begun = [...this.#begun, begunAt]
    const isNew = await this.#read(kinds)
    this.#reading = false
    this.#quick = this.#quick.filter((at) => at > begunAt - windowMs)
    const mayGoOn = isNew && this.#quick.length < quickMax
    if (mayGoOn) this.#quick = [...this.#quick, begunAt]
    for (const cause of causes) this.#notBefore.set(cause, mayGoOn ? begunAt : begunAt + restMs)
    if (this.#due.size > 0 && !this.#over) this.#plan()
  }
}
