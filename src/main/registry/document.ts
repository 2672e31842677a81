import { Fault } from '../../shared/contract/fault'
import { RegistrationDocument } from '../../shared/contract/registration'
import { mask, refIn } from './secrets'

/**
 * The document as it was given, checked: nothing added, nothing dropped, no key moved.
 * Throws Fault `invalid` with `detail.issues`.
 */
export function checkedDocument(given: unknown): RegistrationDocument {
  const result = RegistrationDocument.safeParse(given)
  if (!result.success)
    throw invalid(
      result.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })),
    )
  return plainCopy(given)
}

/**
 * A document with changes: a field given replaces, `null` takes it away. A masked header or variable stands for the
 * value that is there. Throws Fault `invalid`.
 */
export function patchedDocument(
  document: RegistrationDocument,
  patch: Readonly<Record<string, unknown>>,
): RegistrationDocument {
  const changes = Object.entries(patch).map(([field, value]): [string, unknown] => [
    field,
    field === 'headers' || field === 'env' ? unmasked(field, value, document[field] ?? {}) : value,
  ])
  const merged = { ...document, ...Object.fromEntries(changes) }
  return checkedDocument(Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)))
}

function unmasked(part: string, given: unknown, kept: Readonly<Record<string, string>>): unknown {
  if (typeof given !== 'object' || given === null) return given
  const values = Object.entries(given).map(([name, value]): [string, unknown] => {
    if (value !== mask) return [name, value]
    const before = Object.hasOwn(kept, name) ? kept[name] : undefined
    if (before === undefined || refIn(before) === undefined)
      throw invalid([{ path: `${part}.${name}`, message: 'is only a mask; give the value' }])
    return [name, before]
  })
  return Object.fromEntries(values)
}

/** What will be on disk, so that memory and disk cannot differ. */
function plainCopy(given: unknown): RegistrationDocument {
  try {
    return JSON.parse(JSON.stringify(given))
  } catch (error) {
    if (error instanceof RangeError) throw invalid([{ path: '', message: 'is nested too deeply' }])
    throw error
  }
}

function invalid(issues: { path: string; message: string }[]): Fault {
  const [first] = issues
  const what = first ? `${first.path || 'it'} ${first.message}` : 'it is not one'
  return new Fault('invalid', `This is not a registration: ${what}.`, { issues })
}
