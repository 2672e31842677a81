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

/** Compares what a source names with what it named. Of two entries with one name the first counts. */
export function planTaking(parts: {
  sourceId: string
  documents: readonly RegistrationDocument[]
  known: ReadonlyMap<string, Sighting>
  ignored: ReadonlySet<string>
  now: number
}): TakingPlan {
  const { sourceId, known, now } = parts
  const put: Sighting[] = []
  const [fresh, changed, unchanged] = [[], [], []] as [string[], string[], string[]]
  const names = new Map<string, RegistrationDocument>()
  for (const document of parts.documents) {
    const { name } = document
    if (!names.has(name) && !parts.ignored.has(name)) names.set(name, document)
  }
  for (const [name, document] of names) {
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
  const { gone, held } = departures([...known.values()], names, now)
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
  names: ReadonlyMap<string, unknown>,
  now: number,
): { gone: Sighting[]; held: Sighting[] } {
  const present = known.filter(({ missingSince }) => missingSince === null)
  const absent = present.filter((sighting) => sighting.held !== 'kept' && !names.has(nameOf(sighting)))
  const isMuch = absent.length >= heldMin && absent.length > present.length * heldShare
  const isHeld = (sighting: Sighting) => isMuch || sighting.held === 'asked'
  return {
    gone: absent
      .filter((sighting) => !isHeld(sighting))
      .map((sighting) => ({ ...sighting, missingSince: now })),
    held: absent
      .filter(isHeld)
      .map((sighting) => (sighting.held === 'asked' ? sighting : { ...sighting, held: 'asked' })),
  }
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
