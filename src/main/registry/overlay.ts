import { isDeepStrictEqual } from 'node:util'
import type { RegistrationDocument } from '../../shared/contract/registration'
import { documentOf, fieldsOf } from './differences'

/**
 * What a person changed of a server that a source names, field by field as `fieldsOf` names them; headers and variables
 * one by one. Whatever else the source says goes on counting.
 */
export interface Overlay {
  readonly set: Readonly<Record<string, unknown>>
  /** Fields the source gives and the person took away. */
  readonly gone: readonly string[]
}

/** What has to be laid over `base` so that it says what is wanted; null where it says so by itself. */
export function overlayBetween(base: RegistrationDocument, wanted: RegistrationDocument): Overlay | null {
  const [from, to] = [fieldsOf(base), fieldsOf(wanted)]
  const set = [...to].filter(([field, value]) => !isDeepStrictEqual(from.get(field), value))
  const gone = [...from.keys()].filter((field) => !to.has(field))
  return set.length + gone.length === 0 ? null : { set: Object.fromEntries(set), gone }
}

/** The source's document with the person's fields. Still a registration, whatever the source makes of its own. */
export function overlaid(base: RegistrationDocument, overlay: Overlay | null): RegistrationDocument {
  if (overlay === null) return base
  const fields = fieldsOf(base)
  for (const field of overlay.gone) fields.delete(field)
  for (const [field, value] of Object.entries(overlay.set)) fields.set(field, value)
  if (fields.has('url') && fields.has('command')) {
    const theirs = Object.hasOwn(overlay.set, 'url') ? ['command', 'args'] : ['url']
    for (const field of theirs) fields.delete(field)
  }
  if (!fields.has('url') && !fields.has('command'))
    for (const field of ['url', 'command', 'args'] as const)
      if (base[field] !== undefined) fields.set(field, base[field])
  if (fields.has('command') !== (fields.get('type') === 'stdio')) fields.delete('type')
  return documentOf(fields) as RegistrationDocument
}

/** The names of its fields, for whoever shows what was changed by hand. */
export function fieldsIn(overlay: Overlay | null): string[] {
  return overlay === null ? [] : [...Object.keys(overlay.set), ...overlay.gone]
}
