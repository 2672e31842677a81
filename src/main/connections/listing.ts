import { ProtocolError, type Tool as SdkTool } from '@modelcontextprotocol/client'
import { z } from 'zod'
import { type ListPartial, Tool } from '../../shared/contract/connections'
import { Prompt } from '../../shared/contract/prompts'
import { Resource, ResourceTemplate } from '../../shared/contract/resources'
import { slices } from '../slices'
import { mirrorsWell } from './mirrored-headers'
import type { OfferKind } from './notices'
import type { Session } from './session'
import type { Offer } from './shelf'
import { variablesOf } from './uri-template'

/** A page of a list, whatever is in it. */
const pageOf = (key: string) =>
  z.looseObject({
    [key]: z.array(z.unknown()),
    nextCursor: z.string().nullish().catch(null),
    ttlMs: z.number().nonnegative().optional().catch(undefined),
  })

const pages = {
  tools: pageOf('tools'),
  resources: pageOf('resources'),
  resourceTemplates: pageOf('resourceTemplates'),
  prompts: pageOf('prompts'),
}

/** Of one list. */
const pagesMax = 64
const itemsMax = 10_000

/** A list as it was read. */
export interface Listing {
  readonly part: Partial<Offer>
  /** Why there may be more than this; null where it is whole. */
  readonly partial: ListPartial | null
  /** How long the server says it stays as it is, in milliseconds. */
  readonly ttlMs: number | null
}

interface Pages extends Omit<Listing, 'part'> {
  readonly items: readonly unknown[]
}

/**
 * Reads one kind of list to its end, or as far as it leads. What does not fit the contract is left out, and so is what
 * is listed twice; neighbours stay; `onTwice` is told of
 * tools named twice, as a call must mean one. Throws what the SDK throws.
 */
export async function readListing(
  session: Session,
  kind: OfferKind,
  onTwice: (tool: string) => void,
): Promise<Listing> {
  switch (kind) {
    case 'tools': {
      const { items, ...rest } = await readPages(session, 'tools/list', 'tools')
      const mirrors = session.era === 'modern' && session.kind !== 'stdio'
      const usable = mirrors ? items.filter((one) => mirrorsWell(schemaOf(one))) : items
      const pairs = await fitting(Tool, usable)
      const tools = once(pairs, ([{ name }]) => name, onTwice)
      const definitions = new Map(tools.map(([{ name }, sent]) => [name, sent as SdkTool]))
      return { part: { tools: tools.map(([tool]) => tool), definitions }, ...rest }
    }
    case 'resources': {
      const { items, ...rest } = await readPages(session, 'resources/list', 'resources')
      const templates = await readTemplates(session)
      const resources = once(await fitting(Resource, items), ([{ uri }]) => uri).map(([one]) => one)
      return { part: { resources, templates }, ...rest }
    }
    case 'prompts': {
      const { items, ...rest } = await readPages(session, 'prompts/list', 'prompts')
      const prompts = once(await fitting(Prompt, items), ([{ name }]) => name).map(([one]) => one)
      return { part: { prompts }, ...rest }
    }
  }
}

/** A list of a server that says it has none of the kind. */
export function emptyListing(kind: OfferKind): Listing {
  const whole = { partial: null, ttlMs: null }
  switch (kind) {
    case 'tools':
      return { part: { tools: [], definitions: new Map() }, ...whole }
    case 'resources':
      return { part: { resources: [], templates: [] }, ...whole }
    case 'prompts':
      return { part: { prompts: [] }, ...whole }
  }
}

/** Many servers with resources know nothing of templates and say so with an error. */
async function readTemplates(session: Session): Promise<ResourceTemplate[]> {
  try {
    const { items } = await readPages(session, 'resources/templates/list', 'resourceTemplates')
    const known = items.flatMap((one) => {
      const uri = isRecord(one) && typeof one.uriTemplate === 'string' ? one.uriTemplate : undefined
      return uri === undefined ? [] : [{ ...(one as object), variables: variablesOf(uri) }]
    })
    return once(await fitting(ResourceTemplate, known), ([{ uriTemplate }]) => uriTemplate).map(
      ([one]) => one,
    )
  } catch (error) {
    if (error instanceof ProtocolError) return []
    throw error
  }
}

/** Cursors are a stranger's: one that comes again would come for ever. */
async function readPages(session: Session, method: string, key: keyof typeof pages): Promise<Pages> {
  const Page = pages[key]
  const items: unknown[] = []
  const seen = new Set<string>()
  let cursor: string | undefined
  let ttlMs: number | null = null
  let before: string | undefined
  for (let read = 1; ; read++) {
    const params = cursor === undefined ? {} : { params: { cursor } }
    const page = await session.client.request({ method, ...params }, Page, session.terms())
    const found = page[key] as unknown[]
    const next = (page.nextCursor as string | null | undefined) ?? undefined
    if (read === 1) ttlMs = (page.ttlMs as number | undefined) ?? null
    const end = (partial: ListPartial | null): Pages => ({ items: items.slice(0, itemsMax), partial, ttlMs })
    // Some servers say "no more" with an empty cursor, and answer it with the same page again.
    const text = next === '' || cursor === '' ? JSON.stringify(found) : undefined
    if (cursor === '' && next === '' && text === before) return end(null)
    before = text
    for (const item of found) items.push(item)
    if (items.length > itemsMax || (items.length === itemsMax && next !== undefined)) return end('items')
    if (next === undefined) return end(null)
    if (seen.has(next)) return end('cycle')
    if (read === pagesMax) return end('pages')
    seen.add(next)
    cursor = next
  }
}

interface Shape<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false }
}

/** Those that fit, each beside what was sent. */
async function fitting<T>(shape: Shape<T>, found: readonly unknown[]): Promise<(readonly [T, unknown])[]> {
  const fit: (readonly [T, unknown])[] = []
  for await (const slice of slices(found))
    for (const one of slice) {
      const parsed = shape.safeParse(one)
      if (parsed.success) fit.push([parsed.data, one])
    }
  return fit
}

/** The first of each name. */
function once<T>(
  found: readonly T[],
  nameOf: (one: T) => string,
  onTwice: (name: string) => void = () => {},
): T[] {
  const names = new Set<string>()
  return found.filter((one) => {
    const name = nameOf(one)
    const isNew = !names.has(name)
    if (!isNew) onTwice(name)
    names.add(name)
    return isNew
  })
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const schemaOf = (tool: unknown): unknown => (isRecord(tool) ? tool.inputSchema : undefined)
