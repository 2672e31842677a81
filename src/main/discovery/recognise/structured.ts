import type { Node } from 'jsonc-parser'
import { parse as parseToml } from 'smol-toml'
import { parseDocument } from 'yaml'
import type { AskedInput, Remark } from '../../../shared/contract/recognise'
import { unkeepableIssue } from '../entry'
import { fileIssue, issueAt } from '../issue'
import { forbiddenKeys, plainValue, propertiesOf, type Unkeepable } from '../json-node'
import { type JsonText, parseJsonText } from '../json-text'
import type { Lines } from '../lines'
import { type Found, found, foundValues, nothing } from './found'
import { isFields } from './normalise'
import { describesServer, readServerJson } from './server-json'
import { commented, shapeOf } from './shapes'

/** Brackets this deep in YAML or TOML are nobody's configuration. */
const nestingMax = 64

/**
 * A JSON text of any program. Comments and trailing commas are taken where `strict` is false, which a file named `.json`
 * is; editors' own files have them whatever they are called.
 */
export function jsonFound(text: string, strict = false): Found {
  const parsed = parseJsonText(text, false)
  if (parsed.problem?.code !== 'comments') return parsedFound(parsed, [])
  const lenient = parsedFound(parseJsonText(text, true), [{ code: 'comments', detail: {} }])
  return strict && !commented.has(lenient.kind) ? parsedFound(parsed, []) : lenient
}

function parsedFound({ root, lines, problem }: JsonText, remarks: readonly Remark[]): Found {
  if (problem) {
    const issue = fileIssue(problem.code, problem.message, problem.detail)
    return nothing([problem.offset === null ? issue : issueAt(lines, problem.offset, issue)])
  }
  const bad = unkeepableAtTop(root)
  if (bad) return nothing([unkeepableIssue(bad, lines, null)])
  const described = describedIn(root)
  if (described) return described
  const shape = shapeOf(root)
  if (!shape) return nothing([noServers(root, lines)])
  const { kind, entries, dialect, inputs, builtIn } = shape
  return found(kind, {
    entries,
    lines,
    dialect,
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
function describedIn(root: Node): Found | undefined {
  if (root.type !== 'object') return undefined
  const value = plainValue(root)
  if (describesServer(value)) return describedFound('server-json', [value])
  if (isFields(value) && describesServer(value.server)) return describedFound('server-json', [value.server])
  const servers = isFields(value) && Array.isArray(value.servers) ? value.servers : []
  const inner = servers.map((item: unknown) => (isFields(item) && isFields(item.server) ? item.server : item))
  return inner.some(describesServer) ? describedFound('registry', inner) : undefined
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

/** A YAML text of Goose or Continue; undefined where it lists no servers. */
export function yamlFound(text: string): Found | undefined {
  if (isNestedTooDeep(text)) return undefined
  try {
    const document = parseDocument(text, { prettyErrors: false, stringKeys: true })
    const [error] = document.errors
    if (!error) return valueFound(document.toJS({ maxAliasCount: 100 }))
    return unreadable('YAML', error, error.code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'syntax')
  } catch (error) {
    // Aliases that grow without end.
    return unreadable('YAML', error)
  }
}

/** A TOML text of Codex or Vibe; undefined where it lists no servers. */
export function tomlFound(text: string): Found | undefined {
  if (isNestedTooDeep(text)) return undefined
  try {
    return valueFound(parseToml(text))
  } catch (error) {
    return unreadable('TOML', error)
  }
}

/** Written as JSON and read again, so that one reader decides what may be kept. */
function valueFound(value: unknown): Found | undefined {
  const json = JSON.stringify(value)
  if (json === undefined || !/^[[{]/u.test(json)) return undefined
  const read = jsonFound(json)
  return {
    ...read,
    placed: false,
    dialect: { ...read.dialect, loose: true },
    issues: read.issues.map(unplaced),
  }
}

const unplaced = (issue: Found['issues'][number]) => ({
  ...issue,
  line: null,
  column: null,
  excerpt: null,
  mark: null,
})

/** The parser's own words, in the first line of them. */
function unreadable(language: string, error: unknown, code: 'duplicate-key' | 'syntax' = 'syntax'): Found {
  const message = String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? ''
  const reason = `${language}: ${message}`
  return nothing([fileIssue(code, `This ${language} cannot be read: ${message}`, { reason, key: message })])
}

/** Both parsers call themselves for each level. */
function isNestedTooDeep(text: string): boolean {
  let depth = 0
  let indent = 0
  for (const { 0: sign } of text.matchAll(/[[{}\]]|^(?:[ \t]*- ){2,}|^[ \t]+(?=\S)/gmu)) {
    if (sign === '[' || sign === '{') depth += 1
    else if (sign === ']' || sign === '}') depth -= 1
    else indent = Math.max(indent, sign.length)
    if (depth > nestingMax || indent > nestingMax * 8) return true
  }
  return false
}

function noServers(root: Node, lines: Lines) {
  const issue = fileIssue('no-servers', 'There is no list of servers in here.')
  return issueAt(lines, root.offset, issue)
}

function leftOut(builtIn: number): Remark[] {
  return builtIn > 0 ? [{ code: 'built-in-left-out', detail: { count: builtIn } }] : []
}
