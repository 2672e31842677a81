import type { Connections, Evidence } from '../connections/connections'
import type { Clock } from '../host'
import type { ServerRecord } from '../registry/server-record'
import type { Charts } from './charts'
import type { Checkup } from './checkup'
import type { Rounds } from './rounds'
import type { Blindness, Vantage } from './vantage'

/** After a sleep or an outage everything is looked at again within this, spread out. */
const anewMs = 10_000
/** On a network that has just come or changed, this soon. */
const onNetworkMs = 1_500
/** In an outage one of those that failed is tried, this often. */
const scoutMs = 3_000
/** Others that are asked when a server of another machine fails, to tell its fault from ours. */
const witnessesMax = 10

/**
 * What is done about what cannot be seen: tells a fault of this machine from one of a server, and has everything asked
 * again once it can be.
 */
export class Lookout {
  readonly #clock: Clock
  readonly #vantage: Vantage
  readonly #charts: Charts
  readonly #rounds: Rounds
  readonly #checkup: Checkup
  readonly #connections: Connections
  /** To be tried at their next round, if they are not connected then. */
  readonly #due = new Set<string>()
  #scoutedAt = Number.NEGATIVE_INFINITY

  constructor(parts: {
    clock: Clock
    vantage: Vantage
    charts: Charts
    rounds: Rounds
    checkup: Checkup
    connections: Connections
  }) {
    this.#clock = parts.clock
    this.#vantage = parts.vantage
    this.#charts = parts.charts
    this.#rounds = parts.rounds
    this.#checkup = parts.checkup
    this.#connections = parts.connections
  }

  start(): void {
    this.#vantage
      .on('changed', this.#seeAnew)
      .on('network', () => this.#lookAnew(this.#charts.remoteIds, onNetworkMs))
    this.#vantage.start()
  }

  end(): void {
    this.#vantage.end()
  }

  forget(id: string): void {
    this.#due.delete(id)
  }

  /** The machine has slept, or stood still. */
  woke(): void {
    this.#scoutedAt = Number.NEGATIVE_INFINITY
    this.#vantage.woke()
    this.#lookAnew(this.#charts.ids, anewMs)
  }

  /** A server that is wanted but not connected: whether something speaks for trying it before its time. */
  async approach(record: ServerRecord): Promise<void> {
    const { id } = record
    // Quiet for long enough, a server that flapped is no longer one.
    this.#charts.judge(id)
    const blindness = this.#charts.blindnessOf(id)
    const due = this.#due.delete(id)
    if (blindness === 'outage' && this.#clock.now() - this.#scoutedAt >= scoutMs) {
      this.#scoutedAt = this.#clock.now()
      this.#connections.retryNow(id)
    }
    if (blindness !== null || this.#charts.get(id)?.resting) return
    if (due) this.#connections.retryNow(id)
    else await this.#checkup.knock(record)
  }

  /** Tells a fault of one server from one of this machine, which all would have. */
  weigh({ ok, at, serverId }: Evidence): void {
    if (!this.#charts.isRemote(serverId)) return
    if (!ok || this.#vantage.blindness === 'outage') this.#vantage.look()
    if (this.#charts.get(serverId)?.remote.brokeAt !== at) return
    const others = this.#charts.remoteIds.filter((id) => id !== serverId)
    const from = Math.floor(Math.random() * others.length)
    for (const id of [...others.slice(from), ...others.slice(0, from)].slice(0, witnessesMax))
      this.#rounds.soon(id, 0)
  }

  /** Servers of other machines went out of sight, or came back into it. */
  readonly #seeAnew = (blindness: Blindness | null): void => {
    for (const id of this.#charts.remoteIds) {
      if (blindness !== null) this.#charts.get(id)?.loseSight()
      this.#charts.judge(id, Math.random() * anewMs)
    }
    if (blindness === null) this.#lookAnew(this.#charts.remoteIds, anewMs)
  }

  /** Whatever waits may be there again, and whatever is connected may be gone. */
  #lookAnew(ids: Iterable<string>, withinMs: number): void {
    for (const id of ids) {
      this.#due.add(id)
      this.#rounds.anew(id, Math.random() * withinMs)
    }
  }
}
