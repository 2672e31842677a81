import { type Fields, isFields, valueAt } from './config-reading'
import type { Dialect, KnownClient } from './known-clients'

const typeWords: Readonly<Record<string, 'http' | 'sse' | 'stdio'>> = {
  http: 'http',
  'streamable-http': 'http',
  streamableHttp: 'http',
  streamable_http: 'http',
  remote: 'http',
  sse: 'sse',
  stdio: 'stdio',
  local: 'stdio',
}

/** Every spelling met for each field; the first that is there counts. */
const spellings = {
  command: ['command', 'cmd'],
  env: ['env', 'envs', 'environment'],
  url: ['httpUrl', 'url', 'serverUrl', 'uri', 'baseUrl'],
  type: ['type', 'transport', 'transportType'],
  headers: ['headers', 'http_headers'],
} as const

/**
 * An entry of a client in the original format's spelling, unchecked: what does not fit stays for the registration to
 * refuse. Nothing is resolved: variables stay as they are written, names of variables become templates of them. Claims
 * of trust and fields Rollcall has no meaning for stay in the client's file and are not taken.
 */
export function readEntry(name: string, given: Fields, { dialect }: KnownClient): Fields & { name: string } {
  const first = (names: readonly string[]) =>
    names.find((field) => given[field] !== undefined && given[field] !== null)
  const pick = (names: readonly string[]) => valueAt(given, [first(names) ?? ''])
  const [command, args] = commandOf(pick(spellings.command), given.args)
  const urlField = first(spellings.url)
  const url = urlField === undefined ? undefined : given[urlField]
  const word = pick(spellings.type)
  // A word a program uses for its own, such as Goose's `builtin`, is left for the registration to refuse.
  const type = typeof word === 'string' && Object.hasOwn(typeWords, word) ? typeWords[word] : word
  const isSse = dialect.sseUrl !== undefined && urlField === dialect.sseUrl
  return withoutUndefined({
    name,
    url,
    type: isSse ? 'sse' : url !== undefined && type === 'stdio' && command === undefined ? undefined : type,
    command,
    args,
    env: withNames(texts(pick(spellings.env)), dialect.envNames ? given[dialect.envNames] : undefined),
    cwd: given.cwd ?? undefined,
    headers: headersOf(given, dialect),
    description: typeof given.description === 'string' ? given.description : undefined,
    enabled: switchOf(given),
    timeout: timeoutOf(given, dialect),
  }) as Fields & { name: string }
}

/** A program and its arguments, one list in some programs. A text is never taken apart. */
function commandOf(command: unknown, args: unknown): [unknown, unknown] {
  const given = Array.isArray(args) ? args.map(text) : (args ?? undefined)
  if (!Array.isArray(command)) return [command, given]
  const [program, ...rest] = command.map(text)
  const all = [...rest, ...(Array.isArray(given) ? given : [])]
  return [program, all.length > 0 ? all : undefined]
}

function headersOf(given: Fields, dialect: Dialect): unknown {
  const plain = spellings.headers.map((field) => given[field]).find((value) => isFields(value))
  const headers = plain ?? valueAt(given, ['requestOptions', 'headers'])
  const named = isFields(given.env_http_headers)
    ? Object.entries(given.env_http_headers).map(([header, name]) => [header, `\${env:${name}}`])
    : []
  const bearer = given.bearer_token_env_var
  if (typeof bearer === 'string') named.push(['Authorization', `Bearer \${env:${bearer}}`])
  if (headers === undefined && named.length === 0 && dialect.headerNames === undefined) return undefined
  const all = { ...Object.fromEntries(named), ...(isFields(headers) ? (texts(headers) as Fields) : {}) }
  return Object.keys(all).length > 0 || isFields(headers) ? all : undefined
}

function withNames(env: unknown, names: unknown): unknown {
  if (!Array.isArray(names) || names.length === 0) return env
  const templates = names.filter((name) => typeof name === 'string').map((name) => [name, `\${env:${name}}`])
  return { ...Object.fromEntries(templates), ...(isFields(env) ? env : {}) }
}

function switchOf(given: Fields): unknown {
  if (typeof given.disabled === 'boolean') return given.disabled ? false : undefined
  const enabled = given.enabled ?? given.isActive
  return enabled === false ? false : undefined
}

/** Theirs is mostly for calls; what Rollcall could not wait is left out. */
function timeoutOf(given: Fields, { timeoutUnit }: Dialect): number | undefined {
  const told = given.startup_timeout_sec ?? given.timeout
  if (typeof told !== 'number') return undefined
  const seconds = timeoutUnit === 'ms' ? told / 1_000 : told
  return seconds >= 0.1 && seconds <= 600 ? seconds : undefined
}

/** YAML reads what stands without quotes as numbers; among variables and headers they are texts. */
function texts(value: unknown): unknown {
  if (!isFields(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, text(part)]))
}

function text(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
}

function withoutUndefined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
