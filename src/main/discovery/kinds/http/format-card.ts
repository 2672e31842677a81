import { type Fields, fieldsIn, isFields, textIn } from '../../fields'
import { fileIssue } from '../../issue'
import { namedServer, serverIn } from '../../server-json/server-json'
import { type Answer, type Format, type ListedEntry, wholeList } from './format'

/** Most documents elsewhere that one catalogue may send to. */
const linksMax = 100

/** An AI Catalog: of its entries those that are Server Cards, inside it or elsewhere. */
export const catalogFormat: Format = {
  name: 'catalog',
  fits: ({ value }) =>
    isFields(value) &&
    Array.isArray(value.entries) &&
    (value.specVersion !== undefined || fieldsIn(value.entries).some(isCardEntry)),
  read: ({ value, url }) => {
    const cards = fieldsIn((value as Fields).entries).filter(isCardEntry)
    const links = cards.flatMap((entry) => linkOf(entry, url) ?? [])
    const inside = cards.flatMap((entry, at) =>
      isFields(entry.data) ? cardEntry(entry.data, `entries[${at}].data`, url) : [],
    )
    return { ...wholeList(inside), links: links.slice(0, linksMax), issues: tooManyLinks(links.length) }
  },
}

/** A Server Card, a `server.json`, or what deployed guesses at cards look like. */
export const cardFormat: Format = {
  name: 'card',
  fits: ({ value }) => isCard(value),
  read: ({ value, url }) => wholeList([cardEntry(value as Fields, '', url)]),
}

/** A list of them, as `/.well-known/mcp-servers` has it: by itself, or under `servers`. */
export const describedFormat: Format = {
  name: 'described',
  fits: ({ value }) => describedIn(value).length > 0,
  read: ({ value, url }) =>
    wholeList(describedIn(value).map((card, at) => cardEntry(card, `servers[${at}]`, url))),
}

/** The server one card describes; undefined where the value is no card. */
export function readCard({ value, url }: Pick<Answer, 'value' | 'url'>): ListedEntry | undefined {
  return isCard(value) ? cardEntry(value as Fields, '', url) : undefined
}

function describedIn(value: unknown): Fields[] {
  const list = isFields(value) ? value.servers : value
  const items = fieldsIn(list)
  return Array.isArray(list) && items.length === list.length && items.every(isCard) ? items : []
}

function isCard(value: unknown): boolean {
  return serverIn(value) !== undefined || (isFields(value) && endpointOf(value) !== undefined)
}

/** Older cards name one endpoint, often relative to the host. */
function endpointOf(card: Fields): string | undefined {
  const { transport } = card
  const named = textIn(card.name) ?? (isFields(card.serverInfo) ? textIn(card.serverInfo.name) : undefined)
  if (named === undefined) return undefined
  const inside = isFields(transport) ? (textIn(transport.endpoint) ?? textIn(transport.url)) : undefined
  return inside ?? textIn(card.endpoint) ?? textIn(card.mcp_endpoint)
}

function cardEntry(card: Fields, field: string, base: URL): ListedEntry {
  const described = serverIn(card)
  if (described) return namedServer(described, field, base)
  const info = isFields(card.serverInfo) ? card.serverInfo : {}
  const type = isFields(card.transport) ? card.transport.type : undefined
  return namedServer({ ...info, ...card, remotes: [{ url: endpointOf(card), type }] }, field, base)
}

function isCardEntry(entry: Fields): boolean {
  return /mcp/iu.test(textIn(entry.type) ?? textIn(entry.mediaType) ?? '')
}

function linkOf(entry: Fields, base: URL) {
  const url = textIn(entry.url)
  if (url === undefined || isFields(entry.data) || !URL.canParse(url, base.href)) return undefined
  return { url: new URL(url, base), name: textIn(entry.identifier)?.slice(0, 200) ?? null }
}

function tooManyLinks(count: number) {
  if (count <= linksMax) return []
  const told = `Of ${count} documents this catalogue sends to, the first ${linksMax} are read.`
  return [{ ...fileIssue('too-many-links', told, { count, limit: linksMax }), severity: 'warning' as const }]
}
