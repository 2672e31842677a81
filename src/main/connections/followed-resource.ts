import { Fault } from '../../shared/contract/fault'
import type { ResourceReading, ResourceState } from '../../shared/contract/resources'
import type { Clock } from '../host'
import { Wake } from '../wake'
import { backoffMs } from './backoff'
import type { Connections } from './connections'
import { refused } from './request'
import { readResource } from './resource-reading'
import type { Subscription } from './resource-subscriptions'
import type { Session } from './session'

/** What is watched takes its turn beside what is asked. */
const caller = 'watch'
/** Between two readings: notices are a stranger's, and may be a flood. */
const readEveryMs = 500
/** A subscription that lasted this long counts as good: the next loss starts counting anew. */
const steadyMs = 10_000

/** One resource that somebody watches: keeps the one subscription alive over reconnects, and reads after each notice. */
export class FollowedResource {
  readonly serverId: string
  readonly #connections: Connections
  readonly #clock: Clock
  readonly #uri: string
  readonly #over = new AbortController()
  readonly #wake = new Wake(this.#over.signal)
  readonly #watchers = new Set<Wake>()
  #session: Session | undefined
  #subscription: Subscription | undefined
  #failures = 0
  #subscribedAt = 0
  #cancelRetry: (() => void) | undefined
  #stale = true
  #readAtMs = Number.NEGATIVE_INFINITY
  #reading: ResourceReading | null = null
  #deafness: Fault | null = null
  #refusal: Fault | null = null
  #changedAt: string | null = null
  #state: ResourceState | undefined

  constructor(parts: { connections: Connections; clock: Clock; serverId: string; uri: string }) {
    this.#connections = parts.connections
    this.#clock = parts.clock
    this.serverId = parts.serverId
    this.#uri = parts.uri
  }

  get watchers(): number {
    return this.#watchers.size
  }

  get ended(): boolean {
    return this.#over.signal.aborted
  }

  /** Works until it is ended; resolves once the subscription has ended, too. */
  async run(): Promise<void> {
    try {
      while (!this.ended) {
        await this.#subscribe()
        if (this.#stale && this.#session) await this.#read()
        this.#publish()
        await this.#wake.sleep()
        await this.#rest()
      }
    } finally {
      this.end()
      this.#cancelRetry?.()
      await this.#subscription?.end()
    }
  }

  end(): void {
    this.#over.abort()
  }

  /** The present state once there is one, then each later one; who is slow misses those between. */
  async *states(signal: AbortSignal): AsyncGenerator<ResourceState> {
    const until = AbortSignal.any([signal, this.#over.signal])
    const wake = new Wake(until)
    this.#watchers.add(wake)
    let seen: ResourceState | undefined
    try {
      while (!until.aborted) {
        if (this.#state === seen) await wake.sleep()
        else {
          seen = this.#state
          if (seen) yield seen
        }
      }
    } finally {
      this.#watchers.delete(wake)
    }
  }

  /** The server's connection may be another one now. */
  reconsider(): void {
    if (this.#connections.session(this.serverId) !== this.#session) this.#wake.wake()
  }

  /** Sees to it that the present session, if there is one, tells of changes. */
  async #subscribe(): Promise<void> {
    const session = this.#connections.session(this.serverId)
    if (session !== this.#session) {
      this.#session = session
      this.#subscription = undefined
      this.#deafness = null
      this.#cancelRetry?.()
      this.#cancelRetry = undefined
      this.#failures = 0
      this.#stale = true
    }
    if (!session || this.#subscription || this.#cancelRetry) return
    try {
      if (!session.subscriptions.offered) throw noSubscriptions(this.#connections.nameOf(this.serverId))
      const { value } = await this.#connections.ask(
        this.serverId,
        ({ subscriptions }, terms) => subscriptions.open(this.#uri, this.#listener, terms),
        { signal: this.#over.signal, isOften: true, once: true, caller },
      )
      this.#subscription = value
      this.#subscribedAt = this.#clock.now()
      this.#deafness = null
      this.#stale = true
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      this.#deafness = error
      if (session.subscriptions.offered) this.#retryLater()
    }
  }

  readonly #listener = {
    onChanged: () => {
      this.#changedAt = new Date(this.#clock.now()).toISOString()
      this.#stale = true
      this.#wake.wake()
    },
    onLost: () => {
      this.#subscription = undefined
      if (this.#clock.now() - this.#subscribedAt >= steadyMs) this.#failures = 0
      this.#retryLater()
      this.#wake.wake()
    },
  }

  #retryLater(): void {
    this.#failures += 1
    this.#cancelRetry?.()
    this.#cancelRetry = this.#clock.after(backoffMs(this.#failures), () => {
      this.#cancelRetry = undefined
      this.#wake.wake()
    })
  }

  async #read(): Promise<void> {
    this.#stale = false
    this.#readAtMs = this.#clock.now()
    try {
      this.#reading = await readResource(this.#connections, this.serverId, this.#uri, {
        signal: this.#over.signal,
        isOften: true,
        caller,
      })
      this.#refusal = null
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      this.#refusal = error
    }
  }

  async #rest(): Promise<void> {
    const restMs = this.#readAtMs + readEveryMs - this.#clock.now()
    if (restMs <= 0 || this.#over.signal.aborted) return
    const pause = new Wake(this.#over.signal)
    const cancel = this.#clock.after(restMs, () => pause.wake())
    await pause.sleep()
    cancel()
  }

  #publish(): void {
    const refusal = this.#refusal ?? this.#deafness
    this.#state = {
      following: this.#subscription !== undefined,
      reading: this.#reading,
      refusal: refusal && { code: refusal.code, message: refusal.message, detail: refusal.detail },
      changedAt: this.#changedAt,
    }
    for (const watcher of this.#watchers) watcher.wake()
  }
}

/** What is refused before a server is asked for what it never offered. */
export function noSubscriptions(server: string): Fault {
  return refused(server, -32601, 'It offers no subscriptions to resources.')
}
