import { randomUUID } from 'node:crypto'
import type { Conversation, ConversationEvent, ConversationSummary } from '../../shared/contract/chat'
import { Fault } from '../../shared/contract/fault'
import type { LlmConfig } from '../../shared/contract/models'
import type { ToolResult } from '../../shared/contract/tools'
import type { Call, Turn } from '../../shared/contract/turns'
import type { Connections, ElicitAnswer } from '../connections/connections'
import type { Database } from '../database/database'
import type { Clock, Log } from '../host'
import type { Registry } from '../registry/registry'
import type { Alternatives } from '../routing/alternatives'
import type { Routing } from '../routing/routing'
import type { Preferences } from '../settings/preferences'
import { Calls } from './calls'
import type { Consents } from './consents/consents'
import { type Changes, Conversations, type Kept } from './conversations'
import { type Decided, decide } from './decisions'
import { answerElicited } from './elicited'
import { exported } from './export'
import { Feed } from './feed'
import type { Models } from './models/models'
import { Offering } from './offering'
import { Proposals } from './proposals'
import { Replies } from './replies'
import { spokenCall } from './spoken-call'
import { TurnTable } from './turn-table'
import { UnderWay } from './under-way'

/** Of a conversation, in one answer. */
const turnsMax = 200
/** Those that are watched. */
const watchedMax = 200

interface Parts {
  readonly database: Database
  readonly registry: Registry
  readonly connections: Connections
  readonly routing: Routing
  readonly alternatives: Alternatives
  readonly models: Models
  readonly consents: Consents
  readonly settings: Preferences
  readonly clock: Clock
  readonly log: Log
}

/** A tool a person runs. */
interface Given {
  readonly server: string
  readonly tool: string
  readonly arguments: Record<string, unknown>
}

/** Conversations: what is asked in them, and what comes of it. In each one turn runs at a time. */
export class Chat {
  readonly #parts: Parts
  readonly #conversations: Conversations
  readonly #table: TurnTable
  readonly #feed: Feed
  readonly #calls: Calls
  readonly #replies: Replies
  readonly #underWay: UnderWay

  constructor(parts: Parts) {
    this.#parts = parts
    this.#conversations = new Conversations(parts)
    const table = new TurnTable({ ...parts, conversations: this.#conversations })
    const calls = new Calls({ ...parts, table })
    this.#feed = new Feed(parts.clock)
    this.#replies = new Replies({
      ...parts,
      table,
      calls,
      offering: new Offering(parts),
      proposals: new Proposals(parts),
    })
    this.#underWay = new UnderWay({
      ...parts,
      table,
      onTurn: (conversation, turn) => this.#feed.turn(conversation, turn),
      onState: (conversation) => {
        // One that was removed meanwhile is not told of.
        const kept = this.#conversations.known(conversation)
        if (kept) this.#told(kept)
      },
    })
    this.#table = table
    this.#calls = calls
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
    await this.#underWay.end()
    this.#conversations.end()
  }

  list(text: string | undefined, limit: number): (ConversationSummary & { excerpt: string | null })[] {
    const found =
      text === undefined || text === ''
        ? this.#conversations.newest(limit).map((kept) => ({ ...kept, excerpt: null }))
        : this.#conversations.find(text, limit)
    return found.map((kept) => ({ ...kept, state: this.#underWay.stateOf(kept.id) }))
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
    const live = this.#underWay.of(id)?.live.turn
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
    this.#underWay.of(id)?.stop()
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
  ask(id: string, question: string): Promise<Turn> {
    return this.#begin(id, question, (turn) => {
      this.#table.add(id, turn)
      return turn
    })
  }

  /** The last question again, in place of what came of it. Throws Fault not-found, turn-running, disk-full. */
  async again(id: string, turnId: string): Promise<Turn> {
    this.#idle(id)
    const last = this.#table.last(id, 1).turns.at(-1)
    if (last?.id !== turnId)
      throw new Fault('not-found', `The last turn is not ${turnId}.`, { kind: 'turn', name: turnId })
    return this.#begin(id, last.question, (fresh) => {
      const turn = { ...fresh, id: turnId }
      this.#table.replace(id, turn)
      return turn
    })
  }

  /** Throws Fault not-found. */
  stop(id: string): ConversationSummary {
    const kept = this.#conversations.get(id)
    this.#underWay.of(id)?.stop()
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
    const running = this.#underWay.begin(id, { ...turn, state: 'running' }, async (under) => {
      await this.#replies.run(under, wanted).catch((thrown) => {
        if (!under.signal.aborted) throw thrown
      })
      under.live.set(before)
    })
    const call = running.live.calls().at(-1)
    if (!call) throw new Error('the call was not added')
    return call
  }

  /** All or none. Throws Fault not-found, approval-stale, disk-full. */
  decide(id: string, decisions: readonly Decided[]): ConversationSummary {
    const kept = this.#conversations.get(id)
    decide(this.#underWay.of(id), decisions, this.#parts)
    return this.#summaryOf(kept)
  }

  /** Throws Fault not-found, invalid. */
  answer(id: string, elicitation: string, given: ElicitAnswer): ConversationSummary {
    const kept = this.#conversations.get(id)
    answerElicited(this.#underWay.of(id), elicitation, given)
    return this.#summaryOf(kept)
  }

  async #begin(id: string, question: string, keep: (turn: Turn) => Turn): Promise<Turn> {
    this.#idle(id)
    const spoken = await spokenCall(question, this.#parts)
    const kept = this.#idle(id)
    const turn = keep(this.#newTurn(question, spoken ? null : this.#configOf(kept)))
    this.#underWay.begin(id, turn, (running) =>
      spoken ? this.#replies.run(running, spoken) : this.#replies.to(running, kept),
    )
    return turn
  }

  /** Throws Fault not-found, turn-running. */
  #idle(id: string): Kept {
    const kept = this.#conversations.get(id)
    this.#underWay.refuseSecond(id)
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

  #summaryOf(kept: Kept): ConversationSummary {
    return { ...kept, state: this.#underWay.stateOf(kept.id) }
  }

  #told(kept: Kept): ConversationSummary {
    const summary = this.#summaryOf(kept)
    this.#feed.summary(summary)
    return summary
  }

  #newTurn(question: string, llm_config: LlmConfig | null): Turn {
    return {
      id: randomUUID(),
      at: new Date(this.#parts.clock.now()).toISOString(),
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
}
