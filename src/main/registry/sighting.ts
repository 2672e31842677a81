import type { RegistrationDocument } from '../../shared/contract/registration'

/** One server as one source describes it, now or when it last did. Times are milliseconds since 1970. */
export interface Sighting {
  readonly source: string
  /** Secrets as references, bound to the name in it. */
  readonly document: RegistrationDocument
  /** When the source first named it where it is now. */
  readonly firstSeenAt: number
  readonly seenAt: number
  /** Since when the source does not name it any more; null while it does. */
  readonly missingSince: number | null
  /**
   * Went together with too many others: `asked` while a person has not said what that means, `kept` once they said that
   * it stays. Null where it did not.
   */
  readonly held: 'asked' | 'kept' | null
  /** The id of the server it is a sighting of. */
  readonly server: string
}

/** All sightings in memory, by source and by name; a source names a server once. */
export class Sightings {
  readonly #bySource = new Map<string, Map<string, Sighting>>()
  readonly #byName = new Map<string, Map<string, Sighting>>()

  ofSource(source: string): ReadonlyMap<string, Sighting> {
    return this.#bySource.get(source) ?? new Map()
  }

  named(name: string): Sighting[] {
    return [...(this.#byName.get(name)?.values() ?? [])]
  }

  /** Names that more than one source gives. */
  shared(): string[] {
    return [...this.#byName].flatMap(([name, sightings]) => (sightings.size > 1 ? [name] : []))
  }

  all(): Sighting[] {
    return [...this.#bySource.values()].flatMap((sightings) => [...sightings.values()])
  }

  put(sighting: Sighting): void {
    const { source, document } = sighting
    within(this.#bySource, source).set(document.name, sighting)
    within(this.#byName, document.name).set(source, sighting)
  }

  delete({ source, document: { name } }: Sighting): void {
    drop(this.#bySource, source, name)
    drop(this.#byName, name, source)
  }
}

function within<K, V>(maps: Map<string, Map<K, V>>, key: string): Map<K, V> {
  const map = maps.get(key) ?? new Map<K, V>()
  maps.set(key, map)
  return map
}

function drop<V>(maps: Map<string, Map<string, V>>, outer: string, inner: string): void {
  const map = maps.get(outer)
  map?.delete(inner)
  if (map?.size === 0) maps.delete(outer)
}
