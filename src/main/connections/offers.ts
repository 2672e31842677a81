import { type Client, ProtocolError, type Tool as SdkTool } from '@modelcontextprotocol/client'
import { Tool } from '../../shared/contract/connections'
import { Prompt } from '../../shared/contract/prompts'
import { Resource, ResourceTemplate } from '../../shared/contract/resources'
import type { Clock } from '../host'
import type { ConnectionError } from './errors'
import { type OfferKind, offerKinds } from './notices'
import type { Session } from './session'
import { variablesOf } from './uri-template'

/** Of one list. */
const itemsMax = 10_000
/** Between a notice and the list it leads to; doubles while notices keep coming, up to the cap. */
const settleMs = 200
const settleCapMs = 30_000
const calmMs = 60_000

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

/**
 * Reads the lists of one session: all of them once, then each again after a change notice. However many notices come,
 * at most one list runs and one follows, and the pauses between them grow.
 */
export class Offers {
  readonly #session: Session
  readonly #clock: Clock
  readonly #onOffer: (part: Partial<Offer>) => void
  readonly #onFailed: (error: ConnectionError) => void
  readonly #pending = new Map<OfferKind, () => void>()
  readonly #running = new Set<OfferKind>()
  readonly #pauses = new Map<OfferKind, { ms: number; at: number }>()
  #over = false

  constructor(parts: {
    session: Session
    clock: Clock
    onOffer: (part: Partial<Offer>) => void
    onFailed: (error: ConnectionError) => void
  }) {
    this.#session = parts.session
    this.#clock = parts.clock
    this.#onOffer = parts.onOffer
    this.#onFailed = parts.onFailed
  }

  /** Reads every list the server has and resolves when all were read or failed. */
  async start(): Promise<void> {
    this.#session.on('stale', (kind) => this.refresh(kind))
    await Promise.all(offerKinds.map((kind) => this.#list(kind)))
  }

  /** Reads a list again soon. */
  refresh(kind: OfferKind): void {
    if (this.#over || this.#pending.has(kind)) return
    const last = this.#pauses.get(kind)
    const calm = last === undefined || this.#clock.now() - last.at > calmMs
    const ms = calm ? settleMs : Math.min(settleCapMs, last.ms * 2)
    this.#pauses.set(kind, { ms, at: this.#clock.now() + ms })
    const run = () => {
      this.#pending.delete(kind)
      if (this.#running.has(kind)) this.refresh(kind)
      else void this.#list(kind)
    }
    this.#pending.set(kind, this.#clock.after(ms, run))
  }

  end(): void {
    this.#over = true
    for (const cancel of this.#pending.values()) cancel()
    this.#pending.clear()
  }

  async #list(kind: OfferKind): Promise<void> {
    if (this.#over) return
    this.#running.add(kind)
    try {
      const part = this.#session.offers(kind) ? await readList(this.#session, kind) : emptyList(kind)
      if (!this.#over) this.#onOffer(part)
    } catch (thrown) {
      const error = this.#session.failureOf(thrown)
      // A server that answers with a protocol error is there; its last list stays.
      if (!this.#over && error.code !== 'protocol') this.#onFailed(error)
    } finally {
      this.#running.delete(kind)
    }
  }
}

function emptyList(kind: OfferKind): Partial<Offer> {
  switch (kind) {
    case 'tools':
      return { tools: [], definitions: new Map() }
    case 'resources':
      return { resources: [], templates: [] }
    case 'prompts':
      return { prompts: [] }
  }
}

/** Throws what the SDK throws. Entries that do not fit the contract are left out; their neighbours stay. */
async function readList({ client }: Session, kind: OfferKind): Promise<Partial<Offer>> {
  const options = { cacheMode: 'refresh' } as const
  switch (kind) {
    case 'tools': {
      const found = (await client.listTools(undefined, options)).tools.slice(0, itemsMax)
      const definitions = new Map(found.map((tool) => [tool.name, tool]))
      return { tools: fitting(Tool, found), definitions }
    }
    case 'resources':
      return {
        resources: fitting(Resource, (await client.listResources(undefined, options)).resources),
        templates: fitting(ResourceTemplate, await listTemplates(client)),
      }
    case 'prompts':
      return { prompts: fitting(Prompt, (await client.listPrompts(undefined, options)).prompts) }
  }
}

/** Many servers with resources know nothing of templates and say so with an error. */
async function listTemplates(client: Client): Promise<unknown[]> {
  try {
    const { resourceTemplates } = await client.listResourceTemplates(undefined, { cacheMode: 'refresh' })
    return resourceTemplates.map((one) => ({ ...one, variables: variablesOf(one.uriTemplate) }))
  } catch (error) {
    if (error instanceof ProtocolError) return []
    throw error
  }
}

interface Shape<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false }
}

function fitting<T>(shape: Shape<T>, found: readonly unknown[]): T[] {
  return found.slice(0, itemsMax).flatMap((one) => {
    const parsed = shape.safeParse(one)
    return parsed.success ? [parsed.data] : []
  })
}
