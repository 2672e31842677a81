import type { Sighting } from '../../shared/contract/discovery'
import { Fault } from '../../shared/contract/fault'
import type { RegistrationDocument } from '../../shared/contract/registration'
import { changesBetween, withFieldsOf } from '../registry/differences'
import type { Registry } from '../registry/registry'
import { masked } from '../registry/secrets'
import { manualSource, type ServerRecord } from '../registry/server-record'
import { patchTo } from './drop'
import type { WatchedFile } from './watched-file'

/** What to take of what a source says. */
export interface Adoption {
  readonly server: string
  /** The source's id. */
  readonly source: string
  /** As `changesBetween` names them; all of them where none are named. */
  readonly fields?: readonly string[] | undefined
}

/** What each of these files says of a server, beside what the registry has. */
export function sightingsOf(
  record: ServerRecord,
  files: readonly WatchedFile[],
  registry: Registry,
): Sighting[] {
  return files.flatMap((file) => {
    const sighting = file.sighting(record.namedAs)
    if (!sighting) return []
    const { id, type, name, path } = file.row
    const document = comparable(record, sighting.document, registry)
    const { line } = sighting
    return {
      source: { id, type, name, address: path },
      keeps: record.source.id === id,
      document: {
        ...document,
        ...(document.headers && { headers: masked(document.headers) }),
        ...(document.env && { env: masked(document.env) }),
      },
      line,
      differences: changesBetween(record.document, document).map(({ field, from, to }) => ({
        field,
        here: from,
        there: to,
      })),
    }
  })
}

/**
 * Makes the registration say what the file says, in some fields or in all: what a person laid over them goes. A file
 * carries no consent, so another command waits. A server kept by hand is the file's once nothing differs.
 * Throws Fault `not-found`, `invalid`, `disk-full`.
 */
export async function adoptFrom(
  file: WatchedFile,
  { server, fields }: Adoption,
  registry: Registry,
): Promise<void> {
  const record = registry.byName(server)
  const sighting = file.sighting(record.namedAs)
  if (!sighting) {
    const { name } = file.row
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
  await registry.handOver(server, file.row.id)
  // It no longer stands in the way of the file's entry, and the file's issues should not say that it does.
  await file.scan()
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
