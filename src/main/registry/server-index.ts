import { Fault } from '../../shared/contract/fault'
import { byPriorityThenName, type ServerRecord } from './server-record'

/** The registry's records in memory, found by id and by name, and in their order. */
export class ServerIndex {
  readonly #byId = new Map<string, ServerRecord>()
  readonly #byName = new Map<string, ServerRecord>()
  /** By what their sources call them. */
  readonly #byNaming = new Map<string, Set<string>>()
  /** Ids in order. */
  #sorted: readonly string[] | undefined

  byId(id: string): ServerRecord | undefined {
    return this.#byId.get(id)
  }

  /** Throws Fault `not-found`. */
  byName(name: string): ServerRecord {
    const record = this.#byName.get(name)
    if (!record) throw new Fault('not-found', `There is no server named ${name}.`, { kind: 'server', name })
    return record
  }

  /** The server that goes by this name, if one does. */
  named(name: string): ServerRecord | undefined {
    return this.#byName.get(name)
  }

  /** Those their sources call so, whatever they go by. */
  namedAs(name: string): ServerRecord[] {
    return [...(this.#byNaming.get(name) ?? [])].flatMap((id) => this.#byId.get(id) ?? [])
  }

  /** Throws Fault `name-taken` where there is a server of this name. */
  refuseTaken(name: string): void {
    const owner = this.#byName.get(name)?.source.id
    if (owner !== undefined)
      throw new Fault('name-taken', `A server named ${name} exists already.`, { server: name, owner })
  }

  /** Highest priority first, then by name. */
  all(): ServerRecord[] {
    this.#sorted ??= [...this.#byId.values()].sort(byPriorityThenName).map(({ id }) => id)
    return this.#sorted.flatMap((id) => this.#byId.get(id) ?? [])
  }

  /** Adds a record, or puts it in the place of the one with its id, whatever that was called. */
  hold(record: ServerRecord): void {
    const before = this.#byId.get(record.id)
    // Most changes leave everything in its place.
    if (before && isPlaced(before, record)) {
      this.#byId.set(record.id, record)
      this.#byName.set(record.document.name, record)
      return
    }
    this.release(record.id)
    this.#byId.set(record.id, record)
    this.#byName.set(record.document.name, record)
    const sharing = this.#byNaming.get(record.namedAs) ?? new Set()
    this.#byNaming.set(record.namedAs, sharing.add(record.id))
    this.#sorted = undefined
  }

  release(id: string): void {
    const record = this.#byId.get(id)
    if (!record) return
    this.#byId.delete(id)
    this.#byName.delete(record.document.name)
    const sharing = this.#byNaming.get(record.namedAs)
    sharing?.delete(id)
    if (sharing?.size === 0) this.#byNaming.delete(record.namedAs)
    this.#sorted = undefined
  }
}

function isPlaced(one: ServerRecord, other: ServerRecord): boolean {
  return (
    one.document.name === other.document.name &&
    one.namedAs === other.namedAs &&
    one.registration.priority === other.registration.priority
  )
}
