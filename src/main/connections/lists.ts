import type { KeptLists, ListCache } from '../../shared/contract/connections'
import type { Clock } from '../host'
import type { Preferences } from '../settings/preferences'
import type { Connection } from './connection'
import { type OfferKind, offerKinds } from './notices'
import { ownLimits } from './own-limits'
import { readySession } from './request'
import type { Offer } from './shelf'

/**
 * What all servers offer, as it is kept. An entry is all lists of one server. The bodies of those not used for longest are
 * let go where there are more than may be kept, and read again on use; a server that is not connected keeps its own, because
 * nobody could read them again.
 */
export class Lists {
  readonly #settings: Preferences
  readonly #clock: Clock
  /** Those whose bodies are kept, the one not used for longest first. */
  readonly #kept = new Map<string, Connection>()
  #hits = 0
  #misses = 0

  constructor(settings: Preferences, clock: Clock) {
    this.#settings = settings
    this.#clock = clock
  }

  /** What a server offers of one kind, read again first where it is not fresh and can be read. */
  async use(connection: Connection, kind: OfferKind): Promise<Offer> {
    const { shelf, offers } = connection
    const fresh =
      this.#settings.get().toolCacheEnabled && shelf.isFresh(kind, this.#clock.now(), this.#ttlMs(connection))
    this.#count(connection, fresh)
    if (!fresh && offers && !offers.isDue(kind)) await offers.read(kind)
    this.touch(connection)
    return shelf.offer
  }

  /** What a call needs to know of the tools. */
  async prepare(connection: Connection): Promise<void> {
    if (connection.shelf.bare && connection.offers) await connection.offers.read('tools')
    this.touch(connection)
  }

  /** Reads all lists of a server again; one that is asleep is woken. Throws Fault not-connected. */
  async readAgain(connection: Connection): Promise<KeptLists> {
    await readySession(connection, undefined)
    await Promise.all(offerKinds.map((kind) => connection.offers?.read(kind)))
    this.touch(connection)
    return this.of(connection)
  }

  /** The lists of this server were used, or filled. */
  touch(connection: Connection): void {
    const { id } = connection.record
    this.#kept.delete(id)
    this.#kept.set(id, connection)
    this.trim()
  }

  /** Lets go of what is too much. */
  trim(): void {
    let excess = this.#kept.size - this.#settings.get().toolCacheMaxItems
    for (const [id, { shelf, offers }] of this.#kept) {
      if (excess <= 0) return
      if (!offers) continue
      shelf.strip()
      this.#kept.delete(id)
      excess -= 1
    }
  }

  forget(id: string): void {
    this.#kept.delete(id)
  }

  of(connection: Connection): KeptLists {
    const { hits, misses } = connection.shelf
    const lists = connection.shelf.view(this.#clock.now(), this.#ttlMs(connection))
    return { hits, misses, rate: rateOf(hits, misses), lists }
  }

  get total(): ListCache {
    const { toolCacheEnabled: enabled, toolCacheMaxItems: most } = this.#settings.get()
    const use = { hits: this.#hits, misses: this.#misses, rate: rateOf(this.#hits, this.#misses) }
    return { ...use, enabled, kept: this.#kept.size, most }
  }

  #ttlMs({ record }: Connection): number {
    return ownLimits(record.registration.metadata, this.#settings.get()).toolCacheTtlMs
  }

  #count({ shelf }: Connection, hit: boolean): void {
    if (hit) {
      shelf.hits += 1
      this.#hits += 1
    } else {
      shelf.misses += 1
      this.#misses += 1
    }
  }
}

function rateOf(hits: number, misses: number): number | null {
  return hits + misses === 0 ? null : hits / (hits + misses)
}
