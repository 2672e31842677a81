import { Fault } from '../../shared/contract/fault'
import type { Approvals } from '../registry/approvals'
import type { Registry } from '../registry/registry'
import type { ServerRecord } from '../registry/server-record'
import { Connection } from './connection'
import type { ConnectionParts } from './live'

interface Parts extends ConnectionParts {
  readonly registry: Registry
  readonly approvals: Approvals
}

/** One connection for each registered server, begun, changed and ended as the registry says. */
export class ConnectionSet {
  readonly #parts: Parts
  readonly #onAdded: (connection: Connection) => void
  readonly #onRemoved: (record: ServerRecord) => void
  readonly #connections = new Map<string, Connection>()
  readonly #ending = new Set<Promise<void>>()
  /** Names of the servers to connect; all where there are none given. */
  #only: readonly string[] | undefined

  /** `onAdded` comes before a connection begins, `onRemoved` when its server is registered no more. */
  constructor(
    parts: Parts,
    told: { onAdded: (connection: Connection) => void; onRemoved: (record: ServerRecord) => void },
  ) {
    this.#parts = parts
    this.#onAdded = told.onAdded
    this.#onRemoved = told.onRemoved
  }

  start(only?: readonly string[]): void {
    this.#only = only
    const { registry, approvals } = this.#parts
    registry.on('added', this.#added).on('changed', this.#replaced).on('removed', this.#removed)
    approvals.on('changed', this.#reconsidered)
    for (const record of registry.all()) this.#added(record)
  }

  /** Resolves once everything is closed, processes included: within 4.5 s. */
  async end(): Promise<void> {
    const { registry, approvals } = this.#parts
    registry.off('added', this.#added).off('changed', this.#replaced).off('removed', this.#removed)
    approvals.off('changed', this.#reconsidered)
    for (const connection of this.#connections.values()) this.#finish(connection)
    this.#connections.clear()
    await Promise.all(this.#ending)
  }

  get(id: string): Connection | undefined {
    return this.#connections.get(id)
  }

  /** Throws Fault not-found. */
  known(id: string): Connection {
    const connection = this.#connections.get(id)
    if (connection) return connection
    throw new Fault('not-found', 'This server is not registered any more.', { kind: 'server', name: id })
  }

  readonly #added = (record: ServerRecord): void => {
    const connection = new Connection(record, this.#parts)
    this.#connections.set(record.id, connection)
    this.#onAdded(connection)
    if (this.#mayConnect(record)) connection.reconsider()
  }

  readonly #replaced = (now: ServerRecord): void => {
    if (this.#mayConnect(now)) this.#connections.get(now.id)?.replace(now)
  }

  readonly #removed = (record: ServerRecord): void => {
    const { id } = record
    const connection = this.#connections.get(id)
    this.#connections.delete(id)
    this.#onRemoved(record)
    if (connection) this.#finish(connection)
  }

  readonly #reconsidered = (record: ServerRecord): void => {
    if (this.#mayConnect(record)) this.#connections.get(record.id)?.reconsider()
  }

  #mayConnect({ registration }: ServerRecord): boolean {
    return this.#only?.includes(registration.name) ?? true
  }

  #finish(connection: Connection): void {
    connection.removeAllListeners()
    const ending = connection.end().finally(() => this.#ending.delete(ending))
    this.#ending.add(ending)
  }
}
