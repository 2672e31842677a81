import { randomUUID } from 'node:crypto'
import type { AnyRunEvent } from '../../shared/contract/alternatives'
import type { Tool, ToolResult } from '../../shared/contract/connections'
import { Fault } from '../../shared/contract/fault'
import type { LlmConfig } from '../../shared/contract/models'
import type { Call } from '../../shared/contract/turns'
import type { Connections, ElicitAnswer } from '../connections/connections'
import type { Clock, Log } from '../host'
import type { Alternatives } from '../routing/alternatives'
import { changedAsk } from './consents/changed-ask'
import type { Consents } from './consents/consents'
import type { Models } from './models/models'
import { kept, shown } from './results'
import type { RunningTurn } from './running-turn'
import type { SampleWanted } from './sample'
import type { TurnTable } from './turn-table'

/** A tool somebody wants to run. */
export interface Wanted {
  readonly serverId: string
  readonly server: string
  readonly tool: Tool
  /** What the tool was when the model was offered it; null where a person runs it. */
  readonly fingerprint: string | null
  readonly arguments: Record<string, unknown>
}

/** What came of a call, for whoever wanted it. */
export type Outcome =
  | { readonly kind: 'result'; readonly result: ToolResult }
  | { readonly kind: 'denied'; readonly why: 'person' | 'policy' }
  | { readonly kind: 'failed'; readonly fault: Fault }

type Offered = Wanted & { readonly fingerprint: string }

type Permit = NonNullable<Call['allowedBy']> | 'denied' | 'never'

/** Runs tools as parts of turns: asks where a person must say so, tells how far they are, keeps what they give. */
export class Calls {
  readonly #connections: Connections
  readonly #alternatives: Alternatives
  readonly #consents: Consents
  readonly #models: Models
  readonly #table: TurnTable
  readonly #clock: Clock
  readonly #log: Log

  constructor(parts: {
    connections: Connections
    alternatives: Alternatives
    consents: Consents
    models: Models
    table: TurnTable
    clock: Clock
    log: Log
  }) {
    this.#connections = parts.connections
    this.#alternatives = parts.alternatives
    this.#consents = parts.consents
    this.#models = parts.models
    this.#table = parts.table
    this.#clock = parts.clock
    this.#log = parts.log
  }

  /** A call as a part of the turn, before anything becomes of it. */
  add(running: RunningTurn, wanted: Wanted): string {
    const id = randomUUID()
    const { server, tool } = wanted
    running.live.add({
      kind: 'call',
      id,
      server,
      tool: tool.name,
      ...(tool.title !== undefined && { title: tool.title }),
      arguments: wanted.arguments,
      by: wanted.fingerprint === null ? 'person' : 'model',
      state: 'waiting',
      ask: null,
      allowedBy: null,
      progress: null,
      elicitation: null,
      startedAt: null,
      durationMs: null,
      result: null,
      error: null,
      tried: [],
    })
    return id
  }

  /** What becomes of it; a refusal is an outcome. Throws when the turn is stopped. */
  async run(running: RunningTurn, id: string, wanted: Wanted): Promise<Outcome> {
    const { live, signal } = running
    try {
      signal.throwIfAborted()
      const permit = isOffered(wanted) ? await this.#permit(running, id, wanted) : 'person-ran-it'
      if (permit === 'denied' || permit === 'never') {
        live.setCall(id, { state: 'denied' })
        return { kind: 'denied', why: permit === 'denied' ? 'person' : 'policy' }
      }
      live.setCall(id, { allowedBy: permit })
      return await this.#execute(running, id, wanted)
    } catch (thrown) {
      if (signal.aborted) {
        const durationMs = this.#took(live.call(id))
        live.setCall(id, { state: 'cancelled', ask: null, elicitation: null, durationMs })
        throw thrown
      }
      const fault = this.#faultOf(thrown)
      const { code, message, detail } = fault
      live.setCall(id, {
        state: 'failed',
        elicitation: null,
        error: { code, message, detail },
        durationMs: this.#took(live.call(id)),
      })
      return { kind: 'failed', fault }
    }
  }

  /** Why it may run. Asked again as long as the tool becomes another one while it is asked. */
  async #permit(
    running: RunningTurn,
    id: string,
    { serverId, tool: offered, fingerprint }: Offered,
  ): Promise<Permit> {
    const strangers = [...running.strangers]
    let known = { tool: offered, fingerprint }
    for (;;) {
      const tool = await running.within(this.toolNow(serverId, offered.name))
      const verdict = this.#consents.judge({ serverId, tool, strangers })
      if (verdict.kind === 'never') return 'never'
      const now = this.#consents.fingerprint(serverId, tool)
      const isOther = now !== known.fingerprint
      if (verdict.kind === 'run' && (!isOther || verdict.allowedBy === 'approval')) return verdict.allowedBy
      const ask = verdict.kind === 'ask' ? verdict.ask : undefined
      // Another tool than the one the arguments were written for.
      const decision = await running.ask(
        id,
        ask && (!isOther || ask.change) ? ask : changedAsk(known.tool, tool, now),
      )
      if (decision === 'deny') return 'denied'
      known = { tool, fingerprint: now }
      const after = await running.within(this.toolNow(serverId, offered.name))
      if (this.#consents.fingerprint(serverId, after) === now)
        return decision === 'always' ? 'approval' : 'person-once'
    }
  }

  async #execute(running: RunningTurn, id: string, wanted: Wanted): Promise<Outcome> {
    const { live, signal } = running
    const startedAt = this.#time()
    live.setCall(id, { state: 'running', startedAt })
    // On disk before it is sent: what a crash leaves behind may have run.
    live.write()
    const { server, tool, fingerprint } = wanted
    const events = this.#alternatives.run(
      // What a person runs, they run on the server they see.
      { server, tool: tool.name, arguments: wanted.arguments, onlyThis: fingerprint === null },
      {
        signal,
        caller: 'chat',
        mayUse: (serverId) => this.#mayUse(serverId, wanted, running),
        onElicit: (asking) => async (request, until) => {
          const answer = await running.elicit(id, { ...request, server: asking, at: this.#time() }, until)
          const { wants } = request
          if (wants.mode !== 'sample' || answer.action !== 'accept') return answer
          return this.#sampled(wants, live.turn.llm_config, AbortSignal.any([until, signal]))
        },
      },
    )
    for await (const event of running.each(events)) {
      if (event.kind === 'result') {
        this.#keep(live.turn.id, id, event.result)
        live.setCall(id, {
          state: 'done',
          server: event.server,
          tried: event.tried,
          progress: null,
          elicitation: null,
          durationMs: event.result.durationMs,
          result: shown(event.result, false),
        })
        return { kind: 'result', result: event.result }
      }
      live.setCall(id, changeBy(event, live.call(id)))
    }
    throw new Fault('cancelled', `The call of ${tool.name} ended without a result.`, {
      server: wanted.server,
    })
  }

  /** What the conversation's model says to a server's question; where it says nothing, nothing was asked. */
  async #sampled(wants: SampleWanted, config: LlmConfig | null, signal: AbortSignal): Promise<ElicitAnswer> {
    if (config === null) return { action: 'decline' }
    try {
      const { sample } = await import('./sample')
      const text = await sample(await this.#models.open(config), wants, signal)
      return { action: 'accept', content: { text, model: config.model } }
    } catch (thrown) {
      this.#log.warn({ error: String(thrown) }, 'a model could not be asked for a server')
      return { action: 'cancel' }
    }
  }

  /** Consent to a tool of one server is none to the same tool of its equal. */
  #mayUse(serverId: string, { tool: { name } }: Wanted, { strangers }: RunningTurn): boolean {
    const tool = this.#connections.tools(serverId).find((one) => one.name === name)
    return (
      tool !== undefined && this.#consents.judge({ serverId, tool, strangers: [...strangers] }).kind === 'run'
    )
  }

  /** On a full disk what is shown of it is all there is: the call was made all the same. */
  #keep(turn: string, id: string, result: ToolResult): void {
    try {
      this.#table.keepResult(turn, id, kept(result))
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'disk-full')) throw error
    }
  }

  /** A tool as its server has it now. Throws Fault not-found, and not-connected where nothing is known of it. */
  async toolNow(serverId: string, name: string): Promise<Tool> {
    const { tools } = await this.#connections.use(serverId, 'tools')
    const tool = tools.find((one) => one.name === name)
    if (tool) return tool
    if (tools.length === 0) this.#connections.live(serverId)
    const server = this.#connections.nameOf(serverId)
    throw new Fault('not-found', `${server} has no tool named ${name}.`, { kind: 'tool', name })
  }

  /** Anything but a refusal is a bug. */
  #faultOf(thrown: unknown): Fault {
    if (thrown instanceof Fault) return thrown
    const reference = randomUUID()
    this.#log.error({ reference, error: String(thrown) }, 'a call in the chat failed')
    return new Fault('internal', `Something went wrong; the log has it as ${reference}.`, { reference })
  }

  #time(): string {
    return new Date(this.#clock.now()).toISOString()
  }

  #took({ startedAt }: Call): number | null {
    return startedAt === null ? null : this.#clock.now() - Date.parse(startedAt)
  }
}

/** What a call's card says after a piece of its run. */
function changeBy(event: Exclude<AnyRunEvent, { kind: 'result' }>, { tried }: Call): Partial<Call> {
  if (event.kind === 'chosen') return { server: event.server }
  if (event.kind === 'failover')
    return { server: event.to, progress: null, tried: [...tried, { server: event.from, code: event.code }] }
  if (event.kind === 'waiting') return { state: event.others > 0 ? 'waiting' : 'running' }
  const { kind: _, ...progress } = event
  return { state: 'running', progress }
}

function isOffered(wanted: Wanted): wanted is Offered {
  return wanted.fingerprint !== null
}
