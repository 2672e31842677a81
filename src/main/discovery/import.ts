import { isAbsolute } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Source, SourceIssue } from '../../shared/contract/discovery'
import { Fault } from '../../shared/contract/fault'
import type { DroppedFile, GivenFile, ImportResult } from '../../shared/contract/import'
import type { RegistrationDocument } from '../../shared/contract/registration'
import type { Approvals } from '../registry/approvals'
import type { Registry } from '../registry/registry'
import type { ServerRecord } from '../registry/server-record'
import { type DroppedEntry, patchTo, readDrop } from './drop'
import { fileIssue } from './issue'
import { BundleFile, BundleRefused } from './recognise/bundle-file'

export interface ImportInput {
  readonly files: readonly DroppedFile[]
  readonly watch: boolean
  /** Fingerprints of what a person allowed; every other command, and every other address that is not watched, waits. */
  readonly approve: readonly string[]
  /** What was recognised came in it, and runs from where it is unpacked to. */
  readonly bundle?: GivenFile | undefined
  /** Names not to take, where the file is not watched. */
  readonly leaveOut: readonly string[]
}

interface Rooms {
  readonly registry: Registry
  readonly approvals: Approvals
  /** Where bundles are unpacked. */
  readonly bundlesDir: string
  /** Adds the file as a source, or reads it again where it is one already. */
  readonly watch: (path: string) => Promise<Source>
  /** What a source is called. */
  readonly nameOf: (sourceId: string) => string
}

/**
 * One after the other, so that a later file meets what an earlier one registered. Throws Fault `disk-full`, and `invalid`
 * for a bundle that cannot be unpacked.
 */
export async function importFiles(input: ImportInput, rooms: Rooms): Promise<ImportResult> {
  const outcome: ImportResult = { added: [], changed: [], unchanged: [], refused: [], sources: [] }
  if (input.bundle) await unpack(input.bundle, rooms.bundlesDir)
  for (const file of input.files) {
    if (input.watch && isWatchable(file)) await importWatched(file.path, input, rooms, outcome)
    else await importOnce(file, input, rooms, outcome)
  }
  return outcome
}

async function unpack(given: GivenFile, bundlesDir: string): Promise<void> {
  try {
    await using bundle = await BundleFile.open(given)
    await bundle.unpack(bundlesDir)
  } catch (error) {
    if (!(error instanceof BundleRefused)) throw error
    throw new Fault('invalid', `${given.name} ${error.reason}.`, {
      issues: [{ path: 'bundle', message: error.reason }],
    })
  }
}

/** True where the shell told the file's full path. */
export function isWatchable(file: DroppedFile): file is DroppedFile & { path: string } {
  return file.path !== undefined && isAbsolute(file.path)
}

/** What counts is the file as it lies on disk, not the text that was dropped. */
async function importWatched(
  path: string,
  input: ImportInput,
  rooms: Rooms,
  outcome: ImportResult,
): Promise<void> {
  const before = new Map(rooms.registry.all().map((record) => [record.registration.name, record.document]))
  const source = await rooms.watch(path)
  outcome.sources.push(source.id)
  for (const record of rooms.registry.all().filter((each) => each.source.id === source.id)) {
    const { name } = record.registration
    const was = before.get(name)
    if (was === undefined) outcome.added.push(name)
    else if (isDeepStrictEqual(was, record.document)) outcome.unchanged.push(name)
    else outcome.changed.push(name)
    approveIfAllowed(record, input, rooms)
  }
  for (const issue of source.issues.filter(({ severity }) => severity === 'error'))
    outcome.refused.push({ name: issue.server ?? (issue.field || source.name), issue })
}

async function importOnce(
  file: DroppedFile,
  input: ImportInput,
  rooms: Rooms,
  outcome: ImportResult,
): Promise<void> {
  const drop = await readDrop(file, rooms)
  outcome.refused.push(...drop.issues.map((issue) => ({ name: file.name, issue })))
  for (const entry of drop.entries) {
    const { name, issue } = entry.preview
    if (input.leaveOut.includes(name)) continue
    if (entry.document === null) {
      if (issue) outcome.refused.push({ name, issue })
      continue
    }
    try {
      const record = await register(entry, entry.document, rooms)
      approveIfAllowed(record, input, rooms)
      outcome[listOf(entry)].push(name)
    } catch (error) {
      outcome.refused.push({ name, issue: refusalOf(error, name, rooms) })
    }
  }
}

function listOf({ preview: { outcome } }: DroppedEntry): 'added' | 'changed' | 'unchanged' {
  if (outcome === 'new') return 'added'
  return outcome === 'changed' ? 'changed' : 'unchanged'
}

function register(
  { current, preview }: DroppedEntry,
  document: RegistrationDocument,
  { registry }: Rooms,
): Promise<ServerRecord> {
  // A file carries no consent, whatever it changes; nor does it vouch for an address.
  if (current === undefined) return registry.register(document, { approve: 'ask' })
  if (preview.outcome === 'unchanged') return Promise.resolve(current)
  return registry.update(document.name, patchTo(document, current), { approve: 'ask' })
}

function approveIfAllowed(record: ServerRecord, { approve }: ImportInput, { approvals }: Rooms): void {
  const pending = approvals.pending(record)
  if (pending && approve.includes(pending.fingerprint)) approvals.approve(record, pending.fingerprint)
}

/** Another hand was faster, or the entry does not fit after all; anything else is not about this entry. */
function refusalOf(error: unknown, server: string, { nameOf }: Rooms): SourceIssue {
  if (!(error instanceof Fault)) throw error
  if (error.code === 'name-taken') {
    const owner = nameOf(String(error.detail.owner))
    return { ...fileIssue('name-taken', error.message, { server, owner }), server }
  }
  if (error.code !== 'invalid') throw error
  const reason = error.message.replace(/\.$/u, '')
  return { ...fileIssue('invalid-entry', error.message, { field: server, reason }), server }
}
