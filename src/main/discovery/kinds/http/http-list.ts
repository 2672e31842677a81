import type { SourceIssue } from '../../../../shared/contract/discovery'
import { Fault } from '../../../../shared/contract/fault'
import type { Clock } from '../../../host'
import type { ReaderParts, Reading } from '../../kind'
import type { ListedEntry } from './format'
import { keyOf, latestOf } from './format-registry'
import type { HttpOptions } from './http-options'
import { PageRefused, refusal } from './page-issue'
import { Pages } from './pages'
import { placesOf } from './places'
import { Reach, type Resolve } from './reach'
import { type Found, Walk } from './walk'
import { within } from './within'

/** For all pages of a list together. */
const wholeMs = 120_000
/** Changes alone are asked for this long, then the whole list again: what a registry forgot to tell is noticed then. */
const changesMs = 86_400_000

/** How the list answered, for whoever tries it. */
type Answered = Pick<Found['page'], 'status' | 'type'>

/** What one look found: `same` where the list is what it was when it was named last. */
export type Look =
  | (Extract<Reading, { outcome: 'named' }> & { readonly answer: Answered })
  | { readonly outcome: 'same' }
  | { readonly outcome: 'failed'; readonly issue: SourceIssue; readonly retryAfterMs: number | null }

export interface HttpListParts extends Pick<ReaderParts<HttpOptions>, 'address' | 'options' | 'secret'> {
  readonly clock: Clock
  readonly resolve?: Resolve | undefined
}

/** A registry's list as it was last, so that only what changed since has to be asked for. */
interface Known {
  readonly entries: ReadonlyMap<string, ListedEntry>
  /** As the registry writes it. */
  readonly since: string
  readonly wholeAt: number
}

/** The list of servers at an address: where exactly it is, how it goes on, and what of it is known. */
export class HttpList {
  readonly #parts: HttpListParts
  readonly #home: URL
  readonly #reach: Reach
  /** Where it was last. */
  #place: URL | undefined
  /** Of a list that came in one piece. */
  #conditions: Readonly<Record<string, string>> = {}
  #known: Known | undefined

  constructor(parts: HttpListParts) {
    this.#parts = parts
    this.#home = new URL(parts.address)
    this.#reach = new Reach(this.#home, parts.resolve)
  }

  get reach(): Reach {
    return this.#reach
  }

  /** Throws only the signal's reason. `whole`: without regard to what is known. */
  async look(signal: AbortSignal, { whole }: { readonly whole: boolean }): Promise<Look> {
    const { clock } = this.#parts
    let pages: Pages | undefined
    try {
      pages = new Pages({ home: this.#home, headers: await this.#headers(), reach: this.#reach, clock })
      const walked = { pages, clock }
      return await within({ clock, limitMs: wholeMs, signal }, (limited) =>
        this.#lookAlong(new Walk({ ...walked, signal: limited }), whole),
      )
    } catch (thrown) {
      signal.throwIfAborted()
      if (!(thrown instanceof PageRefused)) throw thrown
      return { outcome: 'failed', issue: thrown.issue, retryAfterMs: thrown.retryAfterMs }
    } finally {
      await pages?.end()
    }
  }

  async #lookAlong(walk: Walk, whole: boolean): Promise<Look> {
    const known = whole ? undefined : this.#fresh()
    const found = await this.#find(walk, whole, known)
    if (found === null) return { outcome: 'same' }
    const { listed, page, place } = found
    const came = await walk.rest(found)
    const linked = await walk.linked(listed.links)
    const isRegistry = listed.format === 'registry'
    if (known && isRegistry && isIncrement(came, known.since)) {
      if (came.length === 0) return { outcome: 'same' }
      return this.#named(found, merged(known, came), known.wholeAt)
    }
    // Asked for changes, it gave something else: the whole list, or another one.
    if (known && !isRegistry) this.#known = undefined
    const isOnePage = listed.nextCursor === null && listed.links.length === 0
    this.#place = place
    this.#conditions = isOnePage ? conditionsOf(page) : {}
    return this.#named(found, isRegistry ? latestOf(came) : [...came, ...linked], this.#parts.clock.now())
  }

  /** Where it was last; where it is not there any more, wherever it may be. */
  async #find(walk: Walk, whole: boolean, known: Known | undefined): Promise<Found | null> {
    const place = this.#place
    const places = placesOf(this.#home)
    if (place === undefined) return walk.find(places)
    const asked = known === undefined ? place : changesSince(place, known.since)
    try {
      const found = await walk.find([asked], whole || known ? {} : this.#conditions)
      return found && { ...found, place }
    } catch (thrown) {
      if (!(thrown instanceof PageRefused) || !thrown.isMiss || thrown.wantsCredentials) throw thrown
      this.#place = undefined
      this.#known = undefined
      return walk.find(places)
    }
  }

  #named(
    { listed, page }: Found,
    entries: ReadonlyMap<string, ListedEntry> | readonly ListedEntry[],
    wholeAt: number,
  ): Look {
    const all = Array.isArray(entries) ? entries : [...entries.values()]
    const present = all.filter(({ isGone }) => isGone !== true)
    const since = newest(all)
    this.#known =
      entries instanceof Map && since !== undefined
        ? { entries: new Map(present.map((entry) => [keyOf(entry), entry])), since, wholeAt }
        : undefined
    return {
      outcome: 'named',
      entries: present,
      frame: listed.frame,
      issues: listed.issues,
      answer: { status: page.status, type: page.type },
    }
  }

  #fresh(): Known | undefined {
    const known = this.#known
    return known && this.#parts.clock.now() - known.wholeAt < changesMs ? known : undefined
  }

  async #headers(): Promise<Record<string, string>> {
    const { options, secret } = this.#parts
    const open = async (value: string, field: string) => {
      try {
        return await secret(value)
      } catch (error) {
        if (!(error instanceof Fault) || error.code !== 'not-found') throw error
        throw refusal('secret-missing', `The secret for ${field} is not in this Rollcall’s store.`, { field })
      }
    }
    const headers: Record<string, string> = {}
    for (const [name, value] of Object.entries(options.headers))
      headers[name.toLowerCase()] = await open(value, `headers.${name}`)
    if (options.bearer !== undefined) headers.authorization = `Bearer ${await open(options.bearer, 'bearer')}`
    return headers
  }
}

/** True where each entry changed since then: what does not know `updated_since` answers with its whole list. */
function isIncrement(entries: readonly ListedEntry[], since: string): boolean {
  return entries.every(
    ({ changedAt }) => changedAt !== undefined && Date.parse(changedAt) >= Date.parse(since),
  )
}

function merged(known: Known, came: readonly ListedEntry[]): Map<string, ListedEntry> {
  const entries = new Map(known.entries)
  for (const [key, entry] of latestOf(came)) entries.set(key, entry)
  return entries
}

function changesSince(place: URL, since: string): URL {
  const url = new URL(place)
  url.searchParams.set('updated_since', since)
  url.searchParams.set('include_deleted', 'true')
  return url
}

function newest(entries: readonly ListedEntry[]): string | undefined {
  let latest: string | undefined
  for (const { changedAt } of entries)
    if (changedAt !== undefined && (latest === undefined || Date.parse(changedAt) > Date.parse(latest)))
      latest = changedAt
  return latest
}

function conditionsOf({ etag, modified }: Found['page']): Record<string, string> {
  if (etag !== null) return { 'if-none-match': etag }
  return modified === null ? {} : { 'if-modified-since': modified }
}
