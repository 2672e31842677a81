import type { ResourceState } from '../../shared/contract/resources'
import type { Clock } from '../host'
import type { Registry } from '../registry/registry'
import type { Connections } from './connections'
import { FollowedResource, noSubscriptions } from './followed-resource'

interface Following {
  readonly resource: FollowedResource
  readonly run: Promise<void>
}

/** The resources somebody watches: one subscription for each, however many watch, and none where nobody does. */
export class ResourceWatches {
  readonly #connections: Connections
  readonly #registry: Registry
  readonly #clock: Clock
  readonly #followings = new Map<string, Following>()

  constructor(parts: { connections: Connections; registry: Registry; clock: Clock }) {
    this.#connections = parts.connections
    this.#registry = parts.registry
    this.#clock = parts.clock
  }

  /** Begins to notice other connections, and servers that are removed: their watches end. */
  start(): void {
    this.#connections.on('changed', (id) => {
      for (const resource of this.#of(id)) resource.reconsider()
    })
    this.#registry.on('removed', ({ id }) => {
      for (const resource of this.#of(id)) resource.end()
    })
  }

  /**
   * The present state, then each later one, until the signal ends or the server is removed.
   * Throws Fault not-found (server), not-connected, server-refused (it offers no subscriptions).
   */
  watch(serverId: string, uri: string, signal: AbortSignal): AsyncGenerator<ResourceState> {
    const { state } = this.#connections.state(serverId)
    // One that is asleep says once it is awake what it offers.
    if (state === 'asleep') this.#connections.wake(serverId)
    else if (!this.#connections.live(serverId).subscriptions.offered)
      throw noSubscriptions(this.#connections.nameOf(serverId))
    return this.#states(serverId, uri, signal)
  }

  /** Resources that are followed now. */
  get followed(): number {
    return this.#followings.size
  }

  #of(serverId: string): FollowedResource[] {
    return Array.from(this.#followings.values(), ({ resource }) => resource).filter(
      (resource) => resource.serverId === serverId,
    )
  }

  async *#states(serverId: string, uri: string, signal: AbortSignal): AsyncGenerator<ResourceState> {
    const key = JSON.stringify([serverId, uri])
    // One that is ending takes its leave first, lest the server mix up the two.
    for (let last = this.#followings.get(key); last?.resource.ended; last = this.#followings.get(key))
      await last.run
    const { resource, run } = this.#followings.get(key) ?? this.#begin(key, serverId, uri)
    try {
      yield* resource.states(signal)
      if (resource.ended) await run
    } finally {
      if (resource.watchers === 0) resource.end()
    }
  }

  #begin(key: string, serverId: string, uri: string): Following {
    const resource = new FollowedResource({
      connections: this.#connections,
      clock: this.#clock,
      serverId,
      uri,
    })
    const run = resource.run().finally(() => this.#followings.delete(key))
    // What goes wrong in it is told to its watchers.
    run.catch(() => {})
    const following = { resource, run }
    this.#followings.set(key, following)
    return following
  }
}
