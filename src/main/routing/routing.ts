import { setImmediate as nextTurn } from 'node:timers/promises'
import type { LeftOut, Route, RouteScope } from '../../shared/contract/routing'
import type { Called, Connections } from '../connections/connections'
import type { Health } from '../health/health'
import type { Registry } from '../registry/registry'
import type { ServerRecord } from '../registry/server-record'
import { Catalogue } from './catalogue'
import { rankServers, rankTools } from './ranking'
import { type Candidate, leftOutFor } from './standing'
import type { Uses } from './uses'

/** Servers indexed before others get a turn. */
const indexedAtOnce = 10
/** Named as left out. */
const leftOutMax = 10

interface Indexed {
  readonly record: ServerRecord
  readonly tools: readonly unknown[]
  /** What it says of itself. */
  readonly about: string
}

export interface Question {
  readonly query: string
  readonly scope?: RouteScope | undefined
  /** At most. */
  readonly servers: number
  readonly tools: number
}

/** Finds the servers and tools for a question. What a server offers is indexed when somebody asks, and only if it changed. */
export class Routing {
  readonly #registry: Registry
  readonly #connections: Connections
  readonly #health: Health
  readonly #uses: Uses
  readonly #catalogue = new Catalogue()
  /** What of each server is in the catalogue. */
  readonly #indexed = new Map<string, Indexed>()

  constructor(parts: { registry: Registry; connections: Connections; health: Health; uses: Uses }) {
    this.#registry = parts.registry
    this.#connections = parts.connections
    this.#health = parts.health
    this.#uses = parts.uses
  }

  start(): void {
    this.#connections.on('called', this.#called)
    this.#registry.on('removed', this.#removed)
  }

  end(): void {
    this.#connections.off('called', this.#called)
    this.#registry.off('removed', this.#removed)
    this.#uses.end()
  }

  async route({ query, scope, servers: serversMax, tools: toolsMax }: Question): Promise<Route> {
    const startedAt = performance.now()
    await this.#index()
    const { concepts, servers, tools } = this.#catalogue.find(query)
    const candidates = new Map<string, Candidate>()
    const leftOut: LeftOut[] = []
    for (const { serverId, score } of servers) {
      const candidate = this.#candidate(serverId)
      if (!candidate) continue
      const reason = leftOutFor(candidate, scope)
      if (reason === undefined) candidates.set(serverId, candidate)
      else leftOut.push({ server: candidate.name, score, reason })
    }
    const topPriority = Math.max(0, ...Array.from(candidates.values(), ({ priority }) => priority))
    const offered = {
      catalogue: this.#catalogue,
      uses: this.#uses,
      concepts,
      scope,
      candidates,
      topPriority,
    }
    return {
      servers: rankServers(servers, serversMax, offered),
      tools: rankTools(tools, toolsMax, offered, (serverId, tool) => this.#describe(serverId, tool)),
      leftOut: leftOut.slice(0, leftOutMax),
      words: concepts.map(({ said }) => said.trim()),
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

  async #index(): Promise<void> {
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
      this.#catalogue.set({ id: record.id, name, description: `${description} ${about}`, tags, tools })
      this.#indexed.set(record.id, { record, tools, about })
      changed += 1
      if (changed % indexedAtOnce === 0) await nextTurn()
    }
  }

  #candidate(id: string): Candidate | undefined {
    const record = this.#registry.get(id)
    if (!record) return undefined
    const { name, tags, priority } = record.registration
    const { verdict, latencyMs } = this.#health.of(id)
    const { state: connection } = this.#connections.state(id)
    return {
      name,
      tags,
      priority,
      intent: record.intent,
      isMuted: record.mutedUntil !== null,
      connection,
      verdict,
      latencyMs,
    }
  }

  #describe(id: string, tool: string): string | undefined {
    return this.#connections.tools(id).find(({ name }) => name === tool)?.description
  }

  readonly #called = ({ serverId, tool, ok }: Called): void => {
    if (ok) this.#uses.count(serverId, tool)
  }

  readonly #removed = ({ id }: ServerRecord): void => {
    this.#catalogue.delete(id)
    this.#indexed.delete(id)
    this.#uses.forget(id)
  }
}
