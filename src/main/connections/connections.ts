import { EventEmitter } from 'node:events'
import type {
  ConnectionDetails,
  KeptLists,
  ListCache,
  Tool,
  ToolResult,
  ToolRunEvent,
} from '../../shared/contract/connections'
import type { Prompt } from '../../shared/contract/prompts'
import type { Resource, ResourceTemplate } from '../../shared/contract/resources'
import type { Host } from '../host'
import type { Processes } from '../processes/processes'
import type { Approvals } from '../registry/approvals'
import type { Registry } from '../registry/registry'
import type { ServerRecord } from '../registry/server-record'
import type { Vault } from '../registry/vault'
import type { Preferences } from '../settings/preferences'
import type { Connection } from './connection'
import { ConnectionSet } from './connection-set'
import { type ConnectionState, switchedOff } from './connection-state'
import type { OnElicit } from './elicitations'
import { type ConnectionError, describe, isAnswer } from './errors'
import { type Evidence, evidenceOf } from './evidence'
import { Gate } from './gate'
import type { Identities } from './identities'
import { Lists } from './lists'
import type { ConnectionParts } from './live'
import { Naps } from './naps'
import type { OfferKind } from './notices'
import { open } from './open'
import { type OwnLimits, ownLimits } from './own-limits'
import type { Programs } from './programs'
import { liveSession, type Send } from './request'
import { type Answer, type AskOptions, type Called, Requests } from './requests'
import type { ServerLog } from './server-log'
import type { Session } from './session'
import { noOffer, type Offer, type Outline, Shelf } from './shelf'
import { SignIns } from './sign-in/sign-ins'

export type { ConnectionState } from './connection-state'
export type { ElicitAnswer, ElicitRequest, OnElicit } from './elicitations'
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
  readonly #settings: Preferences
  readonly #parts: ConnectionParts
  readonly #identities: Identities | undefined
  readonly #programs: Programs | undefined
  readonly #connections: ConnectionSet
  readonly #requests: Requests
  readonly #lists: Lists
  readonly #naps: Naps
  readonly #startedAt: number

  constructor(parts: {
    registry: Registry
    approvals: Approvals
    vault: Vault
    settings: Preferences
    host: Host
    /** Where processes are kept on record; without it they end with their connection only. */
    processes?: Processes
    /** Who answered where; without it whoever answers is taken for the server. */
    identities?: Identities
    /** Which file each command led to; without it whatever it leads to is started. */
    programs?: Programs
    /** Another way to reach servers than over processes and sockets. */
    open?: ConnectionParts['open']
  }) {
    super()
    this.setMaxListeners(30)
    const { registry, approvals, vault, settings, host } = parts
    this.#settings = settings
    this.#startedAt = host.clock.now()
    this.signIns = new SignIns({ registry, vault, host })
    const gate = new Gate(settings.get().maxConcurrentConnections, host.clock)
    const { processes, identities, programs, open: inner = open } = parts
    this.#identities = identities
    this.#programs = programs
    const reach = programs?.guarding(inner) ?? inner
    this.#parts = {
      approvals,
      vault,
      preferences: settings,
      gate,
      host,
      signIns: this.signIns,
      open: identities?.guarding(reach) ?? reach,
      ...(processes && { processes }),
    }
    this.#connections = new ConnectionSet(
      { ...this.#parts, registry },
      {
        onAdded: (connection) => this.#follow(connection),
        onRemoved: ({ id, registration }) => {
          this.#identities?.forget(registration.name)
          this.#programs?.forget(registration.name)
          for (const room of [this.#requests, this.#lists, this.#naps]) room.forget(id)
        },
      },
    )
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
    this.signIns.start()
    this.signIns.on('changed', (id) => this.emit('changed', id))
    this.signIns.on('signed-in', (id) => this.retryNow(id))
    this.signIns.on('signed-out', (id) =>
      this.suspect(id, describe('sign-in-required', { address: this.nameOf(id) })),
    )
    this.#settings.on('changed', this.#limit)
    this.#connections.start(only)
  }

  /** Closes everything, processes included, within 4.5 s. */
  async end(): Promise<void> {
    this.#settings.off('changed', this.#limit)
    this.signIns.end()
    this.#naps.end()
    await Promise.all([this.#connections.end(), this.#requests.end()])
    this.#identities?.end()
  }

  state(id: string): ConnectionState {
    return this.#connections.get(id)?.state ?? switchedOff(this.#startedAt)
  }

  /** Throws Fault not-found. */
  details(id: string): ConnectionDetails {
    const connection = this.#connections.known(id)
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
    return this.#lists.use(this.#connections.known(id), kind)
  }

  /** Reads all lists of a server again, fresh or not. Throws Fault not-found, not-connected. */
  async readLists(id: string): Promise<KeptLists> {
    return this.#lists.readAgain(this.#connections.known(id))
  }

  get lists(): ListCache {
    return this.#lists.total
  }

  /** What does not work of a connected server that answers its checks. */
  trouble(id: string): 'lists' | 'calls' | null {
    const connection = this.#connections.get(id)
    if (!connection?.session) return null
    const { failure } = connection.shelf
    if (failure && isAnswer(failure)) return 'lists'
    return this.#requests.areFailing(id) ? 'calls' : null
  }

  /** Brings a server to what is wanted of it, at once, be it asleep. The wish itself is the registry's. */
  connect(id: string): void {
    const connection = this.#connections.get(id)
    connection?.reconsider()
    connection?.wake()
    this.emit('wanted', id)
  }

  /** Whoever answers at its address now, or whatever its command leads to, is this server. Throws Fault not-found, disk-full. */
  accept(id: string): void {
    this.#identities?.accept(this.nameOf(id))
    this.#programs?.accept(this.nameOf(id))
    // What is kept are the other one's lists.
    this.#connections.get(id)?.shelf.clear()
    this.connect(id)
  }

  /** Whether it tries again by itself; let go, it does so within `withinMs`. */
  hold(id: string, held: boolean, withinMs?: number): void {
    this.#connections.get(id)?.hold(held, withinMs)
  }

  /** Ends the connection and opens it anew at once; false where it is not wanted or may not be. */
  restart(id: string): boolean {
    const begun = this.#connections.get(id)?.restart() ?? false
    if (begun) this.emit('wanted', id)
    return begun
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
    return this.#connections.known(id).log
  }

  /** Calls under way. */
  callsOf(id: string): number {
    return this.loadOf(id).underWay
  }

  /** Requests it has under way, and requests that wait for their turn. */
  loadOf(id: string): { readonly underWay: number; readonly waiting: number } {
    return this.#requests.loadOf(id)
  }

  /** The name it is registered by. Throws Fault not-found. */
  nameOf(id: string): string {
    return this.#connections.known(id).record.registration.name
  }

  /** What a connected server says it is for: its title and its instructions. Undefined where it is not connected. */
  about(id: string): string | undefined {
    const client = this.session(id)?.client
    return client && `${client.getServerVersion()?.title ?? ''} ${client.getInstructions() ?? ''}`
  }

  /** The live session, if there is one. */
  session(id: string): Session | undefined {
    return this.#connections.get(id)?.session
  }

  /** The live session. Throws Fault not-found, not-connected. */
  live(id: string): Session {
    return liveSession(this.#connections.known(id))
  }

  /**
   * Sends a request, once; how it went is evidence. Where it is sent again and again without a person asking, `isOften`,
   * only failures are, lest they hide the checks. `endedAt` is in epoch milliseconds.
   * Throws Fault not-found (server), not-connected, needs-sign-in, server-refused, server-unreachable, server-timeout (after `requestTimeoutMs`), cancelled
   * (`signal`), and the faults of `send`.
   */
  ask<T>(id: string, send: Send<T>, options: AskOptions = {}): Promise<Answer<T>> {
    return this.#requests.ask(this.#connections.known(id), send, options)
  }

  /** Runs a tool, once. Throws as `ask`, and Fault not-found where the last list has no such tool. */
  async callTool(
    id: string,
    tool: string,
    args: Record<string, unknown>,
    signal?: AbortSignal,
    caller?: string,
  ): Promise<ToolResult> {
    return this.#requests.callTool(this.#connections.known(id), { tool, args, signal, caller })
  }

  /**
   * The same as a sequence: how far it is, then the result. Throws at once what can be said at once (not-found,
   * not-connected); the sequence throws the rest. `onElicit` is asked what the server wants to know of a person meanwhile.
   */
  runTool(
    id: string,
    tool: string,
    args: Record<string, unknown>,
    signal?: AbortSignal,
    caller?: string,
    onElicit?: OnElicit,
  ): AsyncGenerator<ToolRunEvent, void> {
    return this.#requests.runTool(this.#connections.known(id), { tool, args, signal, caller, onElicit })
  }

  /**
   * Asks a connected server for a sign of life in its era's way, beside the requests that wait; as `Session.probe`.
   * The answer is evidence, not emitted: it is the caller's. Throws Fault not-connected without a live connection.
   */
  async probe(id: string, signal?: AbortSignal, withinMs?: number): Promise<Evidence> {
    const { kind, latencyMs, error } = await this.live(id).probe(signal, withinMs)
    return evidenceOf({ serverId: id, at: this.#parts.host.clock.now(), kind, error, latencyMs })
  }

  /** It asked to be left alone (HTTP 429, or 503 with a time), and that is not over: nothing is sent to it. */
  isResting(id: string): boolean {
    return this.#connections.get(id)?.isResting ?? false
  }

  /** Until when its certificate is good, epoch milliseconds; null where it has shown none. */
  certificateEndsAt(id: string): number | null {
    return this.#connections.get(id)?.certificateEndsAt ?? null
  }

  /** When a connected server last said anything, epoch milliseconds. */
  answeredAt(id: string): number {
    return this.#connections.get(id)?.session?.traffic.answeredAt ?? Number.NEGATIVE_INFINITY
  }

  #follow(connection: Connection): void {
    const { id } = connection.record
    connection
      .on('changed', () => {
        const { session, record, shelf } = connection
        if (session) this.#identities?.learn(record.registration, session, shelf.offer.tools)
        this.emit('changed', id)
      })
      .on('evidence', (evidence) => this.emit('evidence', evidence))
      .on('listed', () => this.#lists.touch(connection))
      .on('connected', () => this.#naps.touch(id))
      .on('replaced', () => this.#naps.replan())
  }

  readonly #limit = (): void => {
    this.#parts.gate.places = this.#settings.get().maxConcurrentConnections
    this.#requests.admit()
    this.#lists.trim()
    this.#naps.replan()
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
