import type { RegistrationDocument } from '../../../shared/contract/registration'
import { holdsSecret, refIn } from '../../registry/secrets'
import { secretKey, withheld } from '../withheld'

/** Where a secret stood in a registration. */
export interface SecretPlace {
  /** E.g. `headers.Authorization`, `url`, `args`. */
  readonly field: string
  /** The header's, variable's, parameter's or option's own name. */
  readonly name: string
  /** The vault's reference; undefined where the value itself stands there. */
  readonly reference: string | undefined
}

/** What stands in a secret's place; undefined takes the header, variable or parameter out. */
export type StandIn = (place: SecretPlace) => string | undefined

/**
 * The registration without its secrets: what the vault keeps (every header, variables named like one), and what looks
 * like one elsewhere, where the vault does not reach: parameters of an address, options of a command, `metadata` and
 * fields Rollcall does not know. An option's value, which cannot be taken out, is `withheld` where nothing stands for it.
 */
export function secretFree(document: RegistrationDocument, standIn: StandIn): RegistrationDocument {
  const free = Object.entries(document)
    .map(([field, value]) => [field, freeField(field, value, document, standIn)] as const)
    .filter(([, value]) => value !== undefined)
  // Fields are only taken out or replaced by others of their kind.
  return Object.fromEntries(free) as RegistrationDocument
}

function freeField(field: string, value: unknown, document: RegistrationDocument, standIn: StandIn): unknown {
  if (plainFields.has(field)) return value
  if (field === 'headers' || field === 'env') return withoutSecrets(field, document[field] ?? {}, standIn)
  if (field === 'args') return withoutOptions(document.args ?? [], standIn)
  if ((field === 'url' || field === 'health_check_url') && typeof value === 'string')
    return withoutParameters(field, value, standIn)
  return withoutNamed(field, value, field, standIn)
}

/** Fields that are words about the server, never secrets. */
const plainFields = new Set(['name', 'type', 'command', 'cwd', 'description', 'tags'])

/** Values that are secrets whatever they are called: keys of well-known makers, and JSON Web Tokens. */
const knownSecret =
  /^(?:Bearer\s+)?(?:sk-[\w-]{16,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|xox[abprs]-[\w-]{10,}|AKIA[A-Z0-9]{16}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)$/u

function withoutSecrets(
  part: 'headers' | 'env',
  values: Readonly<Record<string, string>>,
  standIn: StandIn,
): Record<string, string> {
  const left = Object.entries(values).map(([name, value]): [string, string | undefined] => {
    const reference = refIn(value)
    const isSecret = reference !== undefined || holdsSecret(part, name) || knownSecret.test(value)
    return [name, isSecret ? standIn({ field: `${part}.${name}`, name, reference }) : value]
  })
  return Object.fromEntries(left.filter((pair): pair is [string, string] => pair[1] !== undefined))
}

/** Only the parameters that are secrets change: another spelling of an address is another address to some. */
function withoutParameters(field: string, address: string, standIn: StandIn): string {
  const [, before = address, query, hash = ''] = /^([^?#]*)\?([^#]*)(#.*)?$/su.exec(address) ?? []
  if (query === undefined) return address
  const parts = query.split('&').flatMap((part) => {
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/su.exec(part) ?? []
    const [plainName, plainValue] = [decoded(name), decoded(value)]
    if (value === '' || !(isSecretWord(plainName) || knownSecret.test(plainValue))) return [part]
    const stands = standIn({ field, name: plainName, reference: refIn(plainValue) })
    return stands === undefined ? [] : [`${name}=${stands}`]
  })
  return `${before}${parts.length > 0 ? `?${parts.join('&')}` : ''}${hash}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** `--api-key VALUE` and `--api-key=VALUE`, and values that give themselves away. */
function withoutOptions(args: readonly string[], standIn: StandIn): string[] {
  return args.map((arg, at) => {
    const [, option, value] = /^(-{1,2}[\w.-]+)=(.+)$/su.exec(arg) ?? []
    const before = args[at - 1] ?? ''
    const stands = (name: string, secret: string) =>
      standIn({ field: 'args', name: name.replace(/^-+/u, ''), reference: refIn(secret) }) ?? withheld
    if (option !== undefined && value !== undefined)
      return isSecretWord(option.replace(/^-+/u, '')) || knownSecret.test(value)
        ? `${option}=${stands(option, value)}`
        : arg
    const isValue =
      /^--?[\w.-]+$/u.test(before) && isSecretWord(before.replace(/^-+/u, '')) && !arg.startsWith('-')
    return isValue || knownSecret.test(arg) ? stands(isValue ? before : 'argument', arg) : arg
  })
}

/** `--no-auth` and `--author` are none: the name, or its last word, must be a word for a secret. */
function isSecretWord(name: string): boolean {
  return /(?:^|[-_.])(?:api-?key|key|token|secret|password|passwd|pat|credentials?|authorization|sig|signature)$/iu.test(
    name.replace(/([a-z])([A-Z])/gu, '$1_$2'),
  )
}

function withoutNamed(name: string, value: unknown, field: string, standIn: StandIn): unknown {
  if (typeof value === 'string') {
    const reference = refIn(value)
    const isSecret = reference !== undefined || secretKey.test(name) || knownSecret.test(value)
    return isSecret ? standIn({ field, name, reference }) : value
  }
  if (Array.isArray(value))
    return value.map((item) => {
      const free = withoutNamed(name, item, field, standIn)
      // The others keep their places.
      return free === undefined ? withheld : free
    })
  if (typeof value !== 'object' || value === null) return value
  const left = Object.entries(value)
    .map(([key, item]) => [key, withoutNamed(key, item, `${field}.${key}`, standIn)] as const)
    .filter(([, item]) => item !== undefined)
  return Object.fromEntries(left)
}

/** A name for a placeholder, e.g. `WEATHER_AUTHORIZATION`, that no other in `taken` has; it is taken then. */
export function placeholderName(words: readonly string[], taken: Set<string>): string {
  const plain = words
    .join('_')
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/gu, '_')
    .replace(/^_+|_+$/gu, '')
    .toUpperCase()
  const wanted = /^[A-Z]/u.test(plain) ? plain : `MCP_${plain}`.replace(/_$/u, '')
  let name = wanted
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}_${count}`
  taken.add(name)
  return name
}
