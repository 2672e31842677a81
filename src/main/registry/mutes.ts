import type { Clock } from '../host'
import type { Registry } from './registry'
import type { ServerRecord } from './server-record'

/** Looked at least this often: longer timers overflow, and a clock that was set is noticed. */
const longestMs = 3_600_000

/** Tells when a server is no longer muted because its time has come; what a person does, the registry tells. */
export class Mutes {
  readonly #registry: Registry
  readonly #clock: Clock
  readonly #onOver: (serverId: string) => void
  readonly #untils = new Map<string, number>()
  #cancel: (() => void) | undefined

  constructor(registry: Registry, clock: Clock, onOver: (serverId: string) => void) {
    this.#registry = registry
    this.#clock = clock
    this.#onOver = onOver
  }

  start(): void {
    this.#registry.on('added', this.#take).on('changed', this.#take).on('removed', this.#drop)
    for (const record of this.#registry.all()) this.#take(record)
  }

  end(): void {
    this.#registry.off('added', this.#take).off('changed', this.#take).off('removed', this.#drop)
    this.#cancel?.()
  }

  readonly #take = ({ id, mutedUntil }: ServerRecord): void => {
    if (mutedUntil === null || mutedUntil <= this.#clock.now()) this.#untils.delete(id)
    else if (this.#untils.get(id) !== mutedUntil) {
      this.#untils.set(id, mutedUntil)
      this.#wait()
    }
  }

  readonly #drop = ({ id }: ServerRecord): void => {
    this.#untils.delete(id)
  }

  #wait(): void {
    this.#cancel?.()
    this.#cancel = undefined
    if (this.#untils.size === 0) return
    const restMs = Math.min(...this.#untils.values()) - this.#clock.now()
    this.#cancel = this.#clock.after(Math.min(restMs, longestMs), () => {
      const over = [...this.#untils].filter(([, until]) => until <= this.#clock.now())
      for (const [id] of over) {
        this.#untils.delete(id)
        this.#onOver(id)
      }
      this.#wait()
    })
  }
}
