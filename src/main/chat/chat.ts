import { randomUUID } from 'node:crypto'
import type { Conversation, ConversationEvent, ConversationSummary } from '../../shared/contract/chat'
import type { ToolResult } from '../../shared/contract/connections'
import type { Decision } from '../../shared/contract/consents'
import { Fault } from '../../shared/contract/fault'
import type { LlmConfig } from '../../shared/contract/models'
import type { Call, Turn } from '../../shared/contract/turns'
import type { Connections, ElicitAnswer } from '../connections/connections'
import type { Database } from '../database/database'
import type { Clock, Log } from '../host'
import type { Registry } from '../registry/registry'
import type { Routing } from '../routing/routing'
import type { Preferences } from '../settings/preferences'
import { Answer, type AnswerEnd } from './answer'
import { Calls, type Wanted } from './calls'
import type { Consents } from './consents/consents'
import { type Changes, Conversations, type Kept } from './conversations'
import { checkedAnswer } from './elicited'
import { exported } from './export'
import { Feed } from './feed'
import { LiveTurn } from './live-turn'
import type { Models } from './models/models'
import { Offering } from './offering'
import { Proposals } from './proposals'
import { RunningTurn } from './running-turn'
import { spokenCall } from './spoken-call'
import { TurnTable } from './turn-table'

/** Of a conversation, in one answer. */
const turnsMax = 200
/** Those that are watched. */
const watchedMax = 200
/** Turns a model may be told of. */
const earlierMax = 40

/** Conversations: what is asked in them, and what comes of it. In each one turn runs at a time. */
export class Chat {
  readonly #parts: ChatParts
  readonly #conversations: Conversations
  readonly #table: TurnTable
  readonly #feed: Feed
  readonly #calls: Calls
  readonly #offering: Offering
  readonly #proposals: Proposals
  readonly #running = new Map<string, RunningTurn>()
  readonly #ends = new Set<Promise<void>>()

  constructor(parts: ChatParts) {
    this.#parts = parts
    this.#conversations = new Conversations(parts)
    this.#table = new TurnTable({ ...parts, conversations: this.#conversations })
    this.#feed = new Feed(parts.clock)
    this.#calls = new Calls({ ...parts, table: this.#table })
    this.#offering = new Offering(parts)
    this.#proposals = new Proposals(parts)
  }

  start(): void {
    // The SDK would write them to standard error.
    globalThis.AI_SDK_LOG_WARNINGS = ({ warnings, model }) =>
      this.#parts.log.debug({ warnings, model }, 'the model SDK warns')
    this.#conversations.start()
    this.#table.start()
  }

  /** Stops what runs and keeps what came of it. */
  async end(): Promise<void> {
    for (const running of this.#running.values()) running.stop()
    await Promise.all(this.#ends)
    this.#conversations.end()
  }

  list(text: string | undefined, limit: number): (ConversationSummary & { excerpt: string | null })[] {
    const found =
      text === undefined || text === ''
        ? this.#conversations.newest(limit).map((kept) => ({ ...kept, excerpt: null }))
        : this.#conversations.find(text, limit)
    return found.map((kept) => ({ ...kept, state: this.#stateOf(kept.id) }))
  }

  watch(signal: AbortSignal): AsyncGenerator<ConversationSummary[]> {
    const list = () => this.#conversations.newest(watchedMax).map((kept) => this.#summaryOf(kept))
    return this.#feed.watch(list, signal)
  }

  /** Throws Fault disk-full. */
  begin(changes: Changes): ConversationSummary {
    return this.#told(this.#conversations.begin(changes))
  }

  /** Throws Fault not-found. */
  conversation(id: string): Conversation {
    const { turns, earlier } = this.#table.last(id, turnsMax)
    const live = this.#running.get(id)?.live.turn
    return {
      ...this.#summaryOf(this.#conversations.get(id)),
      turns: turns.map((turn) => (turn.id === live?.id ? live : turn)),
      earlier,
    }
  }

  /** Throws Fault not-found, disk-full. */
  change(id: string, changes: Changes): ConversationSummary {
    return this.#told(this.#conversations.change(id, changes))
  }

  /** Stops what runs in it. Throws Fault not-found, disk-full. */
  remove(id: string): void {
    this.#conversations.remove(id)
    this.#running.get(id)?.stop()
    this.#feed.removed(id)
  }

  /** Throws Fault not-found, disk-full. */
  restore(id: string): ConversationSummary {
    return this.#told(this.#conversations.restore(id))
  }

  /** Throws Fault not-found. */
  export(id: string, format: 'markdown' | 'json'): { name: string; text: string } {
    const { turns } = this.#table.last(id, Number.MAX_SAFE_INTEGER)
    const summary = this.#summaryOf(this.#conversations.get(id))
    return exported({ ...summary, turns, earlier: 0 }, format, (call) => this.#resultOf(id, call))
  }

  /** Throws Fault not-found at once. */
  follow(id: string, signal: AbortSignal): AsyncGenerator<ConversationEvent> {
    this.#conversations.get(id)
    return this.#feed.follow(id, () => this.conversation(id), signal)
  }

  /** Throws Fault not-found. */
  result(id: string, call: string): ToolResult {
    this.#conversations.get(id)
    return this.#table.result(id, call)
  }

  /** Answers once the question is on disk. Throws Fault not-found, turn-running, invalid, disk-full. */
  async ask(id: string, question: string): Promise<Turn> {
    this.#idle(id)
    const spoken = await spokenCall(question, this.#parts)
    const kept = this.#idle(id)
    const turn = newTurn({ question, now: this.#now(), llm_config: spoken ? null : this.#configOf(kept) })
    this.#table.add(id, turn)
    this.#go(id, turn, (running) => (spoken ? this.#runOne(running, spoken) : this.#answer(running, kept)))
    return turn
  }

  /** The last question again, in place of what came of it. Throws Fault not-found, turn-running, disk-full. */
  async again(id: string, turnId: string): Promise<Turn> {
    this.#idle(id)
    const last = this.#table.last(id, 1).turns.at(-1)
    if (last?.id !== turnId)
      throw new Fault('not-found', `The last turn is not ${turnId}.`, { kind: 'turn', name: turnId })
    const { question } = last
    const spoken = await spokenCall(question, this.#parts)
    const kept = this.#idle(id)
    const fresh = newTurn({ question, now: this.#now(), llm_config: spoken ? null : this.#configOf(kept) })
    const turn = { ...fresh, id: turnId }
    this.#table.replace(id, turn)
    this.#go(id, turn, (running) => (spoken ? this.#runOne(running, spoken) : this.#answer(running, kept)))
    return turn
  }

  /** Throws Fault not-found. */
  stop(id: string): ConversationSummary {
    const kept = this.#conversations.get(id)
    this.#running.get(id)?.stop()
    return this.#summaryOf(kept)
  }

  /** A tool by the person's own will, in a turn that is over. Throws Fault not-found, turn-running. */
  async run(id: string, turnId: string, given: Given): Promise<Call> {
    this.#idle(id)
    const { id: serverId } = this.#parts.registry.byName(given.server)
    const tool = await this.#calls.toolNow(serverId, given.tool)
    this.#idle(id)
    const turn = this.#table.get(id, turnId)
    const wanted = { ...given, serverId, tool, fingerprint: null }
    const before = { state: turn.state, error: turn.error, durationMs: turn.durationMs }
    const running = this.#go(id, { ...turn, state: 'running' }, async (under) => {
      await this.#runOne(under, wanted)
      under.live.set(before)
    })
    const call = running.live.calls().at(-1)
    if (!call) throw new Error('the call was not added')
    return call
  }

  /** All or none. Throws Fault not-found, approval-stale, disk-full. */
  decide(
    id: string,
    decisions: readonly { call: string; fingerprint: string; decision: Decision }[],
  ): ConversationSummary {
    const kept = this.#conversations.get(id)
    const running = this.#running.get(id)
    const { registry, consents, database, connections } = this.#parts
    const asked = decisions.map(({ call: callId, fingerprint, decision }) => {
      const ask = running?.asked(callId)
      if (!running || !ask)
        throw new Fault('not-found', `No call ${callId} asks.`, { kind: 'call', name: callId })
      const call = running.live.call(callId)
      if (ask.fingerprint !== fingerprint)
        throw new Fault('approval-stale', `${call.tool} of ${call.server} is not what was shown.`, {
          server: call.server,
          tool: call.tool,
          fingerprint: ask.fingerprint,
        })
      return { running, call, fingerprint, decision }
    })
    database.transaction(() => {
      for (const { call, fingerprint, decision } of asked) {
        if (decision !== 'always') continue
        const { id: serverId } = registry.byName(call.server)
        const tool = connections.tools(serverId).find(({ name }) => name === call.tool)
        if (!tool)
          throw new Fault('not-found', `${call.server} has no tool named ${call.tool}.`, {
            kind: 'tool',
            name: call.tool,
          })
        consents.approve(serverId, tool, fingerprint)
      }
    })
    for (const { running: under, call, decision } of asked) under.decide(call.id, decision)
    return this.#summaryOf(kept)
  }

  /** Throws Fault not-found, invalid. */
  answer(id: string, elicitation: string, given: ElicitAnswer): ConversationSummary {
    const kept = this.#conversations.get(id)
    const running = this.#running.get(id)
    const asked = running?.elicited(elicitation)
    if (!running || !asked)
      throw new Fault('not-found', `No server asks with ${elicitation}.`, {
        kind: 'elicitation',
        name: elicitation,
      })
    running.answer(elicitation, checkedAnswer(asked, given))
    return this.#summaryOf(kept)
  }

  /** Runs `work` as the turn of its conversation, to its end whatever that is. */
  #go(id: string, turn: Turn, work: (running: RunningTurn) => Promise<void>): RunningTurn {
    const { clock, log } = this.#parts
    const live = new LiveTurn({
      conversation: id,
      turn,
      table: this.#table,
      clock,
      tell: (now, before) => {
        this.#feed.turn(id, now)
        if (now.state !== before.state) this.#tell(id)
      },
    })
    const running = new RunningTurn(live)
    this.#running.set(id, running)
    this.#feed.turn(id, turn)
    this.#tell(id)
    const startedAt = clock.now()
    const end = work(running)
      .catch((thrown: unknown) => {
        if (running.signal.aborted) return live.set({ state: 'stopped' })
        log.error({ error: String(thrown) }, 'a turn of the chat failed')
        live.set({ state: 'failed' })
      })
      .finally(() => {
        if (live.turn.durationMs === null) live.set({ durationMs: clock.now() - startedAt })
        live.end()
        this.#running.delete(id)
        this.#ends.delete(end)
        this.#tell(id)
      })
    this.#ends.add(end)
    return running
  }

  async #answer(running: RunningTurn, kept: Kept): Promise<void> {
    const { live } = running
    const { models, settings } = this.#parts
    const config = live.turn.llm_config
    const before = this.#table.last(kept.id, earlierMax).turns
    const earlier = before.filter(({ id }) => id !== live.turn.id)
    if (config === null) {
      const { route, proposals } = await this.#proposals.of(live.turn.question, kept.scope)
      running.signal.throwIfAborted()
      live.set({ route })
      live.add({ kind: 'proposals', proposals })
      live.set({ state: 'done' })
      return
    }
    let end: AnswerEnd
    try {
      const open = models.open(config)
      end = await new Answer({
        ...this.#parts,
        running,
        open,
        scope: kept.scope,
        earlier,
        offering: this.#offering,
        calls: this.#calls,
        settings: settings.get(),
        now: new Date(this.#parts.clock.now()),
      }).run()
    } catch (thrown) {
      if (running.signal.aborted) throw thrown
      this.#parts.log.warn({ error: String(thrown) }, 'a model could not be asked')
      end = { state: 'failed', error: models.errorOf(thrown, config) }
    }
    live.set(end)
  }

  async #runOne(running: RunningTurn, wanted: Wanted): Promise<void> {
    const id = this.#calls.add(running, wanted)
    await this.#calls.run(running, id, wanted)
    running.live.set({ state: 'done' })
  }

  /** Throws Fault not-found, turn-running. */
  #idle(id: string): Kept {
    const kept = this.#conversations.get(id)
    if (this.#running.has(id))
      throw new Fault('turn-running', 'The answer before is not finished; stop it or wait.', {
        conversation: id,
      })
    return kept
  }

  #configOf({ llm_config }: Kept): LlmConfig | null {
    return llm_config === 'default' ? this.#parts.models.config() : llm_config
  }

  #resultOf(id: string, call: string): ToolResult | undefined {
    try {
      return this.#table.result(id, call)
    } catch {
      return undefined
    }
  }

  #stateOf(id: string): ConversationSummary['state'] {
    const state = this.#running.get(id)?.live.turn.state
    return state === undefined ? 'idle' : state === 'waiting' ? 'waiting' : 'running'
  }

  #summaryOf(kept: Kept): ConversationSummary {
    return { ...kept, state: this.#stateOf(kept.id) }
  }

  #told(kept: Kept): ConversationSummary {
    const summary = this.#summaryOf(kept)
    this.#feed.summary(summary)
    return summary
  }

  /** A conversation that was removed meanwhile is not told of. */
  #tell(id: string): void {
    const kept = this.#conversations.known(id)
    if (kept) this.#told(kept)
  }

  #now(): string {
    return new Date(this.#parts.clock.now()).toISOString()
  }
}

interface Given {
  readonly server: string
  readonly tool: string
  readonly arguments: Record<string, unknown>
}

export interface ChatParts {
  readonly database: Database
  readonly registry: Registry
  readonly connections: Connections
  readonly routing: Routing
  readonly models: Models
  readonly consents: Consents
  readonly settings: Preferences
  readonly clock: Clock
  readonly log: Log
}

function newTurn({
  question,
  now,
  llm_config,
}: {
  question: string
  now: string
  llm_config: LlmConfig | null
}): Turn {
  return {
    id: randomUUID(),
    at: now,
    question,
    state: 'running',
    llm_config,
    route: null,
    parts: [],
    error: null,
    usage: null,
    durationMs: null,
  }
}
