import { reasonOf } from '../../../shared/contract/reason'
import { RegistrationDocument } from '../../../shared/contract/registration'
import { type Fields, fieldsIn, isFields, keyIn, textIn } from '../fields'
import { fileIssue } from '../issue'
import type { NamedEntry } from '../kind'
import { packageCommand } from './packages'
import { type Need, needOf, type Way } from './way'

/** At most this many problems are told of one entry. */
const issuesMax = 5
const descriptionMax = 10_000

/** Where a `server.json` of a Rollcall's carries its registration, for which the format has no place. */
export const registrationKey = 'io.github.rollcall/registration'
/** What of it is said by the format itself, and decides what is contacted. */
const saidElsewhere: ReadonlySet<string> = new Set(['url', 'command', 'args', 'env', 'cwd', 'headers'])

/** True for what the MCP Registry and Server Cards call a server: a name, and how it is reached or started. */
export function describesServer(value: unknown): value is Fields {
  if (!isFields(value) || typeof value.name !== 'string') return false
  return Array.isArray(value.remotes) || Array.isArray(value.packages)
}

/**
 * One `server.json`, Server Card or registry entry as an entry of a source. Its name is the full one: what it is called
 * short may be another server's tomorrow. Remotes go before packages, what is complete before what has something open;
 * what has something open is off until a person fills it in, and says so. `base` is what a relative address starts from.
 */
export function namedServer(described: Fields, field: string, base?: URL): NamedEntry {
  const own = ownRegistration(described)
  const name = textIn(own?.name) ?? textIn(described.name) ?? null
  const entry = { name, field, line: null }
  const way = bestOf([
    ...fieldsIn(described.remotes).flatMap((remote) => remoteWay(remote, base) ?? []),
    ...fieldsIn(described.packages).flatMap((pack) => packageCommand(pack) ?? []),
  ])
  if (way === undefined) {
    const server = name ?? field
    const told = `“${server}” names no address and no package that Rollcall could use.`
    return refused(entry, fileIssue('no-way-to-reach', told, { server }))
  }
  const parsed = RegistrationDocument.safeParse(own ? ownDocument(own, way) : documentOf(described, way))
  if (!parsed.success)
    return refused(
      entry,
      ...parsed.error.issues.slice(0, issuesMax).map((issue) => {
        const [at, reason] = [[field, ...issue.path].filter(Boolean).join('.'), reasonOf(issue)]
        return fileIssue('invalid-entry', `${at} ${reason}.`, { field: at, reason })
      }),
    )
  const issues = way.needs.length > 0 ? [needsIssue(parsed.data.name, way.needs, field)] : []
  return { ...entry, document: parsed.data, issues }
}

/** The description itself, or the one a registry wraps in an envelope. */
export function serverIn(value: unknown): Fields | undefined {
  if (isFields(value) && isFields(value.server)) return value.server
  return describesServer(value) ? value : undefined
}

function bestOf(ways: readonly Way[]): Way | undefined {
  const [first] = ways
  if (first === undefined) return undefined
  const kind = Object.hasOwn(first.target, 'url')
  const alike = ways.filter(({ target }) => Object.hasOwn(target, 'url') === kind)
  return alike.find(({ needs }) => needs.length === 0) ?? first
}

function remoteWay(remote: Fields, base: URL | undefined): Way | undefined {
  const { url, type } = remote
  if (typeof url !== 'string') return undefined
  const variables = isFields(remote.variables) ? remote.variables : {}
  const open = new Map<string, Need>()
  const filled = url.replace(/\{([\w.-]{1,100})\}/gu, (whole, name: string) => {
    const variable = Object.hasOwn(variables, name) ? variables[name] : undefined
    const input = isFields(variable) ? variable : {}
    const given = input.value ?? input.default
    if (given !== undefined && given !== null) return String(given)
    open.set(name, needOf(name, 'url', input))
    return whole
  })
  const headers = fieldsIn(remote.headers).flatMap((header): [string, string][] => {
    const name = keyIn(header.name)
    if (name === undefined) return []
    const value = textIn(header.value) ?? textIn(header.default)
    if (value !== undefined && !/\{[\w.-]{1,100}\}/u.test(value)) return [[name, value]]
    if (value !== undefined || header.isRequired === true || header.is_required === true)
      open.set(`${name}:`, needOf(name, 'header', header))
    return []
  })
  const whole = base && URL.canParse(filled, base.href) ? new URL(filled, base).href : filled
  return {
    target: {
      // A filled-in brace would be written as `%7B`.
      url: open.size > 0 ? filled : whole,
      ...(type === 'sse' || type === 'streamable-http' ? { type } : {}),
      ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
    },
    needs: [...open.values()],
  }
}

/** What another Rollcall says of its server beside the format. */
function ownRegistration({ _meta: meta }: Fields): Fields | undefined {
  const own = isFields(meta) ? meta[registrationKey] : undefined
  if (!isFields(own)) return undefined
  const kept = Object.entries(own).filter(([key]) => !saidElsewhere.has(key) && keyIn(key) !== undefined)
  return Object.fromEntries(kept)
}

/** As the other Rollcall has it: the way to the server as the format says it, everything else in its own words. */
function ownDocument(own: Fields, { target, needs }: Way): Fields {
  const { type: _told, ...way } = target
  if (needs.length === 0) return { ...own, ...way }
  const metadata = { ...(isFields(own.metadata) ? own.metadata : {}), needs }
  return { ...own, ...way, enabled: false, auto_connect: false, metadata }
}

function documentOf(described: Fields, { target, needs }: Way): Fields {
  const { name, title, description, version, websiteUrl, repository } = described
  // Texts only: what else a stranger put there is not needed and not kept.
  const about = Object.entries({
    title: textIn(title),
    version: textIn(version),
    websiteUrl: textIn(websiteUrl),
    repository: isFields(repository) ? textIn(repository.url) : undefined,
  }).filter(([, value]) => value !== undefined)
  return {
    name,
    ...target,
    ...(typeof description === 'string' && { description: description.slice(0, descriptionMax) }),
    ...(needs.length > 0 && { enabled: false, auto_connect: false }),
    metadata: { ...Object.fromEntries(about), ...(needs.length > 0 && { needs }) },
  }
}

function needsIssue(server: string, needs: readonly Need[], field: string) {
  const inputs = needs
    .map(({ name }) => name)
    .join(', ')
    .slice(0, 500)
  const told = `“${server}” is off until this is filled in: ${inputs}.`
  return {
    ...fileIssue('input-missing', told, { server, inputs }),
    severity: 'warning' as const,
    field,
    server,
  }
}

function refused(
  entry: Pick<NamedEntry, 'name' | 'field' | 'line'>,
  ...issues: readonly ReturnType<typeof fileIssue>[]
): NamedEntry {
  const told = issues.map((issue) => ({ ...issue, field: entry.field, server: entry.name }))
  return { ...entry, document: null, issues: told }
}
