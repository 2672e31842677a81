import type { Connections } from '../connections/connections'
import type { Health } from '../health/health'
import type { Clock, Desktop } from '../host'
import type { Registry } from '../registry/registry'
import { isTroubled } from '../registry/server-query'
import type { ServerRecord } from '../registry/server-record'

/** Many change together; one number for all of them is enough. */
const gatherMs = 1_000

/**
 * Has the desktop show beside the app's icon how many servers need attention. Those on their way do not count, or each
 * start would begin with a large number.
 */
export class Badge {
  readonly #registry: Registry
  readonly #connections: Connections
  readonly #health: Health
  readonly #clock: Clock
  readonly #desktop: Desktop | null
  #shown = 0
  #cancel: (() => void) | undefined

  constructor(parts: {
    registry: Registry
    connections: Connections
    health: Health
    host: { readonly clock: Clock; readonly desktop: Desktop | null }
  }) {
    this.#registry = parts.registry
    this.#connections = parts.connections
    this.#health = parts.health
    this.#clock = parts.host.clock
    this.#desktop = parts.host.desktop
  }

  start(): void {
    if (this.#desktop === null) return
    this.#health.on('changed', this.#plan)
    this.#registry.on('removed', this.#plan)
  }

  end(): void {
    this.#health.off('changed', this.#plan)
    this.#registry.off('removed', this.#plan)
    this.#cancel?.()
    this.#show(0)
  }

  readonly #plan = (): void => {
    this.#cancel ??= this.#clock.after(gatherMs, () => {
      this.#cancel = undefined
      this.#show(this.#registry.all().filter((record) => this.#needsAttention(record)).length)
    })
  }

  #show(count: number): void {
    if (count === this.#shown) return
    this.#shown = count
    this.#desktop?.badge(count)
  }

  #needsAttention({ id, intent, mutedUntil }: ServerRecord): boolean {
    if (intent === 'off' || (mutedUntil ?? 0) > this.#clock.now()) return false
    const { state } = this.#connections.state(id)
    const verdict = this.#health.judgement(id)?.verdict ?? 'unknown'
    return isTroubled(verdict) || waitsForPerson.has(state)
  }
}

const waitsForPerson: ReadonlySet<string> = new Set(['needs-approval', 'needs-auth', 'failed'])
