import { Fault } from '../../shared/contract/fault'
import { byPriorityThenName, type ServerRecord } from './server-record'

/** The registry's records in memory, found by id and by name, and in their order. */
export class ServerIndex {
  readonly #byId = new Map<string, ServerRecord>()
  readonly #byName = new Map<string, ServerRecord>()
  #sorted: readonly ServerRecord[] | undefined

  byId(id: string): ServerRecord | undefined {
    return this.#byId.get(id)
  }

  /** Throws Fault `not-found`. */
  byName(name: string): ServerRecord {
    const record = this.#byName.get(name)
    if (!record) throw new Fault('not-found', `There is no server named ${name}.`, { kind: 'server', name })
    return record
  }

  has(name: string): boolean {
    return this.#byName.has(name)
  }

  /** Throws Fault `name-taken` where there is a server of this name. */
  refuseTaken(name: string): void {
    const owner = this.#byName.get(name)?.source.id
    if (owner !== undefined)
      throw new Fault('name-taken', `A server named ${name} exists already.`, { server: name, owner })
  }

  /** Highest priority first, then by name. */
  all(): readonly ServerRecord[] {
    this.#sorted ??= [...this.#byId.values()].sort(byPriorityThenName)
    return this.#sorted
  }

  ofSource(sourceId: string): ServerRecord[] {
    return this.all().filter((record) => record.source.id === sourceId)
  }

  /** Adds a record, or puts it in the place of the one with its id, whatever that was called. */
  hold(record: ServerRecord): void {
    this.release(record.id)
    this.#byId.set(record.id, record)
    this.#byName.set(record.document.name, record)
    this.#sorted = undefined
  }

  release(id: string): void {
    const record = this.#byId.get(id)
    if (!record) return
    this.#byId.delete(id)
    this.#byName.delete(record.document.name)
    this.#sorted = undefined
  }
}
