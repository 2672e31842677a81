import { createHash } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { Ask, ToolApproval, ToolPolicy } from '../../../shared/contract/consents'
import { Fault } from '../../../shared/contract/fault'
import type { Tool } from '../../../shared/contract/tools'
import type { Connections } from '../../connections/connections'
import type { Database } from '../../database/database'
import type { Clock } from '../../host'
import { canonicalJson } from '../../registry/canonical'
import type { Registry } from '../../registry/registry'
import { endpointOf } from '../../registry/server-record'
import type { Preferences } from '../../settings/preferences'
import { type Given, GivenApprovals } from './given-approvals'
import { definitionOf, toolChange } from './tool-change'
import { hintsOf } from './tool-hints'

/** A call that a model wants. */
export interface WantedCall {
  readonly serverId: string
  /** As its server lists it now. */
  readonly tool: Tool
  /** Names of servers that are not trusted whose words this turn already holds. */
  readonly strangers: readonly string[]
}

export type Verdict =
  | { readonly kind: 'run'; readonly allowedBy: 'approval' | 'trusted-server' | 'policy' }
  | { readonly kind: 'ask'; readonly ask: Ask }
  | { readonly kind: 'never' }

/**
 * Whether a tool may run when a model wants it. A person says so, for one call or for good; what is said for good is bound
 * to the tool's fingerprint and ends with it. Nothing that a model, a tool or a document says gets in here.
 */
export class Consents extends EventEmitter<{ changed: [serverId: string] }> {
  readonly #database: Database
  readonly #registry: Registry
  readonly #connections: Connections
  readonly #settings: Preferences
  readonly #given: GivenApprovals

  constructor(parts: {
    database: Database
    registry: Registry
    connections: Connections
    settings: Preferences
    clock: Clock
  }) {
    super()
    this.#database = parts.database
    this.#registry = parts.registry
    this.#connections = parts.connections
    this.#settings = parts.settings
    this.#given = new GivenApprovals(parts)
  }

  /** SHA-256 over everything of a tool that an approval covers, and over who offers it. */
  fingerprint(serverId: string, tool: Tool): string {
    const record = this.#registry.get(serverId)
    const server = record ? endpointOf(record.registration) : serverId
    return createHash('sha256')
      .update(canonicalJson({ server, name: tool.name, ...definitionOf(tool) }))
      .digest('hex')
  }

  /** What becomes of a call. What a policy lets run is remembered as it is, so that it cannot become something else later. */
  judge({ serverId, tool, strangers }: WantedCall): Verdict {
    const policy = this.policyOf(serverId)
    if (policy === 'never') return { kind: 'never' }
    const given = this.#given.of(serverId, tool.name)
    const fingerprint = this.fingerprint(serverId, tool)
    const ask = (reason: Ask['reason']): Verdict => ({
      kind: 'ask',
      ask: {
        reason,
        fingerprint,
        ...hintsOf(tool),
        change: given && given.fingerprint !== fingerprint ? this.#change(given, tool) : null,
        strangers: reason === 'strangers-data' ? [...strangers] : [],
      },
    })
    if (given && given.fingerprint !== fingerprint) return ask('changed')
    if (strangers.length > 0 && !this.#maySeeStrangers({ serverId, tool, strangers }, given))
      return ask('strangers-data')
    if (given?.by === 'person') return { kind: 'run', allowedBy: 'approval' }
    if (policy === 'ask' || (policy === 'trusted' && !hintsOf(tool).readOnlyHint)) return ask('first-use')
    if (!given) this.#given.give(serverId, tool, { by: 'policy', fingerprint })
    return { kind: 'run', allowedBy: policy === 'trusted' ? 'trusted-server' : 'policy' }
  }

  /** Whether a model may hear of a tool: not where its server may never, nor where it changed since it was approved. */
  mayOffer(serverId: string, tool: Tool): boolean {
    if (this.policyOf(serverId) === 'never') return false
    const given = this.#given.of(serverId, tool.name)
    return given === undefined || given.fingerprint === this.fingerprint(serverId, tool)
  }

  /** Whether what a server says may lead a model to call what a person did not mean. */
  isStranger(serverId: string): boolean {
    const policy = this.policyOf(serverId)
    return policy !== 'trusted' && policy !== 'allow'
  }

  /** Approves for good what was shown. On disk before it returns. Throws Fault `approval-stale`, `disk-full`. */
  approve(serverId: string, tool: Tool, fingerprint: string): void {
    const now = this.fingerprint(serverId, tool)
    const server = this.#nameOf(serverId)
    if (fingerprint !== now)
      throw new Fault('approval-stale', `What ${tool.name} of ${server} is has changed since it was shown.`, {
        server,
        tool: tool.name,
        fingerprint: now,
      })
    this.#given.give(serverId, tool, { by: 'person', fingerprint })
    this.emit('changed', serverId)
  }

  /** It asks again. Throws Fault `not-found`. */
  revoke(serverId: string, tool: string): void {
    if (!this.#given.take(serverId, tool)) throw this.#none(serverId, tool)
    this.emit('changed', serverId)
  }

  /** What was approved for good, of one server or of all, and whether it still holds. */
  list(serverId?: string): ToolApproval[] {
    const known = this.#given.all().filter(({ server }) => serverId === undefined || server === serverId)
    return known.flatMap((given) => {
      const record = this.#registry.get(given.server)
      return record && (given.by === 'person' || this.#isChanged(given)) ? [this.#view(given)] : []
    })
  }

  /** One approval. Throws Fault `not-found`. */
  of(serverId: string, tool: string): ToolApproval {
    const given = this.#given.of(serverId, tool)
    if (given) return this.#view(given)
    throw this.#none(serverId, tool)
  }

  /** The server's own policy, or the one of the settings. */
  policyOf(serverId: string): ToolPolicy {
    return this.ownPolicy(serverId) ?? this.#settings.get().toolPolicy
  }

  ownPolicy(serverId: string): ToolPolicy | null {
    const row = this.#database.prepare('SELECT policy FROM tool_policy WHERE server = ?').get(serverId)
    return row ? (String(row.policy) as ToolPolicy) : null
  }

  /** Null: that of the settings. Throws Fault `disk-full`. */
  setPolicy(serverId: string, policy: ToolPolicy | null): void {
    this.#database.transaction(() =>
      policy === null
        ? this.#database.prepare('DELETE FROM tool_policy WHERE server = ?').run(serverId)
        : this.#database
            .prepare('INSERT OR REPLACE INTO tool_policy (server, policy) VALUES (?, ?)')
            .run(serverId, policy),
    )
    this.emit('changed', serverId)
  }

  /**
   * Words of strangers may make a model call anything. A tool that a trusted server says only reads may run all the same,
   * and one that a person approved for good and that its server says only reads, where the words are that server's own or
   * those of its equals.
   */
  #maySeeStrangers({ serverId, tool, strangers }: WantedCall, given: Given | undefined): boolean {
    if (!hintsOf(tool).readOnlyHint) return false
    if (!this.isStranger(serverId)) return true
    const record = this.#registry.get(serverId)
    const own = this.#registry
      .all()
      .filter(({ id, service }) => id === serverId || (service !== null && service === record?.service))
    return (
      given?.by === 'person' &&
      strangers.every((name) => own.some(({ registration }) => registration.name === name))
    )
  }

  #view(given: Given): ToolApproval {
    const tool = this.#toolOf(given)
    const isListed = this.#connections.outline(given.server).tools.length > 0
    const isChanged = this.#isChanged(given)
    return {
      server: this.#nameOf(given.server),
      tool: given.tool,
      givenAt: new Date(given.at).toISOString(),
      state: isChanged ? 'changed' : tool || !isListed ? 'holds' : 'gone',
      fingerprint: tool ? this.fingerprint(given.server, tool) : isListed ? null : given.fingerprint,
      change: tool && isChanged ? this.#change(given, tool) : null,
    }
  }

  #isChanged(given: Given): boolean {
    const tool = this.#toolOf(given)
    return tool !== undefined && this.fingerprint(given.server, tool) !== given.fingerprint
  }

  #toolOf({ server, tool }: Given): Tool | undefined {
    return this.#connections.tools(server).find(({ name }) => name === tool)
  }

  #change(given: Given, tool: Tool) {
    return toolChange(given.definition, definitionOf(tool))
  }

  #none(serverId: string, tool: string): Fault {
    const message = `There is no approval for ${tool} of ${this.#nameOf(serverId)}.`
    return new Fault('not-found', message, { kind: 'approval', name: tool })
  }

  #nameOf(serverId: string): string {
    return this.#registry.get(serverId)?.registration.name ?? serverId
  }
}
