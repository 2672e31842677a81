import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Node } from 'jsonc-parser'
import type { SourceIssue } from '../../shared/contract/discovery'
import { slices } from '../slices'
import { bySkeleton, isSuspect, lookAlike } from './confusable'
import { parseDocumentText, parseLongText } from './document-text'
import { type Entry, type RawEntry, readEntry, unkeepableIssue } from './entry'
import { fileIssue, issueAt } from './issue'
import { forbiddenKeys, plainValue, propertiesOf, unkeepable } from './json-node'
import type { ParsedText } from './json-text'
import type { Lines } from './lines'

/** Where the lists of servers may stand: the original's name first, then those other programs use. */
const listKeys: ReadonlySet<string> = new Set(['servers', 'mcpServers', 'mcp_servers'])

/** What stands around the list of servers, kept so that an export gives the file back. */
interface Frame {
  /** Top-level names in the order of the file, that of the list included. */
  readonly keys: readonly string[]
  /** Their values, those of the lists left out. */
  readonly rest: Readonly<Record<string, unknown>>
}

/** A document read: its entries one by one, or why there are none. */
export interface ServersDocument {
  readonly entries: readonly Entry[]
  /** Null where the document as a whole is refused. */
  readonly frame: Frame | null
  /** What is wrong with the document as a whole. */
  readonly issues: readonly SourceIssue[]
  readonly lines: Lines
}

/**
 * Reads a document in the original format (`{"servers": […]}`), or a map of servers by name under `servers`,
 * `mcpServers` or `mcp_servers`. Never throws: what cannot be taken is refused with its place, one entry at a time where
 * possible. `fileName` decides the language (`.yaml`, `.toml`, else JSON; with comments where it is `.jsonc`);
 * `knownNames` are those a name must not imitate.
 */
export function readDocument(
  text: string,
  fileName: string,
  knownNames: readonly string[] = [],
): ServersDocument {
  const opened = openDocument(parseDocumentText(text, fileName))
  if (opened.root === null) return opened.refusal
  const entries = rawEntries(opened.root).map((raw) => readEntry(raw, opened.lines))
  return documentOf(opened, entries, knownNames)
}

/** The same, slice by slice: everything else has its turn while ten thousand entries are checked. */
export async function readLongDocument(text: string, fileName: string): Promise<ServersDocument> {
  const opened = openDocument(await parseLongText(text, fileName))
  if (opened.root === null) return opened.refusal
  await nextTurn()
  const entries: Entry[] = []
  for await (const raw of slices(rawEntries(opened.root)))
    entries.push(...raw.map((each) => readEntry(each, opened.lines)))
  await nextTurn()
  return documentOf(opened, entries, [])
}

type Opened = { root: Node; lines: Lines } | { root: null; refusal: ServersDocument }

function openDocument({ root, lines, problem }: ParsedText): Opened {
  const refuse = (issue: SourceIssue): Opened => ({
    root: null,
    refusal: { entries: [], frame: null, issues: [issue], lines },
  })
  if (problem) {
    const issue = fileIssue(problem.code, problem.message, problem.detail)
    return refuse(problem.offset === null ? issue : issueAt(lines, problem.offset, issue))
  }
  const issue = frameIssue(root, lines)
  return issue ? refuse(issue) : { root, lines }
}

function documentOf(
  { root, lines }: { root: Node; lines: Lines },
  checked: readonly Entry[],
  knownNames: readonly string[],
): ServersDocument {
  const entries = withSuspicions(withoutRepeats(checked, lines), knownNames, lines)
  return { entries, frame: frameOf(root), issues: [], lines }
}

/** Top level: it must be an object with a list, and say nothing twice. */
function frameIssue(root: Node, lines: Lines): SourceIssue | null {
  const top = root.type === 'object' ? propertiesOf(root) : []
  const seen = new Set<string>()
  for (const { key, keyNode, value } of top) {
    const twice = seen.has(key) && ({ code: 'duplicate-key', key, node: keyNode, path: [key] } as const)
    const forbidden =
      forbiddenKeys.has(key) && ({ code: 'forbidden-key', key, node: keyNode, path: [key] } as const)
    const bad = twice || forbidden || (listKeys.has(key) ? null : unkeepable(value, [key]))
    if (bad) return unkeepableIssue(bad, lines, null)
    seen.add(key)
  }
  const lists = top.filter(({ key }) => listKeys.has(key))
  const strange = lists.find(({ value }) => value.type !== 'array' && value.type !== 'object')
  if (lists.length > 0 && !strange) return null
  const issue = fileIssue('no-servers', 'There is no list of servers: “servers” or “mcpServers” is missing.')
  return { ...issueAt(lines, strange?.value.offset ?? root.offset, issue), field: strange?.key ?? '' }
}

function rawEntries(root: Node): RawEntry[] {
  return propertiesOf(root)
    .filter(({ key }) => listKeys.has(key))
    .flatMap(({ key: list, value }): RawEntry[] =>
      value.type === 'array'
        ? (value.children ?? []).map((item, at) => ({ path: [list, at], value: item, key: null }))
        : propertiesOf(value).map((item) => ({
            path: [list, item.key],
            value: item.value,
            key: { name: item.key, node: item.keyNode },
          })),
    )
}

/**
 * A key of a map that stands twice is refused altogether, since readers disagree about which one counts. Of a list's
 * entries with one name the first counts.
 */
function withoutRepeats(entries: readonly Entry[], lines: Lines): Entry[] {
  const times = Map.groupBy(entries.filter(isFromMap), (entry) => entry.field)
  const taken = new Set<string>()
  return entries.map((entry) => {
    const { name, field, node } = entry
    if (name === null) return entry
    const refused = (issue: SourceIssue): Entry => ({
      ...entry,
      document: null,
      issues: [issueAt(lines, node.offset, { ...issue, field, server: name })],
    })
    if (isFromMap(entry) && forbiddenKeys.has(name))
      return refused(fileIssue('forbidden-key', `“${name}” is not allowed as a name.`, { key: name }))
    if ((times.get(field)?.length ?? 0) > 1)
      return refused(fileIssue('duplicate-key', `“${name}” stands here twice.`, { key: name }))
    if (taken.has(name))
      return refused(
        fileIssue('duplicate-name', `The name “${name}” stands here twice; the first counts.`, {
          server: name,
        }),
      )
    if (entry.document) taken.add(name)
    return entry
  })
}

function isFromMap({ node }: Entry): boolean {
  return node.parent?.type === 'property' && node.parent.children?.[0] === node
}

/** Marks names that imitate another one; they are taken all the same. */
function withSuspicions(entries: readonly Entry[], known: readonly string[], lines: Lines): Entry[] {
  if (!entries.some(({ document }) => document && isSuspect(document.name))) return [...entries]
  const names = bySkeleton([...known, ...entries.flatMap(({ name }) => name ?? [])])
  return entries.map((entry) => {
    const other = entry.document ? lookAlike(entry.document.name, names) : undefined
    if (other === undefined || entry.name === null) return entry
    const issue: SourceIssue = {
      ...fileIssue('confusable', `The name “${entry.name}” looks like “${other}” but is not the same.`, {
        server: entry.name,
        other,
      }),
      severity: 'warning',
      field: entry.field,
      server: entry.name,
    }
    return { ...entry, issues: [issueAt(lines, entry.node.offset, issue)] }
  })
}

function frameOf(root: Node): Frame {
  const top = propertiesOf(root)
  const rest = top
    .filter(({ key }) => !listKeys.has(key))
    .map(({ key, value }) => [key, withoutSecrets(key, plainValue(value))])
  return { keys: top.map(({ key }) => key), rest: Object.fromEntries(rest) }
}

/** Rollcall has no use for a secret beside the list (`llm_config.api_key`), so it does not keep one. */
function withoutSecrets(key: string, value: unknown): unknown {
  if (typeof value === 'string') return secretKey.test(key) ? withheld : value
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(key, item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutSecrets(name, item)]))
}

/** Reads as a reference to a secret that this Rollcall does not have. */
const withheld = `\${secret:withheld}`

const secretKey = /(?:api_?-?key|secret|passw(?:or)?d|token|authorization|credentials?)$/iu
