import { isDeepStrictEqual } from 'node:util'
import type { RegistrationDocument } from '../../shared/contract/registration'
import { mask, refIn } from './secrets'

/** One field in which two registrations differ; `null` stands for absent, secrets are masked. */
export interface Difference {
  readonly field: string
  readonly from: unknown
  readonly to: unknown
}

/** Field by field; headers and variables one by one, since each is a secret of its own. */
export function changesBetween(before: RegistrationDocument, after: RegistrationDocument): Difference[] {
  const [from, to] = [fieldsOf(before), fieldsOf(after)]
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter((field) => !isDeepStrictEqual(from.get(field), to.get(field)))
    .map((field) => ({ field, from: shown(from.get(field)), to: shown(to.get(field)) }))
}

/** `document` with these fields, named as `changesBetween` names them, as `other` has them. */
export function withFieldsOf(
  document: RegistrationDocument,
  other: RegistrationDocument,
  fields: readonly string[],
): Record<string, unknown> {
  const [flat, there] = [fieldsOf(document), fieldsOf(other)]
  for (const field of fields) {
    if (there.has(field)) flat.set(field, there.get(field))
    else flat.delete(field)
  }
  return documentOf(flat)
}

/** Field by field, in their order. */
export function fieldsOf(document: Readonly<Record<string, unknown>>): Map<string, unknown> {
  const fields = Object.entries(document).flatMap(([field, value]): [string, unknown][] =>
    (field === 'headers' || field === 'env') && typeof value === 'object' && value !== null
      ? Object.entries(value).map(([name, item]) => [`${field}.${name}`, item])
      : [[field, value]],
  )
  return new Map(fields)
}

/** The document these are the fields of. */
export function documentOf(fields: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const whole = new Map<string, unknown>()
  for (const [field, value] of fields) {
    const [, part, name] = /^(headers|env)\.(.*)$/su.exec(field) ?? []
    if (part === undefined || name === undefined) whole.set(field, value)
    else {
      const named = [...Object.entries((whole.get(part) as object | undefined) ?? {}), [name, value]]
      whole.set(part, Object.fromEntries(named))
    }
  }
  return Object.fromEntries(whole)
}

/** `null` stands for absent: JSON knows no other word for it. */
function shown(value: unknown): unknown {
  return typeof value === 'string' && refIn(value) !== undefined ? mask : (value ?? null)
}
