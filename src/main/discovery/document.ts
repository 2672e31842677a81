import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Node } from 'jsonc-parser'
import type { SourceIssue } from '../../shared/contract/discovery'
import { slices } from '../slices'
import { bySkeleton, isSuspect, lookAlike } from './confusable'
import { isLoose, parseDocumentText, parseLongText } from './document-text'
import { type Entry, readEntry, unkeepableIssue } from './entry'
import { fileIssue, issueAt } from './issue'
import { forbiddenKeys, plainValue, propertiesOf, unkeepable } from './json-node'
import type { ParsedText } from './json-text'
import type { Lines } from './lines'
import type { Found } from './recognise/found'
import { noServers, treeFound } from './recognise/structured'
import { withoutSecrets } from './withheld'

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
  /** The places of the entries are places in the text; of a `server.json` they are not. */
  readonly placed: boolean
}

/**
 * Reads a document in the original format (`{"servers": […]}`), or in that of any program `recognise` knows by the name
 * its list of servers has. Never throws: what cannot be taken is refused with its place, one entry at a time where
 * possible. `fileName` decides the language (`.yaml`, `.toml`, else JSON; with comments where it is `.jsonc`);
 * `knownNames` are those a name must not imitate.
 */
export function readDocument(
  text: string,
  fileName: string,
  knownNames: readonly string[] = [],
): ServersDocument {
  const opened = openDocument(parseDocumentText(text, fileName), fileName)
  if ('refusal' in opened) return opened.refusal
  const { entries, lines, dialect } = opened.found
  return documentOf(
    opened,
    entries.map((raw) => readEntry(raw, lines, { dialect })),
    knownNames,
  )
}

/** The same, slice by slice: everything else has its turn while ten thousand entries are checked. */
export async function readLongDocument(text: string, fileName: string): Promise<ServersDocument> {
  const opened = openDocument(await parseLongText(text, fileName), fileName)
  if ('refusal' in opened) return opened.refusal
  await nextTurn()
  const { lines, dialect } = opened.found
  const entries: Entry[] = []
  for await (const raw of slices(opened.found.entries))
    entries.push(...raw.map((each) => readEntry(each, lines, { dialect })))
  await nextTurn()
  return documentOf(opened, entries, [])
}

/** What was found, and the root where what stands around the list is kept. */
type Opened = { found: Found; root: Node | null } | { refusal: ServersDocument }

function openDocument(parsed: ParsedText, fileName: string): Opened {
  const { root, lines } = parsed
  const refuse = (issue: SourceIssue): Opened => ({
    refusal: { entries: [], frame: null, issues: [issue], lines, placed: true },
  })
  const isFramed = root?.type === 'object' && propertiesOf(root).some(({ key }) => listKeys.has(key))
  const issue = root && isFramed ? frameIssue(root, lines) : null
  if (issue) return refuse(issue)
  const found = treeFound(parsed, { loose: isLoose(fileName) })
  const [problem] = found.issues
  if (problem && found.entries.length === 0) return refuse(problem)
  // Without a name around them they may be anything: such a file is dropped or pasted, and looked at, not watched.
  if (root && bareKinds.has(found.kind)) return refuse(noServers(root, lines))
  return { found, root: isFramed ? root : null }
}

const bareKinds: ReadonlySet<Found['kind']> = new Set(['entry', 'entries'])

function documentOf(
  { found, root }: Exclude<Opened, { refusal: ServersDocument }>,
  checked: readonly Entry[],
  knownNames: readonly string[],
): ServersDocument {
  const { lines, placed, issues } = found
  const entries = withSuspicions(withoutRepeats(checked, lines), knownNames, lines)
  return { entries, frame: root ? frameOf(root) : noFrame, issues, lines, placed }
}

/** Of another program's settings nothing but the servers is kept. */
const noFrame: Frame = { keys: ['servers'], rest: {} }

/** Top level: what is called like a list must be one, and nothing may be said twice. */
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
  const strange = top.find(
    ({ key, value }) => listKeys.has(key) && value.type !== 'array' && value.type !== 'object',
  )
  return strange ? { ...noServers(strange.value, lines), field: strange.key } : null
}

/**
 * A key of a map that stands twice is refused altogether, since readers disagree about which one counts. Of a list's
 * entries with one name the first counts.
 */
export function withoutRepeats(entries: readonly Entry[], lines: Lines): Entry[] {
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
export function withSuspicions(entries: readonly Entry[], known: readonly string[], lines: Lines): Entry[] {
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
