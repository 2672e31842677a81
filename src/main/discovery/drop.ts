import { isDeepStrictEqual } from 'node:util'
import type { SourceIssue } from '../../shared/contract/discovery'
import type { DroppedFile, FilePreview, PreviewEntry } from '../../shared/contract/import'
import { type RegistrationDocument, toRegistration } from '../../shared/contract/registration'
import type { Approvals } from '../registry/approvals'
import { changesBetween } from '../registry/differences'
import type { Registry } from '../registry/registry'
import { endpointOf, type ServerRecord } from '../registry/server-record'
import { fileIssue, twinIssue } from './issue'
import type { NamedEntry } from './kind'
import { type Recognition, recognise } from './recognise/recognise'

/** Largest text taken from a drop, in bytes of UTF-8: 1 MiB. */
const dropMax = 1_048_576

/** What an entry of a dropped file would do, with what is needed to do it. */
export interface DroppedEntry {
  readonly preview: PreviewEntry
  /** Null where it is refused. */
  readonly document: RegistrationDocument | null
  /** The server of that name, where there is one. */
  readonly current: ServerRecord | undefined
}

export interface Drop {
  readonly entries: readonly DroppedEntry[]
  /** What is wrong with the file as a whole. */
  readonly issues: readonly SourceIssue[]
}

export interface DropRooms {
  readonly registry: Registry
  readonly approvals: Approvals
  /** What a source is called. */
  readonly nameOf: (sourceId: string) => string
}

/**
 * Says what each entry of a dropped file would do to the registry. Changes nothing, never throws. `watchedAs` is the
 * source the file would be, or is, watched as: what belongs to another source is then not taken.
 */
export async function readDrop(file: DroppedFile, rooms: DropRooms, watchedAs?: string): Promise<Drop> {
  if (Buffer.byteLength(file.text) > dropMax)
    return {
      entries: [],
      issues: [fileIssue('too-large', 'The file is larger than 1 MiB.', { limit: '1 MiB' })],
    }
  return dropOf(recognise(file.text, { fileName: file.name, ...known(rooms.registry) }), rooms, watchedAs)
}

/** What the registry knows already, for recognising. */
export function known(registry: Registry) {
  const all = registry.all()
  return {
    knownNames: all.map(({ registration }) => registration.name),
    calledAlready: ({ url, command, args = [] }: Readonly<Record<string, unknown>>) =>
      all.find(({ registration }) =>
        command === undefined
          ? registration.url === url
          : registration.command === command && isDeepStrictEqual(registration.args, args),
      )?.registration.name,
  }
}

/** The same for what was recognised already. */
export async function dropOf(what: Recognition, rooms: DropRooms, watchedAs?: string): Promise<Drop> {
  const entries: DroppedEntry[] = []
  for (const entry of what.entries) entries.push(await readDropped(entry, rooms, watchedAs))
  return { entries, issues: what.issues }
}

/** A drop as it crosses the bridge. */
export function previewOf(file: DroppedFile, drop: Drop, watchable: boolean): FilePreview {
  const entries = drop.entries.map(({ preview }) => preview)
  return { name: file.name, watchable, entries, issues: [...drop.issues] }
}

/** A change of a registration that makes it `document`: fields given replace, those it has no more are taken away. */
export function patchTo(
  document: Readonly<Record<string, unknown>>,
  current: ServerRecord,
): Record<string, unknown> {
  const gone = Object.keys(current.document).filter((field) => !Object.hasOwn(document, field))
  return { ...Object.fromEntries(gone.map((field) => [field, null])), ...document }
}

async function readDropped(
  entry: NamedEntry,
  { registry, approvals, nameOf }: DropRooms,
  watchedAs: string | undefined,
): Promise<DroppedEntry> {
  if (entry.document === null) return { preview: refusal(entry), document: null, current: undefined }
  const sealed = await registry.seal(entry.document)
  const registration = toRegistration(sealed)
  const { name } = registration
  const current = registry.all().find((record) => record.registration.name === name)
  const foreign = current !== undefined && watchedAs !== undefined && current.source.id !== watchedAs
  // At the same address it is the same server, whoever named it first; elsewhere it will be its twin.
  const isTwin = foreign && current.endpoint !== endpointOf(registration)
  const twinIn = ({ source }: ServerRecord) => {
    const said = twinIssue(name, { owner: nameOf(source.id), as: `${name} (2)` })
    const issue = { ...said, field: entry.field }
    return entry.placed?.(issue) ?? issue
  }
  const command = registration.command === undefined ? null : approvals.preview(registration)
  const changes = current && !foreign ? changesBetween(current.document, sealed) : []
  const outcome = current === undefined || isTwin ? 'new' : changes.length > 0 ? 'changed' : 'unchanged'
  const preview: PreviewEntry = {
    outcome,
    name,
    address: registration.url ?? command?.line ?? '',
    tags: [...registration.tags],
    command,
    fingerprint: approvals.fingerprint(registration),
    changes,
    issue: isTwin ? twinIn(current) : (entry.issues[0] ?? null),
  }
  return { preview, document: entry.document, current }
}

function refusal({ name, field, issues }: NamedEntry): PreviewEntry {
  const issue = issues[0] ?? null
  return { outcome: 'refused', name: name ?? field, address: '', tags: [], command: null, changes: [], issue }
}
