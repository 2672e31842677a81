import { EventEmitter } from 'node:events'
import type { ConnectionDetails, Tool, ToolResult, ToolRunEvent } from '../../shared/contract/connections'
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
import type { ConnectionParts } from './live'
import { noteCall } from './log-notes'
import { noOffer } from './offers'
import { open } from './open'
import { type Asked, ask, liveSession, type Send } from './request'
import type { ServerLog } from './server-log'
import type { OnProgress, Session } from './session'
import { SignIns } from './sign-in/sign-ins'
import { callTool, definitionOf } from './tool-call'
import { toolRun } from './tool-run'

export type { ConnectionState } from './connection-state'
export type { Evidence } from './evidence'

/** A tool call that has ended, however it did. */
export interface Called {
  readonly serverId: string
  readonly tool: string
  readonly ok: boolean
  readonly durationMs: number
  readonly error?: string
}

export interface AskOptions {
  readonly signal?: AbortSignal | undefined
  readonly isOften?: boolean
}

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
  /** Calls under way, by server. */
  readonly #calls = new Map<string, number>()
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
    for (const connection of this.#connections.values()) this.#finish(connection)
    this.#connections.clear()
    await Promise.all(this.#ending)
  }

  state(id: string): ConnectionState {
    return this.#connections.get(id)?.state ?? switchedOff(this.#startedAt)
  }

  /** Throws Fault not-found. */
  details(id: string): ConnectionDetails {
    return this.#known(id).details
  }

  tools(id: string): readonly Tool[] {
    return this.#offer(id).tools
  }

  resources(id: string): readonly Resource[] {
    return this.#offer(id).resources
  }

  resourceTemplates(id: string): readonly ResourceTemplate[] {
    return this.#offer(id).templates
  }

  prompts(id: string): readonly Prompt[] {
    return this.#offer(id).prompts
  }

  /** Brings a server to what is wanted of it, at once. The wish itself is the registry's. */
  connect(id: string): void {
    const connection = this.#connections.get(id)
    connection?.reconsider()
    connection?.retryNow()
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

  /** Something changed outside: tries at once if it is wanted and not connected. */
  retryNow(id: string): void {
    this.#connections.get(id)?.retryNow()
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
    return this.#calls.get(id) ?? 0
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
   * Throws Fault not-found (server), not-connected, server-refused, server-unreachable, server-timeout (after `requestTimeoutMs`), cancelled
   * (`signal`), and the faults of `send`.
   */
  async ask<T>(
    id: string,
    send: Send<T>,
    { signal, isOften = false }: AskOptions = {},
  ): Promise<{ readonly value: T; readonly durationMs: number; readonly endedAt: number }> {
    const { outcome, durationMs } = await this.#ask(this.#known(id), send, { signal, isOften })
    if (outcome instanceof Fault) throw outcome
    return { value: outcome, durationMs, endedAt: this.#parts.host.clock.now() }
  }

  /** Runs a tool, once. Throws as `ask`, and Fault not-found where the last list has no such tool. */
  async callTool(
    id: string,
    tool: string,
    args: Record<string, unknown>,
    signal?: AbortSignal,
    onProgress?: OnProgress,
  ): Promise<ToolResult> {
    const connection = this.#known(id)
    liveSession(connection)
    const definition = definitionOf(connection, tool)
    const { outcome, durationMs } = await this.#ask(
      connection,
      (session, terms) => callTool(session, definition, args, { ...terms, onProgress }),
      { signal, isOften: false },
    )
    const refusal = outcome instanceof Fault ? outcome.message : undefined
    const ok = !(outcome instanceof Fault) && !outcome.isError
    this.emit('called', {
      serverId: id,
      tool,
      ok,
      durationMs,
      ...(refusal !== undefined && { error: refusal }),
    })
    if (outcome instanceof Fault) noteCall(connection.log, tool, outcome)
    if (outcome instanceof Fault) throw outcome
    return { ...outcome, durationMs }
  }

  async #ask<T>(connection: Connection, send: Send<T>, { signal, isOften }: AskOptions): Promise<Asked<T>> {
    const { id } = connection.record
    const { clock } = this.#parts.host
    this.#calls.set(id, this.callsOf(id) + 1)
    const asked = await ask(connection, send, { signal, clock }).finally(() =>
      this.#calls.set(id, this.callsOf(id) - 1),
    )
    const { error, durationMs } = asked
    if (error !== undefined && !(isOften && error === null))
      this.emit(
        'evidence',
        evidenceOf({ serverId: id, at: clock.now(), kind: 'call', error, latencyMs: durationMs }),
      )
    return asked
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
  ): AsyncGenerator<ToolRunEvent, void> {
    const connection = this.#known(id)
    liveSession(connection)
    definitionOf(connection, tool)
    const run = (stop: AbortSignal, onProgress: OnProgress) => this.callTool(id, tool, args, stop, onProgress)
    return toolRun(run, { clock: this.#parts.host.clock, signal })
  }

  /**
   * Asks a connected server for a sign of life in its era's way, at most 10 s. The answer is evidence, not emitted:
   * it is the caller's. Throws Fault not-connected without a live connection.
   */
  async probe(id: string, signal?: AbortSignal): Promise<Evidence> {
    const { kind, latencyMs, error } = await this.live(id).probe(signal)
    return evidenceOf({ serverId: id, at: this.#parts.host.clock.now(), kind, error, latencyMs })
  }

  readonly #added = (record: ServerRecord): void => {
    const connection = new Connection(record, this.#parts)
    this.#connections.set(record.id, connection)
    connection.on('changed', () => {
      const { session, record: now, offer } = connection
      if (session) this.#identities?.learn(now.registration, session, offer.tools)
      this.emit('changed', record.id)
    })
    connection.on('evidence', (evidence) => this.emit('evidence', evidence))
    if (this.#mayConnect(record)) connection.reconsider()
  }

  readonly #replaced = (now: ServerRecord): void => {
    if (this.#mayConnect(now)) this.#connections.get(now.id)?.replace(now)
  }

  readonly #removed = (record: ServerRecord): void => {
    const connection = this.#connections.get(record.id)
    this.#connections.delete(record.id)
    this.#calls.delete(record.id)
    this.#identities?.forget(record.registration.name)
    if (connection) this.#finish(connection)
  }

  readonly #approved = (record: ServerRecord): void => {
    if (this.#mayConnect(record)) this.#connections.get(record.id)?.reconsider()
  }

  readonly #limit = (): void => {
    this.#parts.gate.places = this.#settings.get().maxConcurrentConnections
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

  #offer(id: string) {
    return this.#connections.get(id)?.offer ?? noOffer
  }
}
