import type { RegistrationDocument } from '../../shared/contract/registration'
import { canonicalJson } from './canonical'
import { endpointOf, manualSource, type ServerRecord, serverRecord } from './server-record'

/** What came of a source's read, as names. */
export interface Taken {
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly unchanged: readonly string[]
  readonly removed: readonly string[]
  /** Names that belong to a server of another source (`owner`, a source's id). */
  readonly takenByOthers: readonly { readonly name: string; readonly owner: string }[]
}

/** The records a read leads to, before anything is done. */
export interface TakingPlan {
  readonly added: readonly ServerRecord[]
  readonly changed: readonly { readonly now: ServerRecord; readonly before: ServerRecord }[]
  readonly unchanged: readonly ServerRecord[]
  readonly removed: readonly ServerRecord[]
  /** Names the source gives that belong to another, whether or not that is worth telling. */
  readonly claims: readonly string[]
  readonly taken: Taken
}

/**
 * Compares what a source names with what is registered. The first to name a server keeps it. A server kept by hand at
 * the same address is the same server, not a conflict. Of two entries with one name the first counts.
 */
export function planTaking(parts: {
  sourceId: string
  documents: readonly RegistrationDocument[]
  registered: readonly ServerRecord[]
  ignored: ReadonlySet<string>
  now: number
  newId: () => string
}): TakingPlan {
  const { sourceId, now } = parts
  const registered = new Map(parts.registered.map((record) => [record.document.name, record]))
  const added: ServerRecord[] = []
  const changed: { now: ServerRecord; before: ServerRecord }[] = []
  const unchanged: ServerRecord[] = []
  const kept: string[] = []
  const takenByOthers: { name: string; owner: string }[] = []
  const names = new Map<string, RegistrationDocument>()
  for (const document of parts.documents) if (!names.has(document.name)) names.set(document.name, document)
  for (const [name, document] of names) {
    const before = registered.get(name)
    if (before === undefined) {
      if (parts.ignored.has(name)) continue
      const source = { id: sourceId, firstSeenAt: now, lastSeenAt: now }
      const untold = { switched: null, mutedUntil: null, grouped: null }
      added.push(serverRecord({ id: parts.newId(), document, source, ...untold }))
    } else if (before.source.id === sourceId) {
      const seen = serverRecord({ ...before, document, source: { ...before.source, lastSeenAt: now } })
      if (canonicalJson(document) === canonicalJson(before.document)) unchanged.push(seen)
      else changed.push({ now: seen, before })
    } else if (isSameByHand(before, document)) {
      kept.push(name)
    } else {
      takenByOthers.push({ name, owner: before.source.id })
    }
  }
  const removed = parts.registered.filter(
    (record) => record.source.id === sourceId && !names.has(record.document.name),
  )
  return {
    added,
    changed,
    unchanged,
    removed,
    claims: [...kept, ...takenByOthers.map(({ name }) => name)],
    taken: {
      added: added.map(nameOf),
      changed: changed.map(({ before }) => nameOf(before)),
      unchanged: [...unchanged.map(nameOf), ...kept],
      removed: removed.map(nameOf),
      takenByOthers,
    },
  }
}

function isSameByHand(record: ServerRecord, document: RegistrationDocument): boolean {
  if (record.source.id !== manualSource) return false
  const sighted = serverRecord({ ...record, document })
  return endpointOf(record.registration) === endpointOf(sighted.registration)
}

function nameOf(record: ServerRecord): string {
  return record.document.name
}
