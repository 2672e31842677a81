import { type RegistrationDocument, toRegistration } from '../../../shared/contract/registration'
import { refIn } from '../../registry/secrets'
import { type Fields, isFields } from '../fields'
import { valueAt } from './config-reading'
import type { Dialect, KnownClient } from './known-clients'

/** What a person should know of an entry before it is written. Codes have a sentence in both languages. */
interface Remark {
  /** `variable`: a secret is left to a variable of that name. `fill-in`: the program knows none, so it is to be filled in. */
  readonly code: 'variable' | 'fill-in'
  readonly server: string
  /** E.g. `env.API_KEY`. */
  readonly field: string
  /** What stands in the secret's place, or the variable's name. */
  readonly placeholder: string
}

/** One field to set, or with `undefined` to take away, by its path inside the entry. */
export interface FieldEdit {
  readonly path: readonly string[]
  readonly value: unknown
}

export interface Spelled {
  readonly edits: readonly FieldEdit[]
  readonly remarks: readonly Remark[]
}

/**
 * How to make a client's entry (`now`; empty for one to be) say what a registration says. Only what differs is touched:
 * fields the registration has no word for stay, and so does a secret that stands there already. No secret is written.
 */
export function spell(document: RegistrationDocument, now: Fields, { dialect }: KnownClient): Spelled {
  const { transport, url, command, args, env, headers, cwd, enabled, name } = toRegistration(document)
  const remarks: Remark[] = []
  const edits: FieldEdit[] = []
  const set = (path: readonly string[], value: unknown) => {
    if (!isSame(valueAt(now, path), value)) edits.push({ path, value })
  }
  if (Object.keys(now).length === 0)
    for (const [field, value] of Object.entries(dialect.always ?? {})) set([field], value)
  const word = dialect.words[transport]
  const type = fieldFor(now, ['type', 'transport', 'transportType'], dialect.type ?? 'type')
  const isSameKind =
    (now.command ?? now.cmd) === undefined ? Object.keys(now).length > 0 && !command : Boolean(command)
  if (needsWord(now[type], transport, isSameKind ? null : word)) set([type], word ?? undefined)
  if (command === undefined) {
    for (const field of ['command', 'cmd', 'args']) set([field], undefined)
    set([addressField(now, transport, dialect)], url)
  } else {
    for (const field of ['httpUrl', 'url', 'serverUrl', 'uri', 'baseUrl']) set([field], undefined)
    spellCommand(command, args, now, dialect, set)
    if (cwd !== undefined || now.cwd !== undefined) set(['cwd'], cwd)
  }
  const secrets = new Secrets(name, dialect, remarks)
  const envField = [fieldFor(now, ['env', 'envs', 'environment'], dialect.env)]
  const headerPath = headersPath(now, dialect)
  secrets.spell('env', env, now, envField, dialect.envNames, set)
  secrets.spell('headers', headers, now, headerPath, dialect.headerNames, set)
  spellSwitch(enabled, now, dialect, set)
  return { edits, remarks }
}

type Set = (path: readonly string[], value: unknown) => void

/** Keeps the word that is there where it means the same, or where none is needed. */
function needsWord(there: unknown, transport: string, word: string | null): boolean {
  const meanings: Readonly<Record<string, readonly string[]>> = {
    http: ['http', 'streamable-http', 'streamableHttp', 'streamable_http', 'remote'],
    sse: ['sse', 'remote'],
    stdio: ['stdio', 'local'],
  }
  if (there === undefined) return word !== null
  return !meanings[transport]?.includes(String(there))
}

function addressField(now: Fields, transport: string, dialect: Dialect): string {
  if (transport === 'sse' && dialect.sseUrl !== undefined) return dialect.sseUrl
  if (dialect.sseUrl !== undefined) return dialect.url ?? 'url'
  return fieldFor(now, ['url', 'serverUrl', 'httpUrl', 'uri', 'baseUrl'], dialect.url ?? 'url')
}

function spellCommand(
  command: string,
  args: readonly string[],
  now: Fields,
  dialect: Dialect,
  set: Set,
): void {
  const field = fieldFor(now, ['command', 'cmd'], dialect.command.field)
  if (Array.isArray(now[field]) || (dialect.command.list && now[field] === undefined)) {
    set([field], [command, ...args])
    return
  }
  set([field], command)
  if (args.length > 0 || now.args !== undefined) set(['args'], args)
}

function spellSwitch(on: boolean, now: Fields, { off }: Dialect, set: Set): void {
  const field = fieldFor(now, ['disabled', 'enabled', 'isActive'], off?.field ?? '')
  if (field === '') return
  const offValue = field === 'disabled'
  if (now[field] !== undefined) set([field], on ? !offValue : offValue)
  else if (!on) set([field], offValue)
}

function headersPath(now: Fields, { headers }: Dialect): readonly string[] {
  if (isFields(now.headers)) return ['headers']
  return isFields(now.http_headers) ? ['http_headers'] : headers
}

function fieldFor(now: Fields, names: readonly string[], usual: string): string {
  return now[usual] !== undefined ? usual : (names.find((name) => now[name] !== undefined) ?? usual)
}

/** Puts variables in the place of secrets. */
class Secrets {
  readonly #server: string
  readonly #dialect: Dialect
  readonly #remarks: Remark[]

  constructor(server: string, dialect: Dialect, remarks: Remark[]) {
    this.#server = server
    this.#dialect = dialect
    this.#remarks = remarks
  }

  spell(
    part: 'env' | 'headers',
    values: Readonly<Record<string, string>>,
    now: Fields,
    path: readonly string[],
    namesField: string | undefined,
    set: Set,
  ): void {
    const there = valueAt(now, path)
    const kept = isFields(there) ? there : {}
    const named = namesField === undefined ? undefined : now[namesField]
    const written: Record<string, unknown> = {}
    const names: [string, string][] = namesOf(named)
    for (const [name, value] of Object.entries(values)) {
      if (names.some(([key]) => key === name)) continue
      const variable = /^\$\{(?:env|input):([A-Za-z_]\w*)\}$/u.exec(value)?.[1]
      if (refIn(value) === undefined && variable === undefined) written[name] = this.#inSyntax(value)
      else if (Object.hasOwn(kept, name)) written[name] = kept[name]
      else if (name === 'Authorization' && typeof now.bearer_token_env_var === 'string') continue
      else this.#leave(part, name, variable, namesField, names, written)
    }
    if (!isFields(there)) {
      if (Object.keys(written).length > 0) set(path, written)
    } else
      for (const key of new Set([...Object.keys(there), ...Object.keys(written)]))
        set([...path, key], written[key])
    if (namesField !== undefined && names.length > namesOf(named).length)
      set([namesField], part === 'env' ? names.map(([name]) => name) : Object.fromEntries(names))
  }

  #leave(
    part: 'env' | 'headers',
    name: string,
    variable: string | undefined,
    namesField: string | undefined,
    names: [string, string][],
    written: Record<string, unknown>,
  ): void {
    const field = `${part}.${name}`
    const called = variable ?? (part === 'env' ? name : variableName(`${this.#server}_${name}`))
    if (namesField !== undefined) {
      names.push([name, called])
      this.#remarks.push({ code: 'variable', server: this.#server, field, placeholder: called })
      return
    }
    const syntax = this.#dialect.variable
    const placeholder = syntax === null ? `<${called}>` : syntax.replace('NAME', called)
    written[name] = placeholder
    this.#remarks.push({
      code: syntax === null ? 'fill-in' : 'variable',
      server: this.#server,
      field,
      placeholder,
    })
  }

  /** A template another program wrote, in this one's syntax where both have one. */
  #inSyntax(value: string): string {
    const syntax = this.#dialect.variable
    if (syntax === null) return value
    return value.replace(/\$\{env:([A-Za-z_]\w*)\}/gu, (_whole, name: string) =>
      syntax.replace('NAME', () => name),
    )
  }
}

function namesOf(named: unknown): [string, string][] {
  if (Array.isArray(named)) return named.map((name) => [String(name), String(name)])
  return isFields(named) ? Object.entries(named).map(([name, value]) => [name, String(value)]) : []
}

function variableName(text: string): string {
  return text
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/gu, '_')
    .replaceAll(/^_+|_+$/gu, '')
}

/** YAML writes `8080` where others write `"8080"`. */
function isSame(one: unknown, other: unknown): boolean {
  const written = (value: unknown) =>
    JSON.stringify(value, (_key, part) =>
      typeof part === 'number' || typeof part === 'boolean' ? String(part) : part,
    )
  return written(one) === written(other)
}
