import type { Source } from '../../shared/contract/discovery'
import { Fault } from '../../shared/contract/fault'
import type { Registry } from '../registry/registry'
import { manualSource } from '../registry/server-record'
import type { SourceKind } from './kind'
import type { NamedSource } from './named-source'
import type { SourceRows } from './source-rows'

/** The sources at work, in their order. */
export class NamedSources {
  readonly #byId = new Map<string, NamedSource>()

  add(source: NamedSource): void {
    this.#byId.set(source.row.id, source)
  }

  delete(id: string): void {
    this.#byId.delete(id)
  }

  find(id: string): NamedSource | undefined {
    return this.#byId.get(id)
  }

  /** Throws Fault `not-found`, and `invalid` for "by hand", for which nothing is read. */
  byId(id: string): NamedSource {
    if (id === manualSource)
      throw new Fault('invalid', 'What was registered by hand is not a source that can be changed.', {
        issues: [{ path: 'id', message: 'cannot be changed' }],
      })
    const source = this.#byId.get(id)
    if (!source) throw new Fault('not-found', `There is no source ${id}.`, { kind: 'source', name: id })
    return source
  }

  /** One whose removal was undone has its old place again. */
  inOrder(): NamedSource[] {
    return [...this.#byId.values()].toSorted(
      ({ row: one }, { row: other }) => one.position - other.position || one.addedAt - other.addedAt,
    )
  }

  /** Behind all there are. */
  get nextPosition(): number {
    return Math.max(-1, ...[...this.#byId.values()].map(({ row }) => row.position)) + 1
  }

  /** Throws Fault `disk-full`. */
  move(source: NamedSource, order: number, rows: SourceRows): void {
    const others = this.inOrder().filter((each) => each !== source)
    const arranged = others.toSpliced(Math.min(order, others.length), 0, source)
    rows.arrange(arranged.map(({ row }) => row.id))
    for (const [position, each] of arranged.entries()) each.moved(position)
  }

  /** The source of the same kind and place, whatever address leads there. */
  async twinOf(kind: SourceKind, address: string): Promise<NamedSource | undefined> {
    const place = await kind.placeOf(address)
    const alike = this.inOrder().filter(({ row }) => row.type === kind.type)
    const places = await Promise.all(alike.map(({ row }) => kind.placeOf(row.address)))
    return alike[places.indexOf(place)]
  }
}

interface Count {
  readonly servers: number
  /** Those among them that the source names no more. */
  readonly missing: number
}

/** What the registry has of each source, by its id. */
export type Counts = ReadonlyMap<string, Count>

/** Of sources what they name, by hand what is there. */
export function countsOf(
  registry: Pick<Registry, 'all' | 'named' | 'missing'>,
  sources: NamedSources,
): Counts {
  const byHand = registry.all().filter(({ source }) => source.id === manualSource).length
  const counts = sources.inOrder().map(({ row: { id } }) => {
    const count: Count = { servers: registry.named(id).length, missing: registry.missing(id) }
    return [id, count] as const
  })
  return new Map([[manualSource, { servers: byHand, missing: 0 }], ...counts])
}

const none: Count = { servers: 0, missing: 0 }

export function countOf(counts: Counts, sourceId: string): Count {
  return counts.get(sourceId) ?? none
}

export function view(source: NamedSource, counts: Counts): Source {
  return source.view(countOf(counts, source.row.id))
}
