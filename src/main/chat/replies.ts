import type { Turn } from '../../shared/contract/turns'
import type { Clock, Log } from '../host'
import type { Registry } from '../registry/registry'
import type { Preferences } from '../settings/preferences'
import type { AnswerEnd } from './answer'
import type { Calls, Wanted } from './calls'
import type { Consents } from './consents/consents'
import type { Kept } from './conversations'
import type { Models } from './models/models'
import type { Offering } from './offering'
import type { Proposals } from './proposals'
import type { RunningTurn } from './running-turn'
import type { TurnTable } from './turn-table'

/** Turns a model may be told of. */
const earlierMax = 40

interface Parts {
  readonly models: Models
  readonly consents: Consents
  readonly registry: Registry
  readonly settings: Preferences
  readonly clock: Clock
  readonly log: Log
  readonly table: TurnTable
  readonly calls: Calls
  readonly offering: Offering
  readonly proposals: Proposals
}

/** What becomes of a question: a model answers it, tools are proposed, or the one it names is run. */
export class Replies {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Throws when the turn is stopped. */
  async to(running: RunningTurn, kept: Kept): Promise<void> {
    const { live } = running
    const config = live.turn.llm_config
    if (config === null) return this.#propose(running, kept)
    const { models, settings, clock, log } = this.#parts
    let end: AnswerEnd
    try {
      const { Answer } = await import('./answer')
      end = await new Answer({
        ...this.#parts,
        running,
        open: await models.open(config),
        scope: kept.scope,
        earlier: this.#earlier(kept, live.turn),
        settings: settings.get(),
        now: new Date(clock.now()),
      }).run()
    } catch (thrown) {
      if (running.signal.aborted) throw thrown
      log.warn({ error: String(thrown) }, 'a model could not be asked')
      end = { state: 'failed', error: models.errorOf(thrown, config) }
    }
    live.set(end)
  }

  /** A tool the person runs. Throws when the turn is stopped. */
  async run(running: RunningTurn, wanted: Wanted): Promise<void> {
    const id = this.#parts.calls.add(running, wanted)
    await this.#parts.calls.run(running, id, wanted)
    running.live.set({ state: 'done' })
  }

  async #propose(running: RunningTurn, { scope }: Kept): Promise<void> {
    const { live } = running
    const { route, proposals } = await running.within(this.#parts.proposals.of(live.turn.question, scope))
    live.set({ route })
    live.add({ kind: 'proposals', proposals })
    live.set({ state: 'done' })
  }

  #earlier({ id }: Kept, { id: own }: Turn): Turn[] {
    return this.#parts.table.last(id, earlierMax).turns.filter((turn) => turn.id !== own)
  }
}
