import type { ToolResult, ToolRunEvent } from '../../shared/contract/connections'
import { Fault } from '../../shared/contract/fault'
import type { Clock } from '../host'
import type { Connection } from './connection'
import { type Evidence, evidenceOf } from './evidence'
import { noteCall } from './log-notes'
import { type Asked, ask, liveSession, type Send } from './request'
import type { OnProgress } from './session'
import { callTool, definitionOf } from './tool-call'
import { toolRun } from './tool-run'

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

export interface Answer<T> {
  readonly value: T
  readonly durationMs: number
  readonly endedAt: number
}

interface Call {
  readonly tool: string
  readonly args: Record<string, unknown>
  readonly signal: AbortSignal | undefined
  readonly onProgress?: OnProgress | undefined
}

/** The real requests to all servers, and what they say of them. */
export class Requests {
  readonly #clock: Clock
  readonly #onEvidence: (evidence: Evidence) => void
  readonly #onCalled: (called: Called) => void
  /** Under way, by server. */
  readonly #underWay = new Map<string, number>()

  constructor(parts: {
    clock: Clock
    onEvidence: (evidence: Evidence) => void
    onCalled: (called: Called) => void
  }) {
    this.#clock = parts.clock
    this.#onEvidence = parts.onEvidence
    this.#onCalled = parts.onCalled
  }

  underWay(id: string): number {
    return this.#underWay.get(id) ?? 0
  }

  /** The server is gone. */
  forget(id: string): void {
    this.#underWay.delete(id)
  }

  /** As `Connections.ask`. */
  async ask<T>(connection: Connection, send: Send<T>, options: AskOptions): Promise<Answer<T>> {
    const { outcome, durationMs } = await this.#ask(connection, send, options)
    if (outcome instanceof Fault) throw outcome
    return { value: outcome, durationMs, endedAt: this.#clock.now() }
  }

  /** As `Connections.callTool`. */
  async callTool(connection: Connection, { tool, args, signal, onProgress }: Call): Promise<ToolResult> {
    liveSession(connection)
    const definition = definitionOf(connection, tool)
    const { outcome, durationMs } = await this.#ask(
      connection,
      (session, terms) => callTool(session, definition, args, { ...terms, onProgress }),
      { signal },
    )
    const refusal = outcome instanceof Fault ? outcome.message : undefined
    this.#onCalled({
      serverId: connection.record.id,
      tool,
      ok: !(outcome instanceof Fault) && !outcome.isError,
      durationMs,
      ...(refusal !== undefined && { error: refusal }),
    })
    if (outcome instanceof Fault) noteCall(connection.log, tool, outcome)
    if (outcome instanceof Fault) throw outcome
    return { ...outcome, durationMs }
  }

  /** As `Connections.runTool`. */
  runTool(connection: Connection, { tool, args, signal }: Call): AsyncGenerator<ToolRunEvent, void> {
    liveSession(connection)
    definitionOf(connection, tool)
    const run = (stop: AbortSignal, onProgress: OnProgress) =>
      this.callTool(connection, { tool, args, signal: stop, onProgress })
    return toolRun(run, { clock: this.#clock, signal })
  }

  async #ask<T>(
    connection: Connection,
    send: Send<T>,
    { signal, isOften = false }: AskOptions,
  ): Promise<Asked<T>> {
    const { id } = connection.record
    this.#underWay.set(id, this.underWay(id) + 1)
    const asked = await ask(connection, send, { signal, clock: this.#clock }).finally(() =>
      this.#underWay.set(id, this.underWay(id) - 1),
    )
    const { error, durationMs } = asked
    if (error !== undefined && !(isOften && error === null))
      this.#onEvidence(
        evidenceOf({ serverId: id, at: this.#clock.now(), kind: 'call', error, latencyMs: durationMs }),
      )
    return asked
  }
}
