import type { Node } from 'jsonc-parser'
import type { AskedInput, Recognised } from '../../../shared/contract/recognise'
import type { RawEntry } from '../entry'
import { isFields } from '../fields'
import { type Path, type Property, plainValue, propertiesOf } from '../json-node'
import { declaredInputs } from './inputs'
import type { Dialect } from './normalise'

/** A list of servers in a document, and what program writes such a list. */
export interface Shape {
  readonly kind: Recognised['kind']
  readonly entries: readonly RawEntry[]
  readonly dialect: Dialect
  readonly inputs: readonly AskedInput[]
  /** Entries that are a part of that program and no servers. */
  readonly builtIn: number
}

/** Where the entries stand in a document, by the path to them: everything §4.1 of the formats knows. */
interface Place {
  readonly kind: Recognised['kind']
  readonly path: readonly string[]
  /** The kind where it is a list instead of a map. */
  readonly asList?: Recognised['kind']
  /** Not a list of servers unless one of them looks like one: the name is used for other things, too. */
  readonly doubtful?: boolean
}

const places: readonly Place[] = [
  { kind: 'mcp-servers', path: ['mcpServers'], asList: 'continue' },
  { kind: 'vscode', path: ['servers'], asList: 'original' },
  { kind: 'vscode', path: ['mcp', 'servers'] },
  { kind: 'zed', path: ['context_servers'] },
  { kind: 'amp', path: ['amp.mcpServers'] },
  { kind: 'codex', path: ['mcp_servers'], asList: 'vibe' },
  { kind: 'opencode', path: ['mcp'], doubtful: true },
  { kind: 'goose', path: ['extensions'], doubtful: true },
]

/** The names that mean a list of servers in every program; beside one of them no other name does. */
const plainNames: ReadonlySet<string> = new Set(['mcpServers', 'servers', 'mcp_servers'])

/** The lists of servers in a document; undefined where there is none. The first names the kind. */
export function shapeOf(root: Node): Shape | undefined {
  if (root.type === 'array') return listShape(root)
  if (root.type !== 'object') return undefined
  const plain = places.filter(({ path: [first = '', next] }) => next === undefined && plainNames.has(first))
  const named = plain.flatMap((place) => listAt(root, place))
  const all = named.length > 0 ? named : places.flatMap((place) => listAt(root, place))
  const lists = [...all, ...projectLists(root)]
  const [first] = lists
  if (first)
    return {
      kind: first.kind,
      // Of entries with one name the first in the text counts, so they stay in its order.
      entries: lists.toSorted((one, other) => one.offset - other.offset).flatMap(({ entries }) => entries),
      dialect: dialectOf(first.kind, root),
      inputs: inputsIn(root),
      builtIn: lists.reduce((sum, { builtIn }) => sum + builtIn, 0),
    }
  return bareShape(root)
}

/** True for what describes a server in any program's words. */
function isEntry(value: unknown): boolean {
  if (!isFields(value)) return false
  return ['command', 'cmd', 'url', 'httpUrl', 'serverUrl', 'uri', 'baseUrl', 'base_url'].some((field) => {
    const part = value[field]
    return typeof part === 'string' || Array.isArray(part) || (field === 'command' && isFields(part))
  })
}

interface List {
  readonly kind: Recognised['kind']
  readonly entries: readonly RawEntry[]
  readonly builtIn: number
  readonly offset: number
}

function listAt(root: Node, { kind, path, asList, doubtful = false }: Place): List[] {
  const node = nodeAt(root, path)
  if (node?.type === 'array' && asList) return [listOf(asList, node, itemsOf(node, path))]
  if (node?.type !== 'object') return []
  const list = listOf(kind, node, propertiesOf(node).map(entryIn(path)))
  const isServers = !doubtful || list.entries.some(({ value }) => isEntry(plainValue(value)))
  return isServers ? [list] : []
}

function listOf(kind: Recognised['kind'], { offset }: Node, all: readonly RawEntry[]): List {
  const entries = all.filter(({ value }) => !isBuiltIn(value))
  return { kind, entries, builtIn: all.length - entries.length, offset }
}

/** Claude Code keeps what belongs to one folder beside what belongs to all. */
function projectLists(root: Node): List[] {
  const projects = propertyOf(root, 'projects')
  if (projects?.type !== 'object') return []
  return propertiesOf(projects).flatMap(({ key, value }) => {
    const list = value.type === 'object' ? propertyOf(value, 'mcpServers') : undefined
    if (list?.type !== 'object' || propertiesOf(list).length === 0) return []
    return [listOf('mcp-servers', list, propertiesOf(list).map(entryIn(['projects', key, 'mcpServers'])))]
  })
}

function listShape(root: Node): Shape | undefined {
  const entries = itemsOf(root, [])
  if (!entries.some(({ value }) => isEntry(plainValue(value)))) return undefined
  return { kind: entries.length === 1 ? 'entry' : 'entries', entries, dialect: {}, inputs: [], builtIn: 0 }
}

function bareShape(root: Node): Shape | undefined {
  const dialect: Dialect = { timeoutUnit: 'guess' }
  const rest = { dialect, inputs: [], builtIn: 0 }
  if (isEntry(plainValue(root)))
    return { kind: 'entry', entries: [{ path: [], value: root, key: null }], ...rest }
  // Many a file has something with a `url` in it; only where there is nothing else is that a list of servers.
  const named = propertiesOf(root)
  const isList = named.length > 0 && named.every(({ value }) => isEntry(plainValue(value)))
  return isList ? { kind: 'entries', entries: named.map(entryIn([])), ...rest } : undefined
}

function inputsIn(root: Node): AskedInput[] {
  const node = propertyOf(root, 'inputs') ?? nodeAt(root, ['mcp', 'inputs'])
  return node ? declaredInputs(plainValue(node)) : []
}

/** `httpUrl` anywhere says that `url` means SSE here. */
function dialectOf(kind: Recognised['kind'], root: Node): Dialect {
  if (kind === 'original') return {}
  if (kind === 'goose' || kind === 'codex' || kind === 'vibe') return { timeoutUnit: 's' }
  if (kind === 'opencode' || kind === 'amp') return { timeoutUnit: 'ms' }
  const list = propertyOf(root, 'mcpServers')
  const isGemini =
    list?.type === 'object' &&
    propertiesOf(list).some(({ value }) => value.type === 'object' && propertyOf(value, 'httpUrl'))
  return isGemini ? { urlIsSse: true, timeoutUnit: 'ms' } : { timeoutUnit: 'guess' }
}

/** Goose, Cherry Studio and Zed list their own parts among the servers. */
function isBuiltIn(node: Node): boolean {
  if (node.type !== 'object') return false
  const isMarked = propertiesOf(node).some(
    ({ key, value: { value } }) =>
      (key === 'source' && value === 'extension') ||
      (key === 'type' && ['builtin', 'platform', 'frontend', 'inMemory'].includes(String(value))),
  )
  return isMarked && !isEntry(plainValue(node))
}

function itemsOf(node: Node, path: Path): RawEntry[] {
  return (node.children ?? []).map((value, at) => ({ path: [...path, at], value, key: null }))
}

function entryIn(path: Path): (property: Property) => RawEntry {
  return ({ key, keyNode, value }) => ({ path: [...path, key], value, key: { name: key, node: keyNode } })
}

function nodeAt(root: Node, path: readonly string[]): Node | undefined {
  let node: Node | undefined = root
  for (const step of path) node = node?.type === 'object' ? propertyOf(node, step) : undefined
  return node
}

function propertyOf(node: Node, name: string): Node | undefined {
  return propertiesOf(node).find(({ key }) => key === name)?.value
}
