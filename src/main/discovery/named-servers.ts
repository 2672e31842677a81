import type { RegistrationDocument } from '../../shared/contract/registration'
import type { Registry } from '../registry/registry'
import { slices } from '../slices'
import type { NamedEntry } from './kind'

/** What a source says of one server. */
export interface NamedServer {
  /** Secrets are references. */
  readonly document: RegistrationDocument
  /** Where the entry begins, 1-based; null where there are no lines. */
  readonly line: number | null
  readonly file?: string | undefined
}

/**
 * What the entries that are not refused say, by name; sealed at once, so that values of secrets stay in no list of ours.
 */
export async function sealed(
  entries: readonly NamedEntry[],
  registry: Pick<Registry, 'seal'>,
): Promise<Map<string, NamedServer>> {
  const named = new Map<string, NamedServer>()
  for await (const slice of slices(entries))
    for (const { document, line, file } of slice) {
      // Of two entries with one name the first counts.
      if (document === null || named.has(document.name)) continue
      named.set(document.name, { document: await registry.seal(document), line, file })
    }
  return named
}

/**
 * The registrations refused entries had when they were last good, of those the source has now. An entry whose very name
 * cannot be read could be any of them, so then nothing goes.
 */
export function lastGood(
  entries: readonly NamedEntry[],
  mine: readonly RegistrationDocument[],
): Map<string, RegistrationDocument> {
  const good = new Set(entries.flatMap(({ document }) => document?.name ?? []))
  const refused = entries.filter(({ document }) => document === null)
  const nameless = refused.some(({ name }) => name === null)
  const names = new Set(refused.map(({ name }) => name))
  return new Map(
    mine
      .filter(({ name }) => !good.has(name) && (nameless || names.has(name)))
      .map((document) => [document.name, document]),
  )
}
