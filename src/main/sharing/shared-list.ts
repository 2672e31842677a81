import type { RegistrationDocument } from '../../shared/contract/registration'
import { type ServerJson, serverJson } from '../discovery/exchange/registry-list'
import type { Clock } from '../host'

/** The registry's own word on a server. */
const officialKey = 'io.modelcontextprotocol.registry/official'

/** Most and usual entries of one page, as the official API has them. */
export const pageMax = 100
const pageUsual = 30

export interface PageQuery {
  /** Where the page before ended. */
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
  /** Part of a name, title or description, without regard to case. */
  readonly search?: string | undefined
  /** Milliseconds since 1970: only what changed since, and what went. */
  readonly updatedSince?: number | undefined
  /** `latest`, or one version. */
  readonly version?: string | undefined
  readonly includeDeleted?: boolean | undefined
}

interface Shown {
  readonly server: ServerJson
  /** The server as it is written, to tell a change by. */
  readonly text: string
  readonly publishedAt: number
  readonly updatedAt: number
  readonly status: 'active' | 'deleted'
}

/**
 * Servers as the official registry's API lists them, and since when each is as it is. Times begin with this run:
 * whoever asks for changes since before it gets all, and what went before it began is not told.
 */
export class SharedList {
  readonly #clock: Clock
  /** By the registry's name. */
  #shown = new Map<string, Shown>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  page(documents: readonly RegistrationDocument[], query: PageQuery) {
    const { cursor, search = '', updatedSince, version = 'latest', limit = pageUsual } = query
    const wanted = search.toLowerCase()
    const deleted = query.includeDeleted ?? updatedSince !== undefined
    const found = this.#brought(documents).filter(
      ({ server, status, updatedAt }) =>
        (deleted || status === 'active') &&
        (updatedSince === undefined || updatedAt >= updatedSince) &&
        (version === 'latest' || server.version === version) &&
        [server.name, server.title, server.description].some((text) => text.toLowerCase().includes(wanted)),
    )
    const after = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString('utf8')
    const rest = found.filter(({ server }) => server.name > after)
    const servers = rest.slice(0, limit)
    const last = servers.at(-1)?.server.name
    const nextCursor =
      rest.length > servers.length && last !== undefined
        ? { nextCursor: Buffer.from(last, 'utf8').toString('base64url') }
        : {}
    return { servers: servers.map(answerOf), metadata: { ...nextCursor, count: servers.length } }
  }

  /** One server in one version; undefined where it is not shown. */
  one(documents: readonly RegistrationDocument[], name: string, version: string) {
    const shown = this.#brought(documents).find(({ server }) => server.name === name)
    if (!shown || shown.status === 'deleted') return undefined
    return version === 'latest' || version === shown.server.version ? answerOf(shown) : undefined
  }

  /** All there are and were, by name. What is asked for now is compared with what was there when last asked. */
  #brought(documents: readonly RegistrationDocument[]): Shown[] {
    const now = this.#clock.now()
    const before = this.#shown
    const shown = new Map<string, Shown>()
    for (const document of documents) {
      const { server } = serverJson(document)
      if (server === null) continue
      const text = JSON.stringify(server)
      const old = before.get(server.name)
      const isSame = old?.status === 'active' && old.text === text
      const fresh: Shown = {
        server,
        text,
        publishedAt: old?.publishedAt ?? now,
        updatedAt: now,
        status: 'active',
      }
      shown.set(server.name, isSame ? old : fresh)
    }
    for (const [name, old] of before) {
      if (shown.has(name)) continue
      shown.set(name, old.status === 'deleted' ? old : { ...old, status: 'deleted', updatedAt: now })
    }
    this.#shown = shown
    return [...shown.values()].sort((one, other) => (one.server.name < other.server.name ? -1 : 1))
  }
}

function answerOf({ server, status, publishedAt, updatedAt }: Shown) {
  const official = {
    status,
    publishedAt: new Date(publishedAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    isLatest: true,
  }
  return { server, _meta: { [officialKey]: official } }
}
