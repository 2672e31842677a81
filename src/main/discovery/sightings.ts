import type { Sighting } from '../../shared/contract/discovery'
import { Fault } from '../../shared/contract/fault'
import type { Registry } from '../registry/registry'
import { masked } from '../registry/secrets'
import type { ServerRecord } from '../registry/server-record'
import { changesBetween, withFieldsOf } from './differences'
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
export function sightingsOf(record: ServerRecord, sources: readonly NamedSource[]): Sighting[] {
  return sources.flatMap((named) => {
    const sighting = named.sighting(record.registration.name)
    if (!sighting) return []
    const { document, line, file } = sighting
    const { id, type, name, address } = named.row
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
 * Makes the registration say what the source says, in some fields or in all. A source carries no consent, so another
 * command waits. Once nothing differs the source keeps the server again. Throws Fault `not-found`, `invalid`, `disk-full`.
 */
export async function adoptFrom(
  source: NamedSource,
  { server, fields }: Adoption,
  registry: Registry,
): Promise<void> {
  const record = registry.byName(server)
  const sighting = source.sighting(server)
  if (!sighting) {
    const { name } = source.row
    throw new Fault('not-found', `${name} does not name ${server}.`, { kind: 'sighting', name: server })
  }
  const differing = changesBetween(record.document, sighting.document).map(({ field }) => field)
  const wanted = differing.filter((field) => fields === undefined || fields.includes(field))
  if (wanted.length > 0) {
    const document = withFieldsOf(record.document, sighting.document, wanted)
    await registry.update(server, patchTo(document, record), { approve: false })
  }
  if (wanted.length < differing.length || record.source.id === source.row.id) return
  await registry.handOver(server, source.row.id)
  // It no longer stands in the way of the source's entry, and its issues should not say that it does.
  await source.scan()
}
