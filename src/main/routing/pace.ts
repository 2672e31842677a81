import type { Clock } from '../host'

/** How much the last answer counts against all before it. */
const lastShare = 0.3
/** After so long without an answer a time says nothing: a server nobody asks could not become faster again. */
const keptMs = 60_000

/** How long servers took of late to answer for a tool: of one tool, equals can be compared. */
export class Pace {
  readonly #clock: Clock
  readonly #ofServer = new Map<string, Map<string, { ms: number; at: number }>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  learn(serverId: string, tool: string, ms: number): void {
    const tools = this.#ofServer.get(serverId) ?? new Map<string, { ms: number; at: number }>()
    const before = this.of(serverId, tool)
    this.#ofServer.set(serverId, tools)
    tools.set(tool, {
      ms: before === null ? ms : before + lastShare * (ms - before),
      at: this.#clock.now(),
    })
  }

  /** Milliseconds; null where it was not asked of late. */
  of(serverId: string, tool: string): number | null {
    const known = this.#ofServer.get(serverId)?.get(tool)
    return known && this.#clock.now() - known.at <= keptMs ? known.ms : null
  }

  forget(serverId: string): void {
    this.#ofServer.delete(serverId)
  }
}
