import { EventEmitter } from 'node:events'
import type {
  ConnectionDetails,
  KeptLists,
  ListCache,
  Tool,
  ToolResult,
  ToolRunEvent,
} from '../../shared/contract/connections'
import { Fault } from '../../shared/contract/fault'
import type { Prompt } from '../../shared/contract/prompts'
import type { Resource, ResourceTemplate } from '../../shared/contract/resources'
import type { Host } from '../host'
import type { Approvals } from '../registry/approvals'
import type { Registry } from '../registry/registry'
import type { ServerRecord } from '../registry/server-record'
import type { Vault } from '../registry/vault'
import type { Preferences } from '../settings/preferences'
import { Connection } from './connection'
import { type ConnectionState, switchedOff } from './connection-state'
import { type ConnectionError, describe } from './errors'
import { type Evidence, evidenceOf } from './evidence'
import { Gate } from './gate'
import type { Identities } from './identities'
import { Lists } from './lists'
import type { ConnectionParts } from './live'
import { Naps } from './naps'
import type { OfferKind } from './notices'
import { open } from './open'
import { type OwnLimits, ownLimits } from './own-limits'
import { liveSession, type Send } from './request'
import { type Answer, type AskOptions, type Called, Requests } from './requests'
import type { ServerLog } from './server-log'
import type { Session } from './session'
import { noOffer, type Offer, type Outline, Shelf } from './shelf'
import { SignIns } from './sign-in/sign-ins'

export type { ConnectionState } from './connection-state'
export type { Evidence } from './evidence'
export type { AskOptions, Called } from './requests'

/**
 * The connections of all registered servers, each kept as its registration and its switch want it. Ids that are not
 * registered read as switched off.
 */
export class Connections extends EventEmitter<{
  changed: [serverId: string]
  evidence: [Evidence]
  called: [Called]
  /** A person wants it connected, whatever kept it from trying. */
  wanted: [serverId: string]
}> {
  /** Signing in to the servers that want it. */
  readonly signIns: SignIns
  readonly #registry: Registry
  readonly #approvals: Approvals
  readonly #settings: Preferences
  readonly #parts: ConnectionParts
  readonly #identities: Identities | undefined
  readonly #connections = new Map<string, Connection>()
  readonly #ending = new Set<Promise<void>>()
  readonly #requests: Requests
  readonly #lists: Lists
  readonly #naps: Naps
  readonly #startedAt: number
  /** Names of the servers to connect; all where there are none given. */
  #only: readonly string[] | undefined

  constructor(parts: {
    registry: Registry
    approvals: Approvals
    vault: Vault
    settings: Preferences
    host: Host
    /** Who answered where; without it whoever answers is taken for the server. */
    identities?: Identities
    /** Another way to reach servers than over processes and sockets. */
    open?: ConnectionParts['open']
  }) {
    super()
    const { registry, approvals, vault, settings, host } = parts
    this.#registry = registry
    this.#approvals = approvals
    this.#settings = settings
    this.#startedAt = host.clock.now()
    this.signIns = new SignIns({ registry, vault, host })
    const gate = new Gate(settings.get().maxConcurrentConnections, host.clock)
    const { identities, open: reach = open } = parts
    this.#identities = identities
    this.#parts = {
      approvals,
      vault,
      preferences: settings,
      gate,
      host,
      signIns: this.signIns,
      open: identities?.guarding(reach) ?? reach,
    }
    this.#lists = new Lists(settings, host.clock)
    this.#naps = new Naps({
      clock: host.clock,
      afterMs: (id) => {
        const connection = this.#connections.get(id)
        return connection ? this.#limitsOf(connection.record).sleepAfterMs : 0
      },
      mayNap: (id) => this.#mayNap(id),
      nap: (id) => this.#connections.get(id)?.sleep(),
    })
    this.#requests = new Requests({
      clock: host.clock,
      placesOf: (record) => this.#limitsOf(record).maxRequestsPerServer,
      prepare: (connection) => this.#lists.prepare(connection),
      onUsed: (id) => this.#naps.touch(id),
      onEvidence: (evidence) => this.emit('evidence', evidence),
      onCalled: (called) => this.emit('called', called),
    })
  }

  /** Follows the registry and begins to connect what is wanted; with `only`, no more than servers of these names. */
  start(only?: readonly string[]): void {
    this.#only = only
    this.signIns.start()
    this.signIns.on('changed', (id) => this.emit('changed', id))
    this.signIns.on('signed-in', (id) => this.retryNow(id))
    this.signIns.on('signed-out', (id) =>
      this.suspect(id, describe('sign-in-required', { address: this.nameOf(id) })),
    )
    this.#registry.on('added', this.#added)
    this.#registry.on('changed', this.#replaced)
    this.#registry.on('removed', this.#removed)
    this.#approvals.on('approved', this.#approved)
    this.#settings.on('changed', this.#limit)
    for (const record of this.#registry.all()) this.#added(record)
  }

  /** Closes everything, processes included, within 4.5 s. */
  async end(): Promise<void> {
    this.signIns.end()
    this.#registry.off('added', this.#added)
    this.#registry.off('changed', this.#replaced)
    this.#registry.off('removed', this.#removed)
    this.#approvals.off('approved', this.#approved)
    this.#settings.off('changed', this.#limit)
    this.#naps.end()
    for (const connection of this.#connections.values()) this.#finish(connection)
    this.#connections.clear()
    await Promise.all(this.#ending)
    this.#identities?.end()
  }

  state(id: string): ConnectionState {
    return this.#connections.get(id)?.state ?? switchedOff(this.#startedAt)
  }

  /** Throws Fault not-found. */
  details(id: string): ConnectionDetails {
    const connection = this.#known(id)
    const kept = this.#lists.of(connection)
    const { underWay, waiting } = this.#requests.loadOf(id)
    return { ...connection.details, kept, underWay, waiting }
  }

  /** What a row needs of what a server offers. */
  outline(id: string): Outline {
    return (this.#connections.get(id)?.shelf ?? new Shelf()).outline
  }

  /** The lists as they are kept now; empty where they were let go, until they are used. */
  offer(id: string): Offer {
    return this.#connections.get(id)?.shelf.offer ?? noOffer
  }

  tools(id: string): readonly Tool[] {
    return this.offer(id).tools
  }

  resources(id: string): readonly Resource[] {
    return this.offer(id).resources
  }

  resourceTemplates(id: string): readonly ResourceTemplate[] {
    return this.offer(id).templates
  }

  prompts(id: string): readonly Prompt[] {
    return this.offer(id).prompts
  }

  /** The same for somebody to use: read again first where they are not fresh and can be read. Throws Fault not-found. */
  use(id: string, kind: OfferKind): Promise<Offer> {
    return this.#lists.use(this.#known(id), kind)
  }

  /** Reads all lists of a server again, fresh or not. Throws Fault not-found, not-connected. */
  async readLists(id: string): Promise<KeptLists> {
    return this.#lists.readAgain(this.#known(id))
  }

  get lists(): ListCache {
    return this.#lists.total
  }

  /** What does not work of a connected server that answers its checks. */
  trouble(id: string): 'lists' | 'calls' | null {
    const connection = this.#connections.get(id)
    if (!connection?.session) return null
    if (connection.shelf.failure) return 'lists'
    return this.#requests.areFailing(id) ? 'calls' : null
  }

  /** Brings a server to what is wanted of it, at once, be it asleep. The wish itself is the registry's. */
  connect(id: string): void {
    const connection = this.#connections.get(id)
    connection?.reconsider()
    connection?.wake()
    this.emit('wanted', id)
  }

  /** Whoever answers at its address now is this server. Throws Fault not-found, disk-full. */
  accept(id: string): void {
    this.#identities?.accept(this.nameOf(id))
    this.connect(id)
  }

  /** Whether it tries again by itself; let go, it does so within `withinMs`. */
  hold(id: string, held: boolean, withinMs?: number): void {
    this.#connections.get(id)?.hold(held, withinMs)
  }

  /** Something changed outside: tries at once if it is wanted and neither connected nor asleep. */
  retryNow(id: string): void {
    this.#connections.get(id)?.retryNow()
  }

  /** The same, be it asleep. */
  wake(id: string): void {
    this.#connections.get(id)?.wake()
  }

  /** The live connection was found dead: drops it and reconnects. */
  suspect(id: string, error: ConnectionError): void {
    this.#connections.get(id)?.drop(error)
  }

  /** What the server and its process said. Throws Fault not-found. */
  log(id: string): ServerLog {
    return this.#known(id).log
  }

  /** Calls under way. */
  callsOf(id: string): number {
    return this.#requests.loadOf(id).underWay
  }

  /** The name it is registered by. Throws Fault not-found. */
  nameOf(id: string): string {
    return this.#known(id).record.registration.name
  }

  /** The live session, if there is one. */
  session(id: string): Session | undefined {
    return this.#connections.get(id)?.session
  }

  /** The live session. Throws Fault not-found, not-connected. */
  live(id: string): Session {
    return liveSession(this.#known(id))
  }

  /**
   * Sends a request, once; how it went is evidence. Where it is sent again and again without a person asking, `isOften`,
   * only failures are, lest they hide the checks. `endedAt` is in epoch milliseconds.
   * Throws Fault not-found (server), not-connected, needs-sign-in, server-refused, server-unreachable, server-timeout (after `requestTimeoutMs`), cancelled
   * (`signal`), and the faults of `send`.
   */
  ask<T>(id: string, send: Send<T>, options: AskOptions = {}): Promise<Answer<T>> {
    return this.#requests.ask(this.#known(id), send, options)
  }

  /** Runs a tool, once. Throws as `ask`, and Fault not-found where the last list has no such tool. */
  async callTool(
    id: string,
    tool: string,
    args: Record<string, unknown>,
    signal?: AbortSignal,
    caller?: string,
  ): Promise<ToolResult> {
    return this.#requests.callTool(this.#known(id), { tool, args, signal, caller })
  }

  /**
   * The same as a sequence: how far it is, then the result. Throws at once what can be said at once (not-found,
   * not-connected); the sequence throws the rest.
   */
  runTool(
    id: string,
    tool: string,
    args: Record<string, unknown>,
    signal?: AbortSignal,
    caller?: string,
  ): AsyncGenerator<ToolRunEvent, void> {
    return this.#requests.runTool(this.#known(id), { tool, args, signal, caller })
  }

  /**
   * Asks a connected server for a sign of life in its era's way, beside the requests that wait; as `Session.probe`.
   * The answer is evidence, not emitted: it is the caller's. Throws Fault not-connected without a live connection.
   */
  async probe(id: string, signal?: AbortSignal, withinMs?: number): Promise<Evidence> {
    const { kind, latencyMs, error } = await this.live(id).probe(signal, withinMs)
    return evidenceOf({ serverId: id, at: this.#parts.host.clock.now(), kind, error, latencyMs })
  }

  /** When a connected server last said anything, epoch milliseconds. */
  answeredAt(id: string): number {
    return this.#connections.get(id)?.session?.traffic.answeredAt ?? Number.NEGATIVE_INFINITY
  }

  readonly #added = (record: ServerRecord): void => {
    const connection = new Connection(record, this.#parts)
    this.#connections.set(record.id, connection)
    connection.on('changed', () => {
      const { session, record: now, shelf } = connection
      if (session) this.#identities?.learn(now.registration, session, shelf.offer.tools)
      this.emit('changed', record.id)
    })
    connection.on('listed', () => this.#lists.touch(connection))
    connection.on('connected', () => this.#naps.touch(record.id))
    connection.on('evidence', (evidence) => this.emit('evidence', evidence))
    if (this.#mayConnect(record)) connection.reconsider()
  }

  readonly #replaced = (now: ServerRecord): void => {
    if (this.#mayConnect(now)) this.#connections.get(now.id)?.replace(now)
    this.#naps.replan()
  }

  readonly #removed = (record: ServerRecord): void => {
    const connection = this.#connections.get(record.id)
    this.#connections.delete(record.id)
    this.#identities?.forget(record.registration.name)
    this.#requests.forget(record.id)
    this.#lists.forget(record.id)
    this.#naps.forget(record.id)
    if (connection) this.#finish(connection)
  }

  readonly #approved = (record: ServerRecord): void => {
    if (this.#mayConnect(record)) this.#connections.get(record.id)?.reconsider()
  }

  readonly #limit = (): void => {
    this.#parts.gate.places = this.#settings.get().maxConcurrentConnections
    this.#requests.admit()
    this.#lists.trim()
    this.#naps.replan()
  }

  #mayConnect({ registration }: ServerRecord): boolean {
    return this.#only?.includes(registration.name) ?? true
  }

  #finish(connection: Connection): void {
    connection.removeAllListeners()
    const ending = connection.end().finally(() => this.#ending.delete(ending))
    this.#ending.add(ending)
  }

  #known(id: string): Connection {
    const connection = this.#connections.get(id)
    if (connection) return connection
    throw new Fault('not-found', 'This server is not registered any more.', { kind: 'server', name: id })
  }

  #limitsOf({ registration }: ServerRecord): OwnLimits {
    return ownLimits(registration.metadata, this.#settings.get())
  }

  /** A process may be ended for a while if nothing is under way with it and nobody listens to it. */
  #mayNap(id: string): boolean {
    const session = this.session(id)
    if (session?.kind !== 'stdio') return false
    const { underWay, waiting } = this.#requests.loadOf(id)
    return underWay + waiting === 0 && session.subscriptions.count === 0
  }
}
