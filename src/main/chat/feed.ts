import type { Conversation, ConversationEvent, ConversationSummary } from '../../shared/contract/chat'
import type { Turn } from '../../shared/contract/turns'
import type { Clock } from '../host'
import { rest, Wake } from '../wake'
import { growthOf } from './growth'

/** Between two pieces of news to one reader. */
const everyMs = 33
/** Between two lists to one reader. */
const listEveryMs = 200

/** Tells those who follow conversations what happens in them: always as it stands now, however slow they read. */
export class Feed {
  readonly #clock: Clock
  readonly #followers = new Map<string, Set<Follower>>()
  readonly #watchers = new Set<Wake>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  turn(conversation: string, turn: Turn): void {
    for (const follower of this.#of(conversation)) follower.turn(turn)
  }

  /** A conversation is not as it was, or there is a new one. */
  summary(summary: ConversationSummary): void {
    for (const follower of this.#of(summary.id)) follower.summary(summary)
    this.#wakeWatchers()
  }

  removed(conversation: string): void {
    for (const follower of this.#of(conversation)) follower.removed()
    this.#wakeWatchers()
  }

  /** What happens in a conversation from now on, after a snapshot of it. */
  async *follow(
    conversation: string,
    snapshot: () => Conversation,
    signal: AbortSignal,
  ): AsyncGenerator<ConversationEvent> {
    const follower = new Follower(signal, this.#clock)
    const all = this.#of(conversation)
    this.#followers.set(conversation, all.add(follower))
    try {
      yield* follower.events(snapshot)
    } finally {
      all.delete(follower)
      if (all.size === 0) this.#followers.delete(conversation)
    }
  }

  /** The list now and whenever it changed, at most five times a second. */
  async *watch(
    list: () => ConversationSummary[],
    signal: AbortSignal,
  ): AsyncGenerator<ConversationSummary[]> {
    const wake = new Wake(signal)
    this.#watchers.add(wake)
    try {
      while (!signal.aborted) {
        yield list()
        await rest(this.#clock, listEveryMs, signal)
        await wake.sleep()
      }
    } finally {
      this.#watchers.delete(wake)
    }
  }

  #of(conversation: string): Set<Follower> {
    return this.#followers.get(conversation) ?? new Set()
  }

  #wakeWatchers(): void {
    for (const wake of this.#watchers) wake.wake()
  }
}

/** One reader: what it does not know yet, and what it was told of the turn that grows. */
class Follower {
  readonly #signal: AbortSignal
  readonly #clock: Clock
  readonly #wake: Wake
  readonly #turns = new Map<string, Turn>()
  #summary: ConversationSummary | undefined
  #isRemoved = false
  #told: Turn | undefined

  constructor(signal: AbortSignal, clock: Clock) {
    this.#signal = signal
    this.#clock = clock
    this.#wake = new Wake(signal)
  }

  turn(turn: Turn): void {
    this.#turns.set(turn.id, turn)
    this.#wake.wake()
  }

  summary(summary: ConversationSummary): void {
    this.#summary = summary
    this.#wake.wake()
  }

  removed(): void {
    this.#isRemoved = true
    this.#wake.wake()
  }

  async *events(snapshot: () => Conversation): AsyncGenerator<ConversationEvent> {
    const conversation = snapshot()
    this.#told = conversation.turns.at(-1)
    yield { kind: 'snapshot', conversation }
    while (!this.#signal.aborted) {
      await this.#wake.sleep()
      if (this.#signal.aborted) return
      yield* this.#news()
      if (this.#isRemoved) {
        yield { kind: 'removed' }
        return
      }
      await rest(this.#clock, everyMs, this.#signal)
    }
  }

  *#news(): Generator<ConversationEvent> {
    const turns = [...this.#turns.values()]
    const summary = this.#summary
    this.#turns.clear()
    this.#summary = undefined
    for (const turn of turns) {
      yield* (this.#told?.id === turn.id && growthOf(this.#told, turn)) || [{ kind: 'turn' as const, turn }]
      this.#told = turn
    }
    if (summary) yield { kind: 'summary', summary }
  }
}
