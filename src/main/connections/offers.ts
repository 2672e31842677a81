import type { Clock } from '../host'
import type { ConnectionError } from './errors'
import { emptyListing, readListing } from './listing'
import { type OfferKind, offerKinds } from './notices'
import { Refreshes } from './refreshes'
import type { Session } from './session'
import type { Shelf } from './shelf'

/** A list that could not be read is read again after this. */
const againMs = 30_000
/** What a server says that has no such list after all. */
const methodNotFound = -32_601

/** Reads the lists of one session onto the server's shelf: all of them once, then each again when it is wanted. */
export class Offers {
  readonly #session: Session
  readonly #shelf: Shelf
  readonly #clock: Clock
  readonly #onChanged: () => void
  readonly #onFailed: (error: ConnectionError, isNews: boolean) => void
  readonly #onTwice: (tool: string) => void
  readonly #reading = new Map<OfferKind, Promise<boolean>>()
  readonly #refreshes: Refreshes
  readonly #retries = new Map<OfferKind, () => void>()
  #over = false

  constructor(parts: {
    session: Session
    shelf: Shelf
    clock: Clock
    /** A list says something else than before. */
    onChanged: () => void
    /** One could not be read, be it as the last time. */
    onFailed: (error: ConnectionError, isNews: boolean) => void
    /** The list has the tool already; only the first counts. */
    onTwice: (tool: string) => void
  }) {
    this.#session = parts.session
    this.#shelf = parts.shelf
    this.#clock = parts.clock
    this.#onChanged = parts.onChanged
    this.#onFailed = parts.onFailed
    this.#onTwice = parts.onTwice
    this.#refreshes = new Refreshes(parts.clock, async (kinds) => {
      const news = await Promise.all(kinds.map((kind) => this.#readAnew(kind)))
      return news.includes(true)
    })
  }

  /**
   * Reads every list the server has, once change notices are heard, so that none is missed and no list read twice;
   * resolves when all were read or failed.
   */
  async start(): Promise<void> {
    this.#shelf.forgive()
    await this.#session.hearing()
    this.#session.on('stale', (kind, cause) => {
      if (cause === 'notice') this.#shelf.stale(kind)
      this.#refreshes.want(kind, cause)
    })
    await Promise.all(offerKinds.map((kind) => this.read(kind)))
  }

  /** Whether it will be read again by itself shortly: notices come too fast to follow each. */
  isDue(kind: OfferKind): boolean {
    return this.#refreshes.isDue(kind)
  }

  /** Reads a list; who asks while it is read shares the answer. Resolves to whether there was anything new. */
  read(kind: OfferKind): Promise<boolean> {
    const reading = this.#reading.get(kind) ?? this.#read(kind).finally(() => this.#reading.delete(kind))
    this.#reading.set(kind, reading)
    return reading
  }

  end(): void {
    this.#over = true
    this.#refreshes.end()
    for (const cancel of this.#retries.values()) cancel()
  }

  /** One that was begun before may have been answered before, too. */
  async #readAnew(kind: OfferKind): Promise<boolean> {
    await this.#reading.get(kind)
    return this.read(kind)
  }

  async #read(kind: OfferKind): Promise<boolean> {
    if (this.#over) return false
    this.#retries.get(kind)?.()
    try {
      const listing = this.#session.offers(kind)
        ? await readListing(this.#session, kind, this.#onTwice)
        : emptyListing(kind)
      if (this.#over || !this.#shelf.take(kind, listing, this.#clock.now())) return false
      this.#onChanged()
      return true
    } catch (thrown) {
      const error = this.#session.failureOf(thrown)
      if (!this.#over) this.#failed(kind, error)
      return false
    }
  }

  #failed(kind: OfferKind, error: ConnectionError): void {
    if (error.code === 'protocol' && error.detail.rpcCode === methodNotFound) {
      if (this.#shelf.take(kind, emptyListing(kind), this.#clock.now())) this.#onChanged()
      return
    }
    const isNews = this.#shelf.failed(kind, error)
    this.#retries.set(
      kind,
      this.#clock.after(againMs, () => void this.read(kind)),
    )
    if (isNews) this.#onChanged()
    this.#onFailed(error, isNews)
  }
}
