import type { Node } from 'jsonc-parser'
import { parse as parseToml, TomlError } from 'smol-toml'
import { parseDocument } from 'yaml'
import type { SourceIssue } from '../../../shared/contract/discovery'
import { fileIssue, issueAt } from '../issue'
import { forbiddenKeys, plainValue, propertiesOf, unkeepable } from '../json-node'
import { depthMax, parseJsonText } from '../json-text'
import { Lines } from '../lines'
import type { KnownClient } from './known-clients'

export type Fields = Readonly<Record<string, unknown>>

/** One server in a client's file, as it is spelled there. */
export interface ConfigEntry {
  readonly name: string
  readonly fields: Fields
  /** Its place in a list; null where entries stand by name. */
  readonly at: number | null
}

/** A client's file read. `config` is all of it, for comparing before and after a change. */
export interface ConfigReading {
  readonly config: Fields
  readonly entries: readonly ConfigEntry[]
  /** Entries that cannot be taken, and why. */
  readonly refused: readonly { readonly name: string; readonly issue: SourceIssue }[]
}

/**
 * Reads a client's file: comments and trailing commas are taken in every `.json`, as these programs take them. An empty
 * file has no servers. Never throws; answers with an issue where the file as a whole cannot be understood.
 */
export function readConfig(text: string, client: KnownClient): ConfigReading | SourceIssue {
  const bare = text.replace(/^\uFEFF/u, '')
  if (bare.trim() === '') return { config: {}, entries: [], refused: [] }
  if (client.format === 'json') return readJson(bare, client)
  const config = client.format === 'yaml' ? yamlValue(bare) : tomlValue(bare)
  if ('severity' in config) return config as SourceIssue
  return readPlain(config.value, client)
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path of own keys; undefined where there is none. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((part, step) => {
    if (Array.isArray(part)) return part[Number(step)]
    return isFields(part) && Object.hasOwn(part, step) ? part[step] : undefined
  }, value)
}

function readJson(text: string, client: KnownClient): ConfigReading | SourceIssue {
  const { root, lines, problem } = parseJsonText(text, true)
  if (problem) {
    const issue = fileIssue(problem.code, problem.message, problem.detail)
    return problem.offset === null ? issue : issueAt(lines, problem.offset, issue)
  }
  if (root.type !== 'object') return issueAt(lines, root.offset, noServers(client))
  let list: Node = root
  for (const step of client.key) {
    const found = propertiesOf(list).filter(({ key }) => key === step)
    const [first, second] = found
    // Readers disagree about which of two counts, so neither does.
    if (second) return issueAt(lines, second.keyNode.offset, repeated(step))
    if (!first) return { config: plain(root), entries: [], refused: [] }
    list = first.value
  }
  if (list.type !== 'object') return issueAt(lines, list.offset, noServers(client))
  return { config: plain(root), ...jsonEntries(list, lines) }
}

function jsonEntries(list: Node, lines: Lines): Omit<ConfigReading, 'config'> {
  const all = propertiesOf(list)
  const times = Map.groupBy(all, ({ key }) => key)
  const entries: ConfigEntry[] = []
  const refused: ConfigReading['refused'][number][] = []
  for (const { key, keyNode, value } of all) {
    const refuse = (offset: number, issue: SourceIssue) =>
      refused.push({ name: key, issue: issueAt(lines, offset, { ...issue, server: key }) })
    const bad = unkeepable(value)
    if ((times.get(key)?.length ?? 0) > 1) refuse(keyNode.offset, repeated(key))
    else if (forbiddenKeys.has(key)) refuse(keyNode.offset, forbidden(key))
    else if (bad)
      refuse(bad.node.offset, bad.code === 'forbidden-key' ? forbidden(bad.key) : repeated(bad.key))
    else if (value.type !== 'object') refuse(value.offset, notAnEntry(key))
    else entries.push({ name: key, fields: plainValue(value) as Fields, at: null })
  }
  return { entries, refused }
}

function plain(root: Node): Fields {
  return plainValue(root) as Fields
}

function readPlain(config: Fields, client: KnownClient): ConfigReading | SourceIssue {
  const list = valueAt(config, client.key)
  if (list === undefined || list === null) return { config, entries: [], refused: [] }
  if (client.list ? !Array.isArray(list) : !isFields(list)) return noServers(client)
  const all = Array.isArray(list)
    ? list.map((fields, at) => ({ name: nameIn(fields) ?? `[${at}]`, fields, at }))
    : Object.entries(list as Fields).map(([name, fields]) => ({ name, fields, at: null }))
  const entries: ConfigEntry[] = []
  const refused: ConfigReading['refused'][number][] = []
  for (const { name, fields, at } of all) {
    const issue = plainIssue(name, fields)
    if (issue) refused.push({ name, issue: { ...issue, server: name } })
    else entries.push({ name, fields: fields as Fields, at })
  }
  return { config, entries, refused }
}

function nameIn(fields: unknown): string | undefined {
  const name = valueAt(fields, ['name'])
  return typeof name === 'string' && name !== '' ? name : undefined
}

function plainIssue(name: string, fields: unknown): SourceIssue | null {
  if (forbiddenKeys.has(name)) return forbidden(name)
  if (!isFields(fields)) return notAnEntry(name)
  const key = forbiddenIn(fields)
  return key === undefined ? null : forbidden(key)
}

function forbiddenIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, part] of Object.entries(value)) {
    const found = forbiddenKeys.has(key) ? key : forbiddenIn(part)
    if (found !== undefined) return found
  }
  return undefined
}

function yamlValue(text: string): { readonly value: Fields } | SourceIssue {
  try {
    const document = parseDocument(text, { uniqueKeys: true })
    const [error] = document.errors
    if (error) return issueAt(new Lines(text), error.pos[0], syntax(error.message))
    return objectIn(document.toJS({ maxAliasCount: 100 }))
  } catch (error) {
    // Too many aliases, or nesting no reader survives.
    return syntax(error instanceof Error ? error.message : String(error))
  }
}

function tomlValue(text: string): { readonly value: Fields } | SourceIssue {
  try {
    return objectIn(parseToml(text))
  } catch (error) {
    if (!(error instanceof TomlError)) return syntax(String(error))
    return { ...syntax(error.message), line: error.line, column: error.column }
  }
}

function objectIn(value: unknown): { readonly value: Fields } | SourceIssue {
  if (!isFields(value)) return syntax('its top level is no map')
  if (depthOf(value, 0) > depthMax)
    return fileIssue('too-deep', `The document is nested deeper than ${depthMax} levels.`, {
      limit: depthMax,
    })
  return { value }
}

function depthOf(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null || depth > depthMax) return depth
  return Object.values(value).reduce((most, part) => Math.max(most, depthOf(part, depth + 1)), depth + 1)
}

function syntax(told: string): SourceIssue {
  const reason = told.split('\n')[0]?.replace(/[.:]$/u, '') ?? told
  return fileIssue('syntax', `The file cannot be understood: ${reason}.`, { reason })
}

function noServers({ key }: KnownClient): SourceIssue {
  const list = key.join('.')
  return { ...fileIssue('no-servers', `There is no list of servers: “${list}” is not one.`), field: list }
}

function repeated(key: string): SourceIssue {
  return fileIssue('duplicate-key', `“${key}” stands here twice.`, { key })
}

function forbidden(key: string): SourceIssue {
  return fileIssue('forbidden-key', `“${key}” is not allowed as a name.`, { key })
}

function notAnEntry(name: string): SourceIssue {
  const reason = 'is not an object'
  return fileIssue('invalid-entry', `“${name}” ${reason}.`, { field: name, reason })
}
