import type { RegistrationDocument } from '../../shared/contract/registration'
import { canonicalJson } from './canonical'
import { endpointOf } from './server-record'
import type { Sighting } from './sighting'

/** More than this part of a source going at once is held, and at least so many. */
const heldShare = 0.3
const heldMin = 3

/** What came of a source's read, as names. */
export interface Taken {
  /** New servers, as they are called here. */
  readonly added: readonly string[]
  /** What the source says otherwise, or again. */
  readonly changed: readonly string[]
  readonly unchanged: readonly string[]
  /** What it named and names no more; the server goes once its lease is over, unless another source names it. */
  readonly removed: readonly string[]
  /**
   * Names that a server elsewhere had before (`owner`, its source's id): what this source names is a second server,
   * called `as`, off until a person switches it on.
   */
  readonly takenByOthers: readonly { readonly name: string; readonly owner: string; readonly as: string }[]
  /** So much went at once that a person is asked; until then nothing has gone. */
  readonly held: { readonly missing: readonly string[] } | null
}

/** What a read makes of a source's sightings, before anything is done. */
export interface TakingPlan {
  /** Sightings that are new or say otherwise than before. */
  readonly put: readonly Sighting[]
  /** Names first seen now. */
  readonly fresh: readonly string[]
  readonly changed: readonly string[]
  readonly unchanged: readonly string[]
  readonly removed: readonly string[]
  readonly held: readonly string[]
}

/** By name; of two entries with one name the first counts. */
export function byName(documents: readonly RegistrationDocument[]): Map<string, RegistrationDocument> {
  const named = new Map<string, RegistrationDocument>()
  for (const document of documents) if (!named.has(document.name)) named.set(document.name, document)
  return named
}

/** Whether so much of all a source named is named no more that a person is asked. */
export function isMuch(known: ReadonlyMap<string, Sighting>, named: { has(name: string): boolean }): boolean {
  const present = [...known.values()].filter(({ missingSince }) => missingSince === null)
  const absent = present.filter((sighting) => isAbsent(sighting, named))
  return absent.length >= heldMin && absent.length > present.length * heldShare
}

/** Compares some of what a source names, by name, with what it named of the same. */
export function planTaking(parts: {
  sourceId: string
  /** Those of the names that it names now. */
  documents: readonly RegistrationDocument[]
  /** Those of the names that it named before. */
  known: readonly Sighting[]
  ignored: ReadonlySet<string>
  /** What has gone is held: see `isMuch`. */
  holds: boolean
  now: number
}): TakingPlan {
  const { sourceId, ignored, holds, now } = parts
  const known = new Map(parts.known.map((sighting) => [nameOf(sighting), sighting]))
  const put: Sighting[] = []
  const [fresh, changed, unchanged] = [[], [], []] as [string[], string[], string[]]
  const heard = parts.documents.filter(({ name }) => !ignored.has(name))
  for (const document of heard) {
    const { name } = document
    const before = known.get(name)
    if (!before) {
      fresh.push(name)
      put.push({ ...present(now), source: sourceId, document, firstSeenAt: now, server: '' })
    } else if (isSame(document, before.document)) {
      const isBack = before.missingSince !== null
      if (isBack || before.held !== null) put.push({ ...before, ...present(now) })
      if (isBack) changed.push(name)
      else unchanged.push(name)
    } else {
      const firstSeenAt = endpointOf(document) === endpointOf(before.document) ? before.firstSeenAt : now
      put.push({ ...before, ...present(now), document, firstSeenAt })
      changed.push(name)
    }
  }
  const { gone, held } = departures(parts.known, {
    names: new Set(heard.map(({ name }) => name)),
    holds,
    now,
  })
  return {
    put: [...put, ...gone, ...held.filter((sighting) => known.get(nameOf(sighting)) !== sighting)],
    fresh,
    changed,
    unchanged,
    removed: gone.map(nameOf),
    held: held.map(nameOf),
  }
}

/** What is not named any more, and what of it is only held: that many going at once is more likely a mistake. */
function departures(
  known: readonly Sighting[],
  { names, holds, now }: { names: ReadonlySet<string>; holds: boolean; now: number },
): { gone: Sighting[]; held: Sighting[] } {
  const absent = known.filter((sighting) => sighting.missingSince === null && isAbsent(sighting, names))
  const isHeld = (sighting: Sighting) => holds || sighting.held === 'asked'
  return {
    gone: absent
      .filter((sighting) => !isHeld(sighting))
      .map((sighting) => ({ ...sighting, missingSince: now })),
    held: absent
      .filter(isHeld)
      .map((sighting) => (sighting.held === 'asked' ? sighting : { ...sighting, held: 'asked' })),
  }
}

/** Neither named any more nor said to stay all the same. */
function isAbsent(sighting: Sighting, named: { has(name: string): boolean }): boolean {
  return sighting.held !== 'kept' && !named.has(nameOf(sighting))
}

function present(now: number) {
  return { seenAt: now, missingSince: null, held: null } as const
}

function isSame(one: RegistrationDocument, other: RegistrationDocument): boolean {
  // Most often the source wrote it as before, and that is told sooner.
  return JSON.stringify(one) === JSON.stringify(other) || canonicalJson(one) === canonicalJson(other)
}

function nameOf({ document }: Sighting): string {
  return document.name
}
