import type { Node } from 'jsonc-parser'
import type { AskedInput, Remark } from '../../../shared/contract/recognise'
import { isLoose, parseDocumentText } from '../document-text'
import { unkeepableIssue } from '../entry'
import { fileIssue, issueAt } from '../issue'
import { forbiddenKeys, plainValue, propertiesOf, type Unkeepable, unkeepable } from '../json-node'
import { type ParsedText, parseJsonText } from '../json-text'
import type { Lines } from '../lines'
import { describesServer } from '../server-json/server-json'
import { parseTomlText } from '../toml-text'
import { parseYamlText } from '../yaml-text'
import { readServerJson } from './described'
import { type Found, found, foundValues, nothing } from './found'
import { shapeOf } from './shapes'

/** A pasted JSON text of any program; comments and trailing commas are taken, and told. */
export function jsonFound(text: string): Found {
  const parsed = parseJsonText(text, false)
  if (parsed.problem?.code !== 'comments') return treeFound(parsed)
  return treeFound(parseJsonText(text, true), { remarks: [{ code: 'comments', detail: {} }] })
}

/** A pasted YAML text, as of Goose or Continue. */
export function yamlFound(text: string): Found {
  return treeFound(parseYamlText(text), { loose: true })
}

/** A pasted TOML text, as of Codex or Vibe. */
export function tomlFound(text: string): Found {
  return treeFound(parseTomlText(text), { loose: true })
}

/** A file of any program: its name says the language, and whether comments are allowed. */
export function fileFound(text: string, fileName: string): Found {
  return treeFound(parseDocumentText(text, fileName), { loose: isLoose(fileName) })
}

interface Reading {
  readonly remarks?: readonly Remark[]
  /** Numbers and truth values among variables and arguments are texts. */
  readonly loose?: boolean
}

/** The servers in a text that was parsed, whatever its language. */
export function treeFound(parsed: ParsedText, { remarks = [], loose = false }: Reading = {}): Found {
  const { root, lines, problem } = parsed
  if (problem) {
    const issue = fileIssue(problem.code, problem.message, problem.detail)
    return nothing([problem.offset === null ? issue : issueAt(lines, problem.offset, issue)])
  }
  const bad = unkeepableAtTop(root)
  if (bad) return nothing([unkeepableIssue(bad, lines, null)])
  const described = describedIn(root, lines)
  if (described) return described
  const shape = shapeOf(root)
  if (!shape) return nothing([noServers(root, lines)])
  const { kind, entries, dialect, inputs, builtIn } = shape
  return found(kind, {
    entries,
    lines,
    dialect: { ...dialect, ...(loose && { loose }) },
    inputs,
    placed: true,
    remarks: [...remarks, ...leftOut(builtIn)],
    guessesNames: kind === 'entry' || kind === 'entries',
  })
}

/** A key that stands twice at the top, or must not stand there; of what stands around the lists nothing is kept. */
function unkeepableAtTop(root: Node): Unkeepable | null {
  const seen = new Set<string>()
  for (const { key, keyNode } of root.type === 'object' ? propertiesOf(root) : []) {
    const at = { key, node: keyNode, path: [key] }
    if (seen.has(key)) return { code: 'duplicate-key', ...at }
    if (forbiddenKeys.has(key)) return { code: 'forbidden-key', ...at }
    seen.add(key)
  }
  return null
}

/** `server.json`, or a page of the registry: `{ servers: [{ server }] }`, in older versions without the wrapper. */
function describedIn(root: Node, lines: Lines): Found | undefined {
  if (root.type !== 'object') return undefined
  const one = describedAt(root)
  const bad = one && unkeepable(one)
  if (bad) return nothing([unkeepableIssue(bad, lines, null)])
  if (one) return describedFound('server-json', [plainValue(one)])
  const list = propertiesOf(root).find(({ key }) => key === 'servers')?.value
  // The first tells what all are: a list may have ten thousand.
  const [first, ...others] = list?.type === 'array' ? (list.children ?? []) : []
  if (!first || !describedAt(first)) return undefined
  const described = [first, ...others].flatMap((node) => describedAt(node) ?? [])
  const kept = described.filter((node) => unkeepable(node) === null)
  return describedFound('registry', kept.map(plainValue))
}

/** The description a node is, or is wrapped around. */
function describedAt(node: Node): Node | undefined {
  if (node.type !== 'object') return undefined
  const parts = new Map(propertiesOf(node).map(({ key, value }) => [key, value]))
  const inner = parts.get('server')
  if (inner?.type === 'object' && !parts.has('name')) return describedAt(inner)
  const isReached = ['remotes', 'packages'].some((part) => parts.get(part)?.type === 'array')
  return parts.get('name')?.type === 'string' && isReached ? node : undefined
}

/** What the registry describes, as entries. */
export function describedFound(kind: Found['kind'], described: readonly unknown[]): Found {
  const read = described.filter(describesServer).map((server) => ({ server, ...readServerJson(server) }))
  const inputs = new Map<string, AskedInput>(
    read.flatMap((one) => one.inputs.map((input): [string, AskedInput] => [input.id, input])),
  )
  const unusable = read.filter(({ entry }) => entry === null)
  return foundValues(
    kind,
    read.flatMap(({ entry }) => entry ?? []),
    {
      inputs: [...inputs.values()],
      remarks: read.flatMap(({ remarks }) => remarks),
      issues: unusable.map(({ server }) => {
        const [name, reason] = [String(server.name), 'offers nothing Rollcall can start or reach']
        return fileIssue('invalid-entry', `${name} ${reason}.`, { field: name, reason })
      }),
    },
  )
}

export function noServers(root: Node, lines: Lines) {
  const issue = fileIssue('no-servers', 'There is no list of servers: “servers” or “mcpServers” is missing.')
  return issueAt(lines, root.offset, issue)
}

function leftOut(builtIn: number): Remark[] {
  return builtIn > 0 ? [{ code: 'built-in-left-out', detail: { count: builtIn } }] : []
}
