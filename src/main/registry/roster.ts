import type { Rows, Server, ServerQuery } from '../../shared/contract/registry'
import type { Connections } from '../connections/connections'
import type { Discovery } from '../discovery/discovery'
import type { Health } from '../health/health'
import type { Clock } from '../host'
import { rest, Wake } from '../wake'
import type { Approvals } from './approvals'
import { Mutes } from './mutes'
import type { Registry } from './registry'
import { matches } from './server-query'
import type { ServerRecord } from './server-record'
import { serverView } from './server-view'

/** Between two rows of news to one watcher. */
const quietMs = 100

/** Servers as every screen, the API and the command line see them: what the rooms know of each, in one row. */
export class Roster {
  readonly #registry: Registry
  readonly #approvals: Approvals
  readonly #connections: Connections
  readonly #health: Health
  readonly #discovery: Discovery
  readonly #clock: Clock
  readonly #mutes: Mutes
  readonly #watchers = new Set<Watcher>()
  #revision = 0

  constructor(parts: {
    registry: Registry
    approvals: Approvals
    connections: Connections
    health: Health
    discovery: Discovery
    clock: Clock
  }) {
    this.#registry = parts.registry
    this.#approvals = parts.approvals
    this.#connections = parts.connections
    this.#health = parts.health
    this.#discovery = parts.discovery
    this.#clock = parts.clock
    this.#mutes = new Mutes(parts.registry, parts.clock, (id) => this.#note(id))
  }

  /** Begins to notice changes; comes after the rooms it looks at, so that they have settled when it does. */
  start(): void {
    const noteRecord = (record: ServerRecord) => this.#note(record.id)
    const note = (id: string) => this.#note(id)
    this.#registry.on('added', noteRecord).on('changed', noteRecord).on('removed', noteRecord)
    this.#approvals.on('changed', noteRecord)
    this.#connections.on('changed', note)
    this.#health.on('changed', note)
    this.#mutes.start()
    // Each row says what its source is called.
    this.#discovery.on('renamed', (sourceId) => {
      for (const record of this.#registry.all()) if (record.source.id === sourceId) note(record.id)
    })
  }

  end(): void {
    this.#mutes.end()
  }

  /** Servers that fit, highest priority first, then by name. */
  list(query: ServerQuery = { match: 'any' }): Server[] {
    return this.#registry
      .all()
      .map((record) => this.view(record))
      .filter((server) => matches(server, query))
  }

  view(record: ServerRecord): Server {
    const { id } = record
    return serverView(record, {
      sourceIs: this.#discovery.name(record.source.id),
      approval: this.#approvals.pending(record),
      connection: this.#connections.state(id),
      signIn: this.#connections.signIns.view(id),
      health: this.#health.of(id),
      ...this.#connections.outline(id),
      now: this.#clock.now(),
    })
  }

  /** What screens call a source. */
  source(id: string) {
    return { id, ...this.#discovery.name(id) }
  }

  /** A snapshot, then changed rows at most ten times a second, until the signal ends. */
  async *watch(signal: AbortSignal): AsyncGenerator<Rows> {
    const watcher = new Watcher(signal)
    this.#watchers.add(watcher)
    try {
      let revision = this.#revision
      yield { kind: 'snapshot', revision, servers: this.list() }
      while (!signal.aborted) {
        const ids = await watcher.changed(this.#clock)
        if (signal.aborted || ids.length === 0) continue
        const since = revision
        revision = this.#revision
        const records = ids.map((id) => ({ id, record: this.#registry.get(id) }))
        yield {
          kind: 'changes',
          since,
          revision,
          servers: records.flatMap(({ record }) => (record ? [this.view(record)] : [])),
          removed: records.flatMap(({ id, record }) => (record ? [] : [id])),
        }
      }
    } finally {
      this.#watchers.delete(watcher)
    }
  }

  /** Watchers there are now. */
  get watchers(): number {
    return this.#watchers.size
  }

  #note(id: string): void {
    this.#revision++
    for (const watcher of this.#watchers) watcher.note(id)
  }
}

/** One watcher's changed rows since it was last told, gathered so that a storm of changes is few messages. */
class Watcher {
  readonly #signal: AbortSignal
  readonly #wake: Wake
  readonly #ids = new Set<string>()
  #toldAt = Number.NEGATIVE_INFINITY

  constructor(signal: AbortSignal) {
    this.#signal = signal
    this.#wake = new Wake(signal)
  }

  note(id: string): void {
    this.#ids.add(id)
    this.#wake.wake()
  }

  /** Ids of changed rows, once there are any and the last answer is `quietMs` ago; possibly none when the signal ends. */
  async changed(clock: Clock): Promise<string[]> {
    while (this.#ids.size === 0 && !this.#signal.aborted) await this.#wake.sleep()
    const restMs = this.#toldAt + quietMs - clock.now()
    if (restMs > 0 && !this.#signal.aborted) await rest(clock, restMs, this.#signal)
    const ids = [...this.#ids]
    this.#ids.clear()
    this.#toldAt = clock.now()
    return ids
  }
}
