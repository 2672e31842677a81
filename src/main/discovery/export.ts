import type { RegistrationDocument } from '../../shared/contract/registration'
import type { ServerRecord } from '../registry/server-record'
import { asOriginal } from './exchange/write'
import type { SourceRow } from './source-rows'

/** The original format: a list of servers and whatever else stood in the file. */
export interface ExportDocument {
  [field: string]: unknown
  servers: Record<string, unknown>[]
}

/** The whole registry in the original format, without secrets: what the vault keeps leaves as a reference. */
export function exportAll(records: readonly ServerRecord[]): ExportDocument {
  const { servers } = asOriginal(records.map(({ document }) => document)).document
  return { servers }
}

/**
 * One source's part, equal in value to the file as it was read but for its secrets: its other fields in their order, its
 * servers in theirs. A map of servers by name leaves as a list.
 */
export function exportSource(
  { frame, names }: SourceRow,
  documents: readonly RegistrationDocument[],
): ExportDocument {
  const place = new Map(names.map((name, at) => [name, at]))
  const placeOf = ({ name }: RegistrationDocument) => place.get(name) ?? names.length
  const inOrder = documents.toSorted((one, other) => placeOf(one) - placeOf(other))
  const servers = asOriginal(inOrder).document.servers.map((document) => ({ ...document }))
  const fields = frame.keys.map((key) =>
    Object.hasOwn(frame.rest, key) ? [key, frame.rest[key]] : ['servers', servers],
  )
  return { ...Object.fromEntries(fields), servers }
}
