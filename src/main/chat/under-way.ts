import type { ConversationSummary } from '../../shared/contract/chat'
import { Fault } from '../../shared/contract/fault'
import type { Turn } from '../../shared/contract/turns'
import type { Clock, Log } from '../host'
import { LiveTurn } from './live-turn'
import { RunningTurn } from './running-turn'
import type { TurnTable } from './turn-table'

interface Parts {
  readonly table: TurnTable
  readonly clock: Clock
  readonly log: Log
  /** Hears each state of a turn. */
  readonly onTurn: (conversation: string, turn: Turn) => void
  /** A conversation begins or ends to run or to wait. */
  readonly onState: (conversation: string) => void
}

/** The turns that run, one in each conversation at most. */
export class UnderWay {
  readonly #parts: Parts
  readonly #running = new Map<string, RunningTurn>()
  readonly #ends = new Set<Promise<void>>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Stops all of them and waits until what came of them is kept. */
  async end(): Promise<void> {
    for (const running of this.#running.values()) running.stop()
    await Promise.all(this.#ends)
  }

  of(conversation: string): RunningTurn | undefined {
    return this.#running.get(conversation)
  }

  stateOf(conversation: string): ConversationSummary['state'] {
    const state = this.#running.get(conversation)?.live.turn.state
    return state === undefined ? 'idle' : state === 'waiting' ? 'waiting' : 'running'
  }

  /** Throws Fault turn-running. */
  refuseSecond(conversation: string): void {
    if (this.#running.has(conversation))
      throw new Fault('turn-running', 'The answer before is not finished; stop it or wait.', { conversation })
  }

  /** Does `work` as a turn, to its end whatever that is. */
  begin(conversation: string, turn: Turn, work: (running: RunningTurn) => Promise<void>): RunningTurn {
    const { table, clock, onTurn, onState } = this.#parts
    const live = new LiveTurn({
      turn,
      table,
      clock,
      tell: (now, before) => {
        onTurn(conversation, now)
        if (now.state !== before.state) onState(conversation)
      },
    })
    const running = new RunningTurn(live)
    this.#running.set(conversation, running)
    onTurn(conversation, turn)
    onState(conversation)
    const startedAt = clock.now()
    const end = work(running)
      .catch((thrown: unknown) => this.#broken(running, thrown))
      .finally(() => {
        if (live.turn.durationMs === null) live.set({ durationMs: clock.now() - startedAt })
        live.end()
        this.#running.delete(conversation)
        this.#ends.delete(end)
        onState(conversation)
      })
    this.#ends.add(end)
    return running
  }

  /** Stopped, or a bug. */
  #broken({ live, signal }: RunningTurn, thrown: unknown): void {
    live.set({ state: signal.aborted ? 'stopped' : 'failed' })
    if (!signal.aborted) this.#parts.log.error({ error: String(thrown) }, 'a turn of the chat failed')
  }
}
