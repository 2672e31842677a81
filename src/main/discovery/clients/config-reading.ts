import type { Node } from 'jsonc-parser'
import type { SourceIssue } from '../../../shared/contract/discovery'
import { unkeepableIssue } from '../entry'
import { type Fields, isFields } from '../fields'
import { fileIssue, issueAt } from '../issue'
import { forbiddenKeys, plainValue, propertiesOf, unkeepable } from '../json-node'
import { type ParsedText, parseJsonText } from '../json-text'
import type { Lines } from '../lines'
import { parseTomlText } from '../toml-text'
import { parseYamlText } from '../yaml-text'
import type { KnownClient } from './known-clients'

/** One server in a client's file, as it is spelled there. */
export interface ConfigEntry {
  readonly name: string
  readonly fields: Fields
  /** Its place in a list; null where entries stand by name. */
  readonly at: number | null
  /** Where it begins, 1-based. */
  readonly line: number
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
  if (bare.trim() === '') return nothingIn({})
  const { root, lines, problem } = parsers[client.format](bare)
  if (problem) {
    const issue = fileIssue(problem.code, problem.message, problem.detail)
    return problem.offset === null ? issue : issueAt(lines, problem.offset, issue)
  }
  // Nothing but comments, in YAML.
  if (root.type === 'null') return nothingIn({})
  if (root.type !== 'object') return issueAt(lines, root.offset, noServers(client))
  const config = plainValue(root) as Fields
  let list: Node = root
  for (const step of client.key) {
    const [first, second] = propertiesOf(list).filter(({ key }) => key === step)
    // Readers disagree about which of two counts, so neither does.
    if (second) return issueAt(lines, second.keyNode.offset, repeated(step))
    if (!first) return nothingIn(config)
    list = first.value
  }
  if (list.type === 'null') return nothingIn(config)
  if (list.type !== (client.list ? 'array' : 'object')) return issueAt(lines, list.offset, noServers(client))
  return { config, ...entriesIn(list, lines) }
}

const parsers: Readonly<Record<KnownClient['format'], (text: string) => ParsedText>> = {
  json: (text) => parseJsonText(text, true),
  yaml: parseYamlText,
  toml: parseTomlText,
}

function nothingIn(config: Fields): ConfigReading {
  return { config, entries: [], refused: [] }
}

/** The value at a path of own keys; undefined where there is none. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((part, step) => {
    if (Array.isArray(part)) return part[Number(step)]
    return isFields(part) && Object.hasOwn(part, step) ? part[step] : undefined
  }, value)
}

function entriesIn(list: Node, lines: Lines): Omit<ConfigReading, 'config'> {
  const all = list.type === 'array' ? itemsOf(list) : namedOf(list)
  const times = Map.groupBy(all, ({ name }) => name)
  const entries: ConfigEntry[] = []
  const refused: ConfigReading['refused'][number][] = []
  for (const { name, offset, value, at } of all) {
    const refuse = (where: number, issue: SourceIssue) =>
      refused.push({ name, issue: issueAt(lines, where, { ...issue, server: name }) })
    const bad = unkeepable(value, [name])
    if ((times.get(name)?.length ?? 0) > 1) refuse(offset, repeated(name))
    else if (forbiddenKeys.has(name)) refuse(offset, forbidden(name))
    else if (bad) refused.push({ name, issue: unkeepableIssue(bad, lines, name) })
    else if (value.type !== 'object') refuse(value.offset, notAnEntry(name))
    else entries.push({ name, fields: plainValue(value) as Fields, at, line: lines.placeOf(offset).line })
  }
  return { entries, refused }
}

interface Item {
  readonly name: string
  readonly offset: number
  readonly value: Node
  readonly at: number | null
}

function namedOf(list: Node): Item[] {
  return propertiesOf(list).map(({ key, keyNode: { offset }, value }) => ({
    name: key,
    offset,
    value,
    at: null,
  }))
}

function itemsOf(list: Node): Item[] {
  return (list.children ?? []).map((value, at) => {
    const name = value.type === 'object' ? valueAt(plainValue(value), ['name']) : undefined
    const called = typeof name === 'string' && name !== '' ? name : `[${at}]`
    return { name: called, offset: value.offset, value, at }
  })
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
