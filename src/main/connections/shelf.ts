import { createHash } from 'node:crypto'
import type { Tool as SdkTool } from '@modelcontextprotocol/client'
import type { ListPartial, ListState } from '../../shared/contract/connections'
import type { Prompt } from '../../shared/contract/prompts'
import type { Resource, ResourceTemplate } from '../../shared/contract/resources'
import type { Tool } from '../../shared/contract/tools'
import type { ConnectionError } from './errors'
import type { Listing } from './listing'
import { type OfferKind, offerKinds } from './notices'

/** A server's own word on how long its list stays fresh counts within these. */
const leastTtlMs = 1_000
const mostTtlMs = 86_400_000

/** What a server offers, as of the last lists. */
export interface Offer {
  readonly tools: readonly Tool[]
  readonly resources: readonly Resource[]
  readonly templates: readonly ResourceTemplate[]
  readonly prompts: readonly Prompt[]
  /** The tools as they were sent, by name: a call mirrors arguments into headers as they say. */
  readonly definitions: ReadonlyMap<string, SdkTool>
}

export const noOffer: Offer = {
  tools: [],
  resources: [],
  templates: [],
  prompts: [],
  definitions: new Map(),
}

/** As much as a row needs of what a server offers. */
export interface Outline {
  readonly tools: readonly string[]
  readonly resources: number
  readonly prompts: number
}

const noOutline: Outline = { tools: [], resources: 0, prompts: 0 }

/** One list, as it was last read. */
interface Kept {
  readonly digest: string
  readonly items: number
  readonly readAt: number
  readonly ttlMs: number | null
  readonly partial: ListPartial | null
  readonly isStale: boolean
}

/** The lists of one server, kept while it is away. Their bodies can be let go; the outline of them stays. */
export class Shelf {
  #offer = noOffer
  #outline = noOutline
  /** Lists whose bodies were let go. */
  readonly #bare = new Set<OfferKind>()
  readonly #kept = new Map<OfferKind, Kept>()
  readonly #failures = new Map<OfferKind, ConnectionError>()
  hits = 0
  misses = 0

  /** Empty where it was let go; see `bare`. */
  get offer(): Offer {
    return this.#offer
  }

  get outline(): Outline {
    return this.#outline
  }

  /** Bodies were let go: to be read again on use. */
  get bare(): boolean {
    return this.#bare.size > 0
  }

  /** Why a list of a connected server could not be read the last time. */
  get failure(): ConnectionError | undefined {
    return this.#failures.values().next().value
  }

  /** Takes a list; true where it says something else than before. */
  take(kind: OfferKind, { part, partial, ttlMs }: Listing, readAt: number): boolean {
    const { definitions: _, ...told } = part
    const digest = createHash('sha1').update(JSON.stringify(told)).digest('base64')
    const before = this.#kept.get(kind)
    const items = Object.values(told).reduce((sum, list) => sum + list.length, 0)
    this.#kept.set(kind, { digest, items, readAt, ttlMs, partial, isStale: false })
    const healed = this.#failures.delete(kind)
    this.#offer = { ...this.#offer, ...part }
    this.#bare.delete(kind)
    const { tools, resources, prompts } = this.#offer
    this.#outline = {
      ...this.#outline,
      ...(kind === 'tools' && { tools: tools.map(({ name }) => name) }),
      ...(kind === 'resources' && { resources: resources.length }),
      ...(kind === 'prompts' && { prompts: prompts.length }),
    }
    return healed || digest !== before?.digest || partial !== before.partial
  }

  /** It could not be read; true where that is news. */
  failed(kind: OfferKind, error: ConnectionError): boolean {
    const before = this.#failures.get(kind)
    this.#failures.set(kind, error)
    return before?.message !== error.message
  }

  /** The server says that it may have changed. */
  stale(kind: OfferKind): void {
    const kept = this.#kept.get(kind)
    if (kept) this.#kept.set(kind, { ...kept, isStale: true })
  }

  isFresh(kind: OfferKind, now: number, usualTtlMs: number): boolean {
    const kept = this.#kept.get(kind)
    return kept !== undefined && !this.#bare.has(kind) && !kept.isStale && now < freshUntil(kept, usualTtlMs)
  }

  /** Lets the bodies go. */
  strip(): void {
    this.#offer = noOffer
    for (const [kind, { items }] of this.#kept) if (items > 0) this.#bare.add(kind)
  }

  /** It is another server now. */
  clear(): void {
    this.#offer = noOffer
    this.#outline = noOutline
    this.#bare.clear()
    this.#kept.clear()
    this.forgive()
  }

  /** Another session: what could not be read in the last one says nothing of this one. */
  forgive(): void {
    this.#failures.clear()
  }

  view(now: number, usualTtlMs: number): ListState[] {
    return offerKinds.flatMap((kind) => {
      const kept = this.#kept.get(kind)
      const failure = this.#failures.get(kind) ?? null
      if (!kept && !failure) return []
      return {
        kind,
        items: kept?.items ?? 0,
        readAt: kept ? new Date(kept.readAt).toISOString() : null,
        freshUntil: kept ? new Date(freshUntil(kept, usualTtlMs)).toISOString() : null,
        isFresh: this.isFresh(kind, now, usualTtlMs),
        partial: kept?.partial ?? null,
        failure,
      }
    })
  }
}

function freshUntil({ readAt, ttlMs, isStale }: Kept, usualTtlMs: number): number {
  if (isStale) return readAt
  return readAt + (ttlMs === null ? usualTtlMs : Math.min(mostTtlMs, Math.max(leastTtlMs, ttlMs)))
}
