import { carefulFetch, Neighbourhood } from '../../connections/sign-in/careful-fetch'
import { isFields } from '../fields'
import { fileIssue } from '../issue'
import { describesServer } from '../server-json/server-json'
import { type Found, found, foundValues } from './found'
import { describedFound, jsonFound } from './structured'

/** The whole search ends after this. */
const searchMs = 30_000
/** Cards of one catalogue that are fetched. */
const cardsMax = 20
const redirectsMax = 5

const cardType = 'application/mcp-server-card+json'

/** Where a machine may tell of its servers, in the order they are asked. */
const cards = [
  '/mcp/server-card',
  '/.well-known/mcp/server-card.json',
  '/.well-known/mcp-server-card',
  '/.well-known/mcp.json',
]

type Fetch = ReturnType<typeof carefulFetch>

/**
 * Asks a machine for its servers: its catalogue, its list, its card, and last whether something answers at `/mcp`. The
 * address is checked where it is connected to: it leads nowhere that is nearer than the machine itself. Redirects are
 * followed within one origin only. Never throws.
 */
export async function lookUp(host: string): Promise<Found> {
  const base = new URL(`${isHere(host) ? 'http' : 'https'}://${host}`)
  const fetch = carefulFetch(await Neighbourhood.of(base), { signal: AbortSignal.timeout(searchMs) })
  const search = new Search(base, fetch)
  const what =
    (await search.catalogue()) ?? (await search.list()) ?? (await search.card()) ?? (await search.endpoint())
  if (what) return { ...what, kind: 'domain', detail: { host }, host, placed: false, guessesNames: true }
  const reason = search.reached ? 'names no servers' : 'cannot be reached'
  const issue = fileIssue('invalid-entry', `${host} ${reason}.`, { field: host, reason })
  return found('domain', { host, detail: { host }, issues: [issue] })
}

class Search {
  /** Something answered, whatever it said. */
  reached = false
  readonly #base: URL
  readonly #fetch: Fetch

  constructor(base: URL, fetch: Fetch) {
    this.#base = base
    this.#fetch = fetch
  }

  async catalogue(): Promise<Found | undefined> {
    const catalogue = await this.#json(
      this.#at('/.well-known/ai-catalog.json'),
      'application/ai-catalog+json',
    )
    if (!isFields(catalogue) || !Array.isArray(catalogue.entries)) return undefined
    const entries = catalogue.entries
      .filter(isFields)
      .filter(({ type }) => type === cardType)
      .slice(0, cardsMax)
    const described = await Promise.all(
      entries.map(({ data, url }) =>
        typeof url === 'string' && URL.canParse(url, this.#base.href)
          ? this.#json(new URL(url, this.#base), cardType)
          : data,
      ),
    )
    return described.some(describesServer) ? describedFound('server-json', described) : undefined
  }

  async list(): Promise<Found | undefined> {
    const list = await this.#json(this.#at('/.well-known/mcp-servers'), 'application/json')
    const what = list === undefined ? undefined : jsonFound(JSON.stringify(list))
    return what && what.entries.length > 0 ? what : undefined
  }

  async card(): Promise<Found | undefined> {
    for (const path of cards) {
      const card = await this.#json(this.#at(path), `${cardType}, application/json`)
      if (describesServer(card)) return describedFound('server-json', [card])
    }
    return undefined
  }

  /** What speaks MCP refuses a plain GET, and not with a page. A stream is not asked for: it would not end. */
  async endpoint(): Promise<Found | undefined> {
    const url = this.#at('/mcp')
    const answer = await this.#get(url, 'application/json')
    if (!answer) return undefined
    const type = answer.headers.get('content-type') ?? ''
    const isRefusal = [400, 401, 403, 405, 406].includes(answer.status)
    const isPage = type.includes('text/html')
    if (isPage || !isRefusal) return undefined
    return foundValues('url', [{ url: url.href }])
  }

  #at(path: string): URL {
    return new URL(path, this.#base)
  }

  async #json(url: URL, accept: string): Promise<unknown> {
    const answer = await this.#get(url, accept)
    if (answer?.status !== 200) return undefined
    return answer.json().catch(() => undefined)
  }

  async #get(url: URL, accept: string): Promise<Response | undefined> {
    let at = url
    for (let hops = 0; hops <= redirectsMax; hops += 1) {
      const answer = await this.#fetch(at, { headers: { accept } }).catch(() => undefined)
      if (!answer) return undefined
      this.reached = true
      const location = answer.status >= 300 && answer.status < 400 ? answer.headers.get('location') : null
      if (location === null) return answer
      if (!URL.canParse(location, at.href)) return undefined
      const next = new URL(location, at)
      if (next.origin !== url.origin) return undefined
      at = next
    }
    return undefined
  }
}

const isHere = (host: string) => /^(?:localhost|127\.[\d.]+|\[::1\])(?::\d+)?$/iu.test(host)
