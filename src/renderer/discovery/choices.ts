import type { FilePreview, PreviewEntry } from '../../shared/contract/import'

export type Outcome = PreviewEntry['outcome']

/** What a person settled in the preview, apart from watching. */
export interface Choices {
  /** Names of entries not to take. */
  readonly leaveOut: ReadonlySet<string>
  /** Fingerprints of the commands allowed. */
  readonly approved: ReadonlySet<string>
}

export const noChoices: Choices = { leaveOut: new Set(), approved: new Set() }

/** The set with the members added or taken away. */
export function withMembers(
  set: ReadonlySet<string>,
  members: readonly string[],
  isIn: boolean,
): ReadonlySet<string> {
  const all = new Set(set)
  for (const member of members) {
    if (isIn) all.add(member)
    else all.delete(member)
  }
  return all
}

/** True where importing the entry would do something. */
export const doesSomething = ({ outcome }: PreviewEntry) => outcome === 'new' || outcome === 'changed'

/** True where the entry starts a command that consent could be given to here. */
export const asksConsent = (entry: PreviewEntry) => entry.command !== null && doesSomething(entry)

export function countsOf(previews: readonly FilePreview[]): Record<Outcome, number> {
  const counts = { new: 0, changed: 0, unchanged: 0, refused: 0 }
  for (const { entries } of previews) for (const { outcome } of entries) counts[outcome] += 1
  return counts
}

/** How many servers the import would add or change as things are chosen. A watched file is taken whole. */
export function takenCount(previews: readonly FilePreview[], { leaveOut }: Choices, watch: boolean): number {
  const names = previews.flatMap(({ entries, watchable }) =>
    entries
      .filter((entry) => doesSomething(entry) && ((watch && watchable) || !leaveOut.has(entry.name)))
      .map(({ name }) => name),
  )
  return new Set(names).size
}

/** Fingerprints of the addresses that are taken. */
export function addressesShown(previews: readonly FilePreview[], { leaveOut }: Choices): string[] {
  return previews.flatMap(({ entries }) =>
    entries.flatMap(({ command, fingerprint, name }) =>
      command === null && fingerprint !== undefined && !leaveOut.has(name) ? [fingerprint] : [],
    ),
  )
}
