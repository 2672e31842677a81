import { slices } from '../../../slices'
import { type Fields, fieldsIn, isFields, textIn } from '../../fields'
import { namedServer } from '../../server-json/server-json'
import { type Format, type Listed, type ListedEntry, noFrame } from './format'

const official = 'io.modelcontextprotocol.registry/official'

/** One page of an MCP Registry (v0.1; what v0 had otherwise is understood): the official one, subregistries, Nacos. */
export const registryFormat: Format = {
  name: 'registry',
  fits: ({ value }) => {
    if (!isFields(value) || !Array.isArray(value.servers)) return false
    const [first] = fieldsIn(value.servers)
    return first === undefined
      ? isFields(value.metadata) && value.servers.length === 0
      : isFields(first.server) || (isFields(value.metadata) && Array.isArray(first.remotes ?? first.packages))
  },
  read: async ({ value }) => {
    const { servers, metadata } = value as Fields
    const meta = isFields(metadata) ? metadata : {}
    const entries: ListedEntry[] = []
    for await (const slice of slices(fieldsIn(servers)))
      for (const item of slice) entries.push(entryOf(item, `servers[${entries.length}]`))
    return {
      entries,
      frame: noFrame,
      issues: [],
      nextCursor: textIn(meta.nextCursor) ?? textIn(meta.next_cursor) ?? null,
      links: [],
    } satisfies Listed
  },
}

function entryOf(item: Fields, field: string): ListedEntry {
  const server = isFields(item.server) ? item.server : item
  const said = statusOf(item, server)
  const status = textIn(said.status) ?? textIn(server.status)
  const changedAt = [said.statusChangedAt, said.updatedAt, said.updated_at]
    .flatMap((at) => textIn(at) ?? [])
    .filter((at) => !Number.isNaN(Date.parse(at)))
    .toSorted((one, other) => Date.parse(one) - Date.parse(other))
    .at(-1)
  const isLatest = [said.isLatest, said.is_latest].find((flag) => typeof flag === 'boolean')
  const entry =
    status === 'deleted'
      ? { name: textIn(server.name) ?? null, field, line: null, document: null, issues: [], isGone: true }
      : namedServer(server, field)
  return { ...entry, id: textIn(server.name), isLatest, changedAt }
}

/** Beside the server since 2025-09, before that within it. */
function statusOf(item: Fields, server: Fields): Fields {
  for (const { _meta: meta } of [item, server])
    if (isFields(meta) && isFields(meta[official])) return meta[official]
  return {}
}

/**
 * One entry for each name: the one that says it is the latest, else the one that changed last, else the one that came
 * last. What says it is not the latest counts only where nothing else has the name.
 */
export function latestOf(entries: Iterable<ListedEntry>): Map<string, ListedEntry> {
  const latest = new Map<string, ListedEntry>()
  for (const entry of entries) {
    const key = keyOf(entry)
    const other = latest.get(key)
    if (other === undefined || rankOf(entry) >= rankOf(other)) latest.set(key, entry)
  }
  return latest
}

/** What tells the servers of a registry apart. */
export function keyOf({ id, name, field }: ListedEntry): string {
  return id ?? name ?? field
}

function rankOf({ isLatest, changedAt }: ListedEntry): number {
  // Later than any date: what says that it is the latest.
  if (isLatest === true) return Number.MAX_SAFE_INTEGER
  return isLatest === false ? -1 : Date.parse(changedAt ?? '') || 0
}

/** The address of the first page: the latest version of each server, as many at once as registries give. */
export function registryPage(url: URL, more: Readonly<Record<string, string>> = {}): URL {
  const page = new URL(url)
  for (const [name, value] of Object.entries({ version: 'latest', limit: '100', ...more }))
    if (!page.searchParams.has(name)) page.searchParams.set(name, value)
  return page
}

/** True for the address of a registry's list. */
export function isRegistryAddress(url: URL): boolean {
  return /\/v0(?:\.\d+)?\/servers\/?$/u.test(url.pathname)
}
