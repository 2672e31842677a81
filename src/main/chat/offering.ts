import type { ChatScope } from '../../shared/contract/chat'
import type { Tool } from '../../shared/contract/tools'
import type { Turn, TurnRoute } from '../../shared/contract/turns'
import type { Connections } from '../connections/connections'
import type { ServerRecord } from '../registry/server-record'
import type { Routing } from '../routing/routing'
import type { Preferences } from '../settings/preferences'
import type { Consents } from './consents/consents'
import type { OpenModel } from './models/models'
import { Offer, type Offered, offered } from './offer'
import { toolName } from './tool-names'

/** Offered whatever they weigh. */
const leastTools = 3
/** Found by one search. */
const foundMax = 8
/** Longer questions are routed by their beginning. */
const queryMax = 4_000
const serversMax = 5
/** Tools this conversation used last, for questions that go on with what was said. */
const usedMax = 5

interface Question {
  readonly text: string
  readonly scope: ChatScope
  readonly wire: OpenModel['wire']
  /** Turns before it, oldest first. */
  readonly earlier: readonly Turn[]
}

interface Ranked {
  readonly server: string
  readonly tool: string
  readonly score: number
}

/** Which tools a model is offered for a question. */
export class Offering {
  readonly #routing: Routing
  readonly #connections: Connections
  readonly #consents: Consents
  readonly #settings: Preferences

  constructor(parts: {
    routing: Routing
    connections: Connections
    consents: Consents
    settings: Preferences
  }) {
    this.#routing = parts.routing
    this.#connections = parts.connections
    this.#consents = parts.consents
    this.#settings = parts.settings
  }

  /** The routed few, within the limits of the settings, and how the question was routed. */
  async first(question: Question): Promise<{ offer: Offer; route: TurnRoute }> {
    const { chatToolsMax, chatToolTokens } = this.#settings.get()
    const { text, scope, earlier } = question
    const found = await this.#routing.route({
      query: text.slice(0, queryMax),
      scope,
      servers: serversMax,
      tools: Math.min(200, chatToolsMax * 2),
      fold: true,
    })
    const servers = new Map(this.#routing.usable(scope).map((record) => [record.registration.name, record]))
    const wanted = [...(await this.#pinned(scope, found.tools)), ...found.tools, ...usedIn(earlier)]
    const tools = new Map<string, Offered>()
    const held: TurnRoute['held'] = []
    let tokens = 0
    for (const one of wanted) {
      if (tools.size >= chatToolsMax) break
      const next = await this.#find(one, servers.get(one.server), question.wire)
      if (!next || tools.has(next.name)) continue
      if (!this.#consents.mayOffer(next.serverId, next.tool)) {
        if (next.score > 0) held.push({ server: next.server, tool: next.tool.name })
        continue
      }
      if (tools.size >= leastTools && tokens + next.tokens > chatToolTokens) continue
      tools.set(next.name, next)
      tokens += next.tokens
    }
    const all = [...servers.values()].reduce((sum, record) => sum + this.#count(record), 0)
    const searchable = Math.max(0, all - tools.size)
    const offer = new Offer([...tools.values()], searchable > 0)
    const { tools: _, ...route } = found
    return { offer, route: { ...route, ...offeredOf(tools), held, offeredTokens: tokens, searchable } }
  }

  /** Further tools for the words of a model, within the scope of its conversation. */
  async search(query: string, { scope, wire }: Pick<Question, 'scope' | 'wire'>): Promise<Offered[]> {
    const { tools } = await this.#routing.route({
      query: query.slice(0, queryMax),
      scope,
      servers: serversMax,
      tools: foundMax,
      fold: true,
    })
    const servers = new Map(this.#routing.usable(scope).map((record) => [record.registration.name, record]))
    const found = await Promise.all(tools.map((one) => this.#find(one, servers.get(one.server), wire)))
    return found
      .filter((one) => one !== undefined)
      .filter(({ serverId, tool }) => this.#consents.mayOffer(serverId, tool))
  }

  /** The tool of a name a model used without being offered it: of an earlier turn, or one that is held. */
  async named(name: string, { scope, wire }: Pick<Question, 'scope' | 'wire'>): Promise<Offered | undefined> {
    for (const record of this.#routing.usable(scope)) {
      const server = record.registration.name
      const tool = (await this.#toolsOf(record)).find((one) => toolName(server, one.name) === name)
      if (tool) return this.#make(record, tool, 0, wire)
    }
    return undefined
  }

  async #pinned({ pinned, ...scope }: ChatScope, found: readonly Ranked[]): Promise<Ranked[]> {
    if (pinned.length === 0) return []
    const records = this.#routing
      .usable(scope)
      .filter(({ registration }) => pinned.includes(registration.name))
    const ofPinned = found.filter(({ server }) => pinned.includes(server))
    const rest = await Promise.all(
      records.map(async (record) => {
        const tools = await this.#toolsOf(record)
        return tools.map(({ name }) => ({ server: record.registration.name, tool: name, score: 0 }))
      }),
    )
    return [...ofPinned, ...rest.flat()]
  }

  async #find(
    { tool: name, score }: Ranked,
    record: ServerRecord | undefined,
    wire: OpenModel['wire'],
  ): Promise<Offered | undefined> {
    if (!record) return undefined
    const tool = (await this.#toolsOf(record)).find((one) => one.name === name)
    return tool && this.#make(record, tool, score, wire)
  }

  #make({ id, registration }: ServerRecord, tool: Tool, score: number, wire: OpenModel['wire']): Offered {
    const fingerprint = this.#consents.fingerprint(id, tool)
    return offered(wire, { serverId: id, server: registration.name, tool, fingerprint, score })
  }

  /** Read again only where they were let go; whether they are fresh is asked when one is called. */
  async #toolsOf({ id }: ServerRecord): Promise<readonly Tool[]> {
    const tools = this.#connections.tools(id)
    if (tools.length > 0 || this.#connections.outline(id).tools.length === 0) return tools
    const { tools: again } = await this.#connections.use(id, 'tools')
    return again
  }

  #count({ id }: ServerRecord): number {
    return Math.max(this.#connections.tools(id).length, this.#connections.outline(id).tools.length)
  }
}

function offeredOf(tools: ReadonlyMap<string, Offered>) {
  return {
    offered: Array.from(tools.values(), ({ server, tool, score }) => ({ server, tool: tool.name, score })),
  }
}

function usedIn(earlier: readonly Turn[]): Ranked[] {
  const calls = earlier
    .slice(-2)
    .flatMap(({ parts }) => parts.filter((part) => part.kind === 'call'))
    .reverse()
  return calls.slice(0, usedMax).map(({ server, tool }) => ({ server, tool, score: 0 }))
}
