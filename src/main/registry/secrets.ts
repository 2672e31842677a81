import type { Registration, RegistrationDocument } from '../../shared/contract/registration'

/** What stands on screens in the place of a secret. */
export const mask = '••••••'

const reference = /^\$\{secret:([A-Za-z0-9_-]{22})\}$/
const secretLooking = /key|token|secret|passw|auth|credential|cookie|session/i

export function referenceTo(ref: string): string {
  return `\${secret:${ref}}`
}

/** The reference inside `${secret:…}`; undefined for any other value. */
export function refIn(value: string): string | undefined {
  return reference.exec(value)?.[1]
}

/** The parts of a registration that may hold secrets. */
export type SecretPart = 'headers' | 'env'

/** Every header's value is a secret; a variable's is when its name looks like one. */
export function holdsSecret(part: SecretPart, name: string): boolean {
  return part === 'headers' || secretLooking.test(name)
}

/** How the keys of well-known services begin, and JSON web tokens. */
const keyLooking =
  /^(?:sk-|rk_|pk_live|gh[opsur]_|github_pat_|glpat-|xox[abeprs]-|AKIA|AIza|ya29\.|hf_|npm_|ntn_|secret_|eyJ[\w-]+\.eyJ)[\w.-]{8,}/u

/** True for a value that looks like a key whatever it is called: known beginnings, or long and random. */
export function looksSecret(value: string): boolean {
  if (keyLooking.test(value)) return true
  const isOneWord = value.length >= 32 && value.length <= 512 && /^[\w+=-]+$/u.test(value)
  if (!isOneWord || !/\d/u.test(value) || !/[a-z]/iu.test(value)) return false
  const counts = Map.groupBy(value, (sign) => sign)
  const bits = [...counts.values()].reduce((sum, { length }) => {
    const share = length / value.length
    return sum - share * Math.log2(share)
  }, 0)
  return bits > 3.5
}

/** True for `${env:NAME}` or `Bearer ${input:id}`: nothing in it is a value. */
export function isTemplate(value: string): boolean {
  return refIn(value) === undefined && /^(?:[A-Za-z]+ )?\$\{\{?\s*[^{}]{1,200}\}?\}$/u.test(value)
}

/** Variables or headers as screens show them. */
export function masked(values: Readonly<Record<string, string>>): Record<string, string> {
  return mapValues(values, (value) => (refIn(value) === undefined ? value : mask))
}

/** Every reference a sealed document holds. */
export function refsOf(document: RegistrationDocument): string[] {
  return [...Object.values(document.headers ?? {}), ...Object.values(document.env ?? {})].flatMap(
    (value) => refIn(value) ?? [],
  )
}

/** The same keys in the same order; `Object.fromEntries` because a stranger's key may be `__proto__`. */
export function mapValues(
  values: Readonly<Record<string, string>>,
  change: (value: string, name: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]))
}

/** Shorter values would take ordinary words out of a text with them. */
const hiddenMin = 4

/** The secrets a registration has once it is opened, by comparison with itself as it is kept. */
export function secretsIn(sealed: Registration, opened: Registration): string[] {
  return (['headers', 'env'] as const)
    .flatMap((part) => Object.entries(opened[part]).filter(([name, value]) => sealed[part][name] !== value))
    .map(([, value]) => value)
}

/**
 * Puts the mask in the place of these secrets, wherever they stand in a text; of one with a scheme before it
 * (`Bearer …`) the rest by itself, too. Values under 4 characters stay.
 */
export function hiding(secrets: readonly string[]): (text: string) => string {
  const hidden = secrets
    .flatMap((secret) => [secret, ...secret.split(/\s+/u).slice(1)])
    .filter(({ length }) => length >= hiddenMin)
    .sort((one, other) => other.length - one.length)
  return (text) => hidden.reduce((shown, secret) => shown.replaceAll(secret, mask), text)
}
