import { type Fields, isFields } from '../fields'
import { withoutSecrets } from '../withheld'

/** What a program means by fields that others spell the same. */
export interface Dialect {
  /** `url` alone is the address of an SSE server, as in Gemini CLI. */
  readonly urlIsSse?: boolean
  /**
   * The unit of another program's `timeout`; `guess` takes more than 600 for milliseconds. Theirs is mostly for calls, so
   * one that Rollcall could not wait is left out. Without it the original is meant, where such a one is wrong.
   */
  readonly timeoutUnit?: 's' | 'ms' | 'guess'
  /** Numbers and truth values among variables and arguments are texts, as YAML has them without quotes. */
  readonly loose?: boolean
}

export interface Normalised {
  /** In the original format's spelling, unchecked: `RegistrationDocument` says whether it is one. */
  readonly document: Readonly<Record<string, unknown>>
  /** How a field was spelled where it was spelled otherwise, for saying where something is wrong. */
  readonly spelled: Readonly<Record<string, string>>
  /** It says of itself that it needs no approval; that raises nothing here. */
  readonly claimsTrust: boolean
}

/**
 * One entry of any program's configuration in the original format's spelling. Says nothing about whether it is right:
 * what does not fit stays for `RegistrationDocument` to refuse with its place. Variables stay as they are written; names
 * of variables (`bearer_token_env_var`, `env_keys`) become templates of them. Fields that nobody here knows stay, without
 * the secrets among them. `key` is the entry's name where it stands in a map.
 */
export function normaliseEntry(
  given: Fields,
  { key = null, dialect = {} }: { readonly key?: string | null; readonly dialect?: Dialect } = {},
): Normalised {
  const reading = new EntryReading(dialect)
  for (const [field, value] of inOrder(given)) reading.take(field, value)
  return reading.normalised(key)
}

class EntryReading {
  readonly #dialect: Dialect
  readonly #document = new Map<string, unknown>()
  readonly #spelled = new Map<string, string>()
  #claimsTrust = false

  constructor(dialect: Dialect) {
    this.#dialect = dialect
  }

  take(field: string, value: unknown): void {
    this.#claimsTrust ||= trustFields.has(field) && claims(value)
    const read = readers.get(field)?.(value, this.#dialect)
    if (read === undefined) {
      if (value === null && optional.has(field)) return
      this.#document.set(field, known.has(field) ? value : withoutSecrets(field, value))
      return
    }
    const kept: [string, unknown][] = []
    for (const [name, part] of Object.entries(read)) {
      if (part === null && optional.has(name)) continue
      if (!this.#merge(name, part, field)) kept.push([name, part])
    }
    // Said twice in two spellings: the first counts, the other stays as it was written.
    if (kept.length > 0) this.#document.set(field, withoutSecrets(field, value))
  }

  normalised(key: string | null): Normalised {
    const { name, ...fields } = Object.fromEntries(this.#document)
    const isTitled = key !== null && typeof name === 'string' && name !== '' && name !== key
    const metadata = isTitled ? withTitle(fields.metadata, name) : {}
    const called = key ?? name
    return {
      document: {
        ...(called !== undefined && { name: called }),
        ...fields,
        ...metadata,
        ...this.#sse(),
      },
      spelled: Object.fromEntries(this.#spelled),
      claimsTrust: this.#claimsTrust,
    }
  }

  /** False where the field is taken already by another spelling. */
  #merge(name: string, part: unknown, field: string): boolean {
    const before = this.#document.get(name)
    const isNew = !this.#document.has(name)
    if (isNew) this.#document.set(name, part)
    else if (name === 'args' && Array.isArray(before) && Array.isArray(part))
      this.#document.set(name, [...before, ...part])
    else if ((name === 'env' || name === 'headers') && isFields(before) && isFields(part))
      this.#document.set(name, { ...part, ...before })
    else return false
    if (isNew && name !== field) this.#spelled.set(name, field)
    return true
  }

  #sse(): Fields {
    const isPlainUrl = this.#document.has('url') && !this.#spelled.has('url')
    return this.#dialect.urlIsSse && isPlainUrl && !this.#document.has('type') ? { type: 'sse' } : {}
  }
}

type Reader = (value: unknown, dialect: Dialect) => Fields | undefined

const known: ReadonlySet<string> = new Set([
  ...['name', 'url', 'type', 'command', 'args', 'env', 'cwd', 'description', 'tags', 'priority'],
  ...['auto_connect', 'health_check_url', 'metadata', 'enabled', 'retry_count', 'timeout', 'headers'],
])

/** Fields that programs write as `null` where there is nothing. */
const optional: ReadonlySet<string> = new Set([
  ...['url', 'type', 'command', 'args', 'env', 'cwd', 'description', 'tags', 'headers', 'timeout'],
])

const trustFields: ReadonlySet<string> = new Set([
  ...['autoApprove', 'auto_approve', 'alwaysAllow', 'always_allow', 'trust', 'trusted', 'approvalPolicy'],
  ...['disabledAutoApproveTools', 'approved'],
])

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...all(['command', 'cmd'], commandOf),
  ...all(['args'], (value, { loose }) => ({ args: loose ? texts(value) : value })),
  ...all(['env', 'envs', 'environment'], (value, { loose }) => ({ env: loose ? textMap(value) : value })),
  ...all(['env_keys'], (value) => namesOf(value, (name) => `\${input:${name}}`)),
  ...all(['env_vars'], (value) => namesOf(value, (name) => `\${env:${name}}`)),
  ...all(['cwd', 'workingDirectory', 'working_directory'], (value) => ({ cwd: value })),
  ...all(
    ['httpUrl', 'http_url', 'url', 'serverUrl', 'server_url', 'uri', 'baseUrl', 'base_url'],
    (value) => ({
      url: value,
    }),
  ),
  ...all(['headers', 'http_headers', 'httpHeaders'], (value, { loose }) => ({
    headers: loose ? textMap(value) : value,
  })),
  ...all(['env_http_headers'], (value) =>
    isTextMap(value) ? { headers: mapTexts(value, (name) => `\${env:${name}}`) } : undefined,
  ),
  ...all(['bearer_token_env_var'], (value) =>
    typeof value === 'string' ? { headers: { Authorization: `Bearer \${env:${value}}` } } : undefined,
  ),
  ...all(['requestOptions'], (value) =>
    isFields(value) && Object.keys(value).join() === 'headers' ? { headers: value.headers } : undefined,
  ),
  ...all(['type', 'transport', 'transportType', 'transport_type'], (value) => ({ type: typeOf(value) })),
  ...all(['enabled', 'isActive'], (value) => ({ enabled: value })),
  ...all(['disabled'], (value) => (typeof value === 'boolean' ? { enabled: !value } : undefined)),
  ...all(['timeout'], (value, { timeoutUnit }) =>
    timeoutUnit === undefined ? { timeout: value } : waitOf(value, timeoutUnit),
  ),
  ...all(['startup_timeout_sec'], (value) => ({ timeout: value })),
  ...all(['startup_timeout_ms'], (value) => waitOf(value, 'ms')),
])

const ranks: ReadonlyMap<string, number> = new Map([...readers.keys()].map((field, at) => [field, at]))

function all(fields: readonly string[], read: Reader): [string, Reader][] {
  return fields.map((field) => [field, read])
}

/** Of several spellings of one field in one entry the earlier in `readers` counts: `httpUrl` before `url`. */
function inOrder(given: Fields): [string, unknown][] {
  const entries = Object.entries(given)
  const rank = ([field]: [string, unknown]) => ranks.get(field) ?? 0
  const spellings = entries.filter(([field]) => ranks.has(field)).toSorted((a, b) => rank(a) - rank(b))
  let next = 0
  return entries.map((entry) => (ranks.has(entry[0]) ? (spellings[next++] ?? entry) : entry))
}

/** A program with its arguments: one text, a list, or an object as Zed had it. A text is never taken apart. */
function commandOf(value: unknown, { loose }: Dialect): Fields {
  if (Array.isArray(value)) {
    const [command, ...args] = loose ? texts(value) : value
    return { ...(value.length > 0 && { command }), ...(args.length > 0 && { args }) }
  }
  if (!isFields(value)) return { command: value }
  const { path, args, env } = value
  return { command: path, ...(args !== undefined && { args }), ...(env !== undefined && { env }) }
}

const types: Readonly<Record<string, string>> = { remote: 'http', local: 'stdio', 'http-stream': 'http' }

function typeOf(value: unknown): unknown {
  return typeof value === 'string' && Object.hasOwn(types, value) ? types[value] : value
}

function waitOf(value: unknown, unit: 's' | 'ms' | 'guess'): Fields {
  if (typeof value !== 'number') return { timeout: value }
  const seconds = unit === 'ms' || (unit === 'guess' && value > 600) ? value / 1_000 : value
  return seconds >= 0.1 && seconds <= 600 ? { timeout: seconds } : {}
}

function namesOf(value: unknown, template: (name: string) => string): Fields | undefined {
  if (!Array.isArray(value) || !value.every((name) => typeof name === 'string')) return undefined
  return value.length === 0 ? {} : { env: Object.fromEntries(value.map((name) => [name, template(name)])) }
}

function withTitle(metadata: unknown, title: string): Fields {
  if (metadata === undefined || metadata === null) return { metadata: { title } }
  return isFields(metadata) && !Object.hasOwn(metadata, 'title') ? { metadata: { ...metadata, title } } : {}
}

function claims(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  return value !== false && value !== null && value !== undefined && value !== ''
}

const plain = (value: unknown) =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : value

function texts(value: unknown): unknown[] {
  return Array.isArray(value) ? value.map(plain) : (value as unknown[])
}

function textMap(value: unknown): unknown {
  return isFields(value)
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]))
    : value
}

function isTextMap(value: unknown): value is Readonly<Record<string, string>> {
  return isFields(value) && Object.values(value).every((item) => typeof item === 'string')
}

function mapTexts(value: Readonly<Record<string, string>>, change: (text: string) => string): Fields {
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, change(item)]))
}
