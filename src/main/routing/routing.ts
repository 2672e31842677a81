import { setImmediate as nextTurn } from 'node:timers/promises'
import type { LeftOut, Route, RouteScope } from '../../shared/contract/routing'
import type { Tool } from '../../shared/contract/tools'
import type { Called, Connections } from '../connections/connections'
import type { Health } from '../health/health'
import type { Registry } from '../registry/registry'
import type { ServerRecord } from '../registry/server-record'
import type { Catalogue } from './catalogue'
import type { Embeddings } from './embeddings'
import { fuseServers, fuseTools } from './fusion'
import { rankServers, rankTools } from './ranking'
import { type Candidate, candidateOf, leftOutFor } from './standing'
import { ToolShapes } from './tool-shape'
import type { Uses } from './uses'

/** Servers indexed before others get a turn. */
const indexedAtOnce = 10
/** Named as left out. */
const leftOutMax = 10

interface Indexed {
  readonly record: ServerRecord
  readonly tools: readonly Tool[]
  /** What it says of itself. */
  readonly about: string
}

export interface Question {
  readonly query: string
  readonly scope?: RouteScope | undefined
  /** At most. */
  readonly servers: number
  readonly tools: number
  /** Equal tools of equal servers stand once. */
  readonly fold: boolean
}

/** Finds the servers and tools for a question. What a server offers is indexed when somebody asks, and only if it changed. */
export class Routing {
  readonly #registry: Registry
  readonly #connections: Connections
  readonly #health: Health
  readonly #uses: Uses
  readonly #embeddings: Embeddings
  /** Made at the first question: the words it knows take time and memory. */
  #catalogue: Catalogue | undefined
  readonly #shapes = new ToolShapes()
  /** What of each server is in the catalogue. */
  readonly #indexed = new Map<string, Indexed>()

  constructor(parts: {
    registry: Registry
    connections: Connections
    health: Health
    uses: Uses
    embeddings: Embeddings
  }) {
    this.#registry = parts.registry
    this.#connections = parts.connections
    this.#health = parts.health
    this.#uses = parts.uses
    this.#embeddings = parts.embeddings
  }

  start(): void {
    this.#connections.on('called', this.#called)
    this.#registry.on('removed', this.#removed)
  }

  end(): void {
    this.#connections.off('called', this.#called)
    this.#registry.off('removed', this.#removed)
    this.#uses.end()
    this.#embeddings.end()
  }

  async route({ query, scope, servers: serversMax, tools: toolsMax, fold }: Question): Promise<Route> {
    const startedAt = performance.now()
    const catalogue = await this.#index()
    const near = await this.#embeddings.near(query)
    const { concepts, servers: byWords, toolsOf } = catalogue.find(query)
    const servers = fuseServers(byWords, near.tools)
    const candidates = new Map<string, Candidate>()
    const leftOut: LeftOut[] = []
    for (const { serverId, score } of servers) {
      const candidate = this.#candidate(serverId)
      if (!candidate) continue
      const reason = leftOutFor(candidate, scope)
      if (reason === undefined) candidates.set(serverId, candidate)
      else leftOut.push({ server: candidate.name, score, reason })
    }
    const tools = fuseTools(
      toolsOf((serverId) => candidates.has(serverId)),
      near.tools.filter(({ serverId }) => candidates.has(serverId)),
    )
    const topPriority = Math.max(0, ...Array.from(candidates.values(), ({ priority }) => priority))
    const offered = {
      catalogue,
      uses: this.#uses,
      concepts,
      scope,
      candidates,
      topPriority,
    }
    return {
      servers: rankServers(servers, serversMax, offered),
      tools: rankTools(tools, toolsMax, offered, {
        describe: (serverId, tool) => this.#tool(serverId, tool)?.description,
        sameAs: (serverId, tool) => {
          const service = fold ? candidates.get(serverId)?.service : null
          const known = service ? this.#tool(serverId, tool) : undefined
          return known && JSON.stringify([service, tool, this.#shapes.of(known)])
        },
      }),
      leftOut: leftOut.slice(0, leftOutMax),
      words: concepts.map(({ said }) => said.trim()),
      embeddings: near.use,
      tookMs: performance.now() - startedAt,
    }
  }

  /** The servers that may be used now within a scope, highest priority first. */
  usable(scope?: RouteScope): ServerRecord[] {
    return this.#registry.all().filter(({ id }) => {
      const candidate = this.#candidate(id)
      return candidate !== undefined && leftOutFor(candidate, scope) === undefined
    })
  }

  async #index(): Promise<Catalogue> {
    const { Catalogue } = await import('./catalogue')
    this.#catalogue ??= new Catalogue()
    const catalogue = this.#catalogue
    let changed = 0
    for (const record of this.#registry.all()) {
      const tools = this.#connections.tools(record.id)
      const known = this.#indexed.get(record.id)
      // Lists that are not used for long are let go; what they said still holds.
      const isLetGo = tools.length === 0 && this.#connections.outline(record.id).tools.length > 0
      const about = this.#connections.about(record.id) ?? known?.about ?? ''
      const isSame = known?.record === record && known.about === about
      if (isSame && (known.tools === tools || isLetGo)) continue
      const { name, description, tags } = record.registration
      catalogue.set({ id: record.id, name, description: `${description} ${about}`, tags, tools })
      this.#embeddings.follow(record.id, name, tools)
      this.#indexed.set(record.id, { record, tools, about })
      changed += 1
      if (changed % indexedAtOnce === 0) await nextTurn()
    }
    return catalogue
  }

  #candidate(id: string): Candidate | undefined {
    const record = this.#registry.get(id)
    return record && candidateOf(record, this.#connections, this.#health)
  }

  #tool(id: string, tool: string): Tool | undefined {
    return this.#indexed.get(id)?.tools.find(({ name }) => name === tool)
  }

  readonly #called = ({ serverId, tool, ok }: Called): void => {
    if (ok) this.#uses.count(serverId, tool)
  }

  readonly #removed = ({ id }: ServerRecord): void => {
    this.#catalogue?.delete(id)
    this.#indexed.delete(id)
    this.#uses.forget(id)
    this.#embeddings.forget(id)
  }
}
