import type { Sighting } from '../../shared/contract/discovery'
import { Fault } from '../../shared/contract/fault'
import type { RegistrationDocument } from '../../shared/contract/registration'
import { changesBetween, withFieldsOf } from '../registry/differences'
import type { Registry } from '../registry/registry'
import { masked } from '../registry/secrets'
import { manualSource, type ServerRecord } from '../registry/server-record'
import { patchTo } from './drop'
import type { NamedSource } from './named-source'

/** What to take of what a source says. */
export interface Adoption {
  readonly server: string
  /** The source's id. */
  readonly source: string
  /** As `changesBetween` names them; all of them where none are named. */
  readonly fields?: readonly string[] | undefined
}

/** What each of these sources says of a server, beside what the registry has. */
export function sightingsOf(
  record: ServerRecord,
  sources: readonly NamedSource[],
  registry: Registry,
): Sighting[] {
  return sources.flatMap((named) => {
    const sighting = named.sighting(record.namedAs)
    if (!sighting) return []
    const { id, type, name, address } = named.row
    const document = comparable(record, sighting.document, registry)
    const { line, file } = sighting
    return {
      source: { id, type, name, address },
      keeps: record.source.id === id,
      document: {
        ...document,
        ...(document.headers && { headers: masked(document.headers) }),
        ...(document.env && { env: masked(document.env) }),
      },
      line,
      ...(file !== undefined && { file }),
      differences: changesBetween(record.document, document).map(({ field, from, to }) => ({
        field,
        here: from,
        there: to,
      })),
    }
  })
}

/**
 * Makes the registration say what the source says, in some fields or in all: what a person laid over them goes. A source
 * carries no consent, so another command waits. A server kept by hand is the source's once nothing differs.
 * Throws Fault `not-found`, `invalid`, `disk-full`.
 */
export async function adoptFrom(
  source: NamedSource,
  { server, fields }: Adoption,
  registry: Registry,
): Promise<void> {
  const record = registry.byName(server)
  const sighting = source.sighting(record.namedAs)
  if (!sighting) {
    const { name } = source.row
    throw new Fault('not-found', `${name} does not name ${server}.`, { kind: 'sighting', name: server })
  }
  const there = comparable(record, sighting.document, registry)
  const differing = changesBetween(record.document, there).map(({ field }) => field)
  const wanted = differing.filter((field) => fields === undefined || fields.includes(field))
  if (wanted.length > 0) {
    const document = withFieldsOf(record.document, there, wanted)
    await registry.update(server, patchTo(document, record), { approve: false })
  }
  if (wanted.length < differing.length || record.source.id !== manualSource) return
  await registry.handOver(server, source.row.id)
  // It no longer stands in the way of the source's entry, and its issues should not say that it does.
  await source.scan()
}

/** What the file says, with its secrets as a server of this name would have them; a name given by hand is a difference. */
function comparable(
  record: ServerRecord,
  document: RegistrationDocument,
  registry: Registry,
): RegistrationDocument {
  const there = registry.bound(document, record.document.name)
  return record.overlay?.set.name === undefined ? there : { ...there, name: document.name }
}
