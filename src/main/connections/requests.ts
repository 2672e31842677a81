import { Fault } from '../../shared/contract/fault'
import type { ToolResult, ToolRunEvent } from '../../shared/contract/tools'
import type { Clock } from '../host'
import type { ServerRecord } from '../registry/server-record'
import type { Connection } from './connection'
import type { OnElicit } from './elicitations'
import { type Evidence, evidenceOf } from './evidence'
import { Lane } from './lane'
import { noteCall } from './log-notes'
import { type Asked, ask, cancelled, mayAsk, readySession, type Send } from './request'
import { SchemaChecks } from './schema-checks'
import type { OnProgress } from './session'
import { callTool, definitionOf } from './tool-call'
import { type OnWaiting, toolRun } from './tool-run'

/** JSON-RPC's word for a bug in the server. */
const internalError = -32_603
/** Calls in a row that a server answers with it make it a server whose calls fail. */
const failingAfter = 3

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
  /** It is sent again and again without a person asking. */
  readonly isOften?: boolean
  /** Sent once whatever comes: it leaves something behind in the session, or in the world. */
  readonly once?: boolean
  /** Who asks; callers take turns where requests have to wait. */
  readonly caller?: string | undefined
}

export interface Answer<T> {
  readonly value: T
  readonly durationMs: number
  readonly endedAt: number
}

export interface Call {
  readonly tool: string
  readonly args: Record<string, unknown>
  readonly signal?: AbortSignal | undefined
  readonly caller?: string | undefined
  readonly onProgress?: OnProgress | undefined
  readonly onWaiting?: OnWaiting | undefined
  readonly onElicit?: OnElicit | undefined
}

interface Terms extends AskOptions {
  readonly onWaiting?: OnWaiting | undefined
}

interface Parts {
  readonly clock: Clock
  /** How many a server may have under way, now. */
  readonly placesOf: (record: ServerRecord) => number
  /** Has the tools' definitions at hand again, where they were let go. */
  readonly prepare: (connection: Connection) => Promise<void>
  readonly onEvidence: (evidence: Evidence) => void
  readonly onCalled: (called: Called) => void
  /** A server was used, or is no longer. */
  readonly onUsed: (id: string) => void
}

/** The real requests to all servers: how many at once, in whose turn, and what they say of the servers. */
export class Requests {
  readonly #parts: Parts
  readonly #lanes = new Map<string, Lane>()
  /** Calls in a row that met a bug in the server. */
  readonly #buggy = new Map<string, number>()
  readonly #schemas: SchemaChecks

  constructor(parts: Parts) {
    this.#parts = parts
    this.#schemas = new SchemaChecks(parts.clock)
  }

  /** Ends the checking of results. */
  end(): Promise<void> {
    return this.#schemas.end()
  }

  /** Requests a server has under way, and requests that wait for their turn. */
  loadOf(id: string): { readonly underWay: number; readonly waiting: number } {
    return this.#lanes.get(id) ?? { underWay: 0, waiting: 0 }
  }

  /** Whether the server answers its calls with nothing but its own bugs. */
  areFailing(id: string): boolean {
    return (this.#buggy.get(id) ?? 0) >= failingAfter
  }

  /** The server is gone, or another one. */
  forget(id: string): void {
    this.#buggy.delete(id)
    this.#lanes.delete(id)
  }

  /** There may be other limits now. */
  admit(): void {
    for (const lane of this.#lanes.values()) lane.admit()
  }

  /** As `Connections.ask`. */
  async ask<T>(connection: Connection, send: Send<T>, options: AskOptions): Promise<Answer<T>> {
    const { outcome, durationMs } = await this.#ask(connection, send, options)
    if (outcome instanceof Fault) throw outcome
    return { value: outcome, durationMs, endedAt: this.#parts.clock.now() }
  }

  /** As `Connections.callTool`. */
  async callTool(connection: Connection, call: Call): Promise<ToolResult> {
    const { tool, args, onProgress, onElicit, ...terms } = call
    mayAsk(connection)
    await this.#settle(connection, terms.signal)
    await this.#parts.prepare(connection)
    const definition = definitionOf(connection, tool)
    const { outcome, durationMs } = await this.#ask(
      connection,
      (session, given) => callTool(session, definition, args, { ...given, onProgress, onElicit }),
      { ...terms, once: true },
    )
    const refusal = outcome instanceof Fault ? outcome.message : undefined
    this.#parts.onCalled({
      serverId: connection.record.id,
      tool,
      ok: !(outcome instanceof Fault) && !outcome.isError,
      durationMs,
      ...(refusal !== undefined && { error: refusal }),
    })
    if (outcome instanceof Fault) noteCall(connection.log, tool, outcome)
    if (outcome instanceof Fault) throw outcome
    const problem = await this.#schemas.problemOf(definition.outputSchema, outcome)
    return { ...outcome, durationMs, ...(problem && { structuredProblem: problem }) }
  }

  /** As `Connections.runTool`. */
  runTool(connection: Connection, { signal, ...call }: Call): AsyncGenerator<ToolRunEvent, void> {
    mayAsk(connection)
    if (!connection.shelf.bare && !connection.coming) definitionOf(connection, call.tool)
    return toolRun((heard) => this.callTool(connection, { ...call, ...heard }), {
      clock: this.#parts.clock,
      signal,
    })
  }

  /** What the tools are is known again once the session that is coming is there. Throws Fault not-connected, cancelled. */
  async #settle(connection: Connection, signal: AbortSignal | undefined): Promise<void> {
    if (!connection.coming) return
    await readySession(connection, signal).catch((thrown: unknown) => {
      if (thrown instanceof Fault) throw thrown
      throw cancelled(connection.record.registration.name)
    })
  }

  async #ask<T>(connection: Connection, send: Send<T>, terms: Terms): Promise<Asked<T>> {
    const { id } = connection.record
    const { signal, isOften = false, once = false } = terms
    const { clock, onEvidence, onUsed } = this.#parts
    mayAsk(connection)
    const lane = this.#laneOf(connection)
    await this.#enter(connection, lane, terms)
    onUsed(id)
    const asked = await ask(connection, send, { signal, clock, isSafe: !once })
      .catch((thrown: unknown) => refusalOf(thrown, connection, signal))
      .finally(() => {
        lane.leave()
        onUsed(id)
      })
    const { error, durationMs: latencyMs } = asked
    this.#note(id, asked.outcome, error)
    if (error !== undefined && !(isOften && error === null))
      onEvidence(evidenceOf({ serverId: id, at: clock.now(), kind: 'call', error, latencyMs }))
    return asked
  }

  /** Throws Fault server-busy, cancelled. */
  async #enter(connection: Connection, lane: Lane, terms: Terms): Promise<void> {
    const { name } = connection.record.registration
    const { caller = 'page', signal, onWaiting } = terms
    const entered = await lane.enter({ caller, signal, onWaiting }).catch(() => {
      throw cancelled(name)
    })
    if (entered) return
    const { waiting } = lane
    throw new Fault('server-busy', `${waiting} requests wait for ${name} already.`, { server: name, waiting })
  }

  #laneOf(connection: Connection): Lane {
    const { id } = connection.record
    const lane = this.#lanes.get(id) ?? new Lane(() => this.#parts.placesOf(connection.record))
    this.#lanes.set(id, lane)
    return lane
  }

  #note(id: string, outcome: unknown, error: Asked<unknown>['error']): void {
    if (error !== null) return
    const isBug = outcome instanceof Fault && outcome.detail.rpcCode === internalError
    const before = this.#buggy.get(id) ?? 0
    if (isBug) this.#buggy.set(id, before + 1)
    else if (before > 0) this.#buggy.delete(id)
  }
}

/** What kept a request from being sent at all. */
function refusalOf(thrown: unknown, { record }: Connection, signal: AbortSignal | undefined): Asked<never> {
  if (thrown instanceof Fault) return { durationMs: 0, outcome: thrown, error: undefined }
  if (signal?.aborted)
    return { durationMs: 0, outcome: cancelled(record.registration.name), error: undefined }
  throw thrown
}
