import type { SourceIssue } from '../../../../shared/contract/discovery'
import type { Clock } from '../../../host'
import type { Listed, ListedEntry } from './format'
import { readCard } from './format-card'
import { type Understood, understood, valueIn } from './formats'
import { noList, PageRefused, refusal, shownAddress } from './page-issue'
import type { Page, Pages } from './pages'
import { within } from './within'

/** For one answer, its redirects and its body included; and for finding out where a list is. */
const answerMs = 10_000
const pagesMax = 200
const entriesMax = 20_000

/** A page that is a list. */
export interface Found {
  readonly place: URL
  readonly page: Page
  readonly listed: Understood
}

interface WalkParts {
  readonly pages: Pages
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** One way through the pages of a list. Everything throws `PageRefused`, or the signal's reason. */
export class Walk {
  readonly #parts: WalkParts

  constructor(parts: WalkParts) {
    this.#parts = parts
  }

  /** The first of these places that has a list; null where it says that it is the one that is known. */
  find(places: readonly URL[], conditions: Readonly<Record<string, string>> = {}): Promise<Found | null> {
    return this.#limited(async (signal) => {
      let first: PageRefused | undefined
      for (const place of places)
        try {
          const page = await this.#parts.pages.get(place, signal, conditions)
          return page && { place, page, listed: checked(await understood(page.url, page.text), place) }
        } catch (thrown) {
          if (!(thrown instanceof PageRefused) || !thrown.isMiss) throw thrown
          // What a person can do something about: credentials, else what the address that was given said.
          if (first === undefined || (thrown.wantsCredentials && !first.wantsCredentials)) first = thrown
        }
      throw first ?? new Error('a list was looked for in no place')
    })
  }

  /** All entries of a list that goes on after its first page. */
  async rest({ place, listed }: Found): Promise<ListedEntry[]> {
    const entries = [...listed.entries]
    const seen = new Set<string>()
    let cursor = listed.nextCursor
    while (cursor !== null) {
      if (seen.has(cursor) || seen.size >= pagesMax - 1) throw endless(place)
      seen.add(cursor)
      const at = new URL(place)
      at.searchParams.set('cursor', cursor)
      const next = await this.#limited((signal) => this.#listAt(at, signal))
      for (const entry of next.entries) entries.push(entry)
      if (entries.length > entriesMax) throw tooMany(place)
      cursor = next.nextCursor
    }
    return entries
  }

  /** The servers whose descriptions lie elsewhere; one that cannot be had is told as an entry that is refused. */
  async linked(links: Listed['links']): Promise<ListedEntry[]> {
    const entries: ListedEntry[] = []
    for (const { url, name } of links)
      try {
        entries.push(await this.#limited((signal) => this.#cardAt(url, signal)))
      } catch (thrown) {
        if (!(thrown instanceof PageRefused)) throw thrown
        entries.push(unread(url, name, thrown.issue))
      }
    return entries
  }

  async #listAt(url: URL, signal: AbortSignal): Promise<Listed> {
    const page = await this.#parts.pages.get(url, signal)
    if (page === null) throw noList(url)
    const listed = await understood(page.url, page.text)
    if (listed.format !== 'registry') throw noList(url)
    return listed
  }

  async #cardAt(url: URL, signal: AbortSignal): Promise<ListedEntry> {
    const page = await this.#parts.pages.get(url, signal)
    const card = page && readCard({ url: page.url, value: valueIn(page.text) })
    if (!card) throw noList(url)
    return { ...card, field: shownAddress(url) }
  }

  #limited<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { clock, signal } = this.#parts
    return within({ clock, limitMs: answerMs, signal }, work)
  }
}

function checked(listed: Understood, place: URL): Understood {
  if (listed.entries.length > entriesMax) throw tooMany(place)
  return listed
}

/** Which of the source's servers it is nobody knows, so none of them is taken to be gone. */
function unread(url: URL, name: string | null, issue: SourceIssue): ListedEntry {
  const field = name ?? shownAddress(url)
  return { name: null, field, line: null, document: null, issues: [{ ...issue, field }] }
}

function endless(url: URL): PageRefused {
  const address = shownAddress(url)
  const told = `The list at ${address} has no end: its pages lead in a circle, or are more than ${pagesMax}.`
  return refusal('list-endless', told, { address, limit: pagesMax })
}

function tooMany(url: URL): PageRefused {
  const address = shownAddress(url)
  const told = `The list at ${address} has more than ${entriesMax} servers.`
  return refusal('too-many-entries', told, { address, limit: entriesMax })
}
