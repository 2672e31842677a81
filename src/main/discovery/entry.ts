import type { Node } from 'jsonc-parser'
import type { z } from 'zod'
import type { SourceIssue } from '../../shared/contract/discovery'
import { reasonOf } from '../../shared/contract/reason'
import { RegistrationDocument } from '../../shared/contract/registration'
import { isFields } from './fields'
import { fileIssue, issueAt } from './issue'
import {
  keyAt,
  nearestNode,
  type Path,
  plainValue,
  type Unkeepable,
  unkeepable,
  writePath,
} from './json-node'
import type { NamedEntry } from './kind'
import type { Lines } from './lines'
import { type Dialect, type Normalised, normaliseEntry } from './recognise/normalise'

/** At most this many problems are told of one entry. */
const issuesMax = 5

/** One entry of a document, taken or refused. */
export interface Entry {
  /** Null where not even the name can be read. */
  readonly name: string | null
  /** Its path in the document, e.g. `servers[3]`. */
  readonly field: string
  /** Where it begins; of a map's entry, where its name stands. */
  readonly node: Node
  /** Null where it is refused; `issues` then says why. */
  readonly document: RegistrationDocument | null
  readonly issues: readonly SourceIssue[]
  /** It says of itself that it needs no approval. */
  readonly claimsTrust: boolean
}

/** What is done with an entry before it is checked. */
export interface Preparation {
  readonly dialect?: Dialect
  /** Has the last word on the normalised entry, e.g. a name for one that has none. */
  readonly prepare?: (document: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>
}

/** An entry as it stands in the text. In a map the key is the name. */
export interface RawEntry {
  readonly path: Path
  readonly value: Node
  readonly key: { readonly name: string; readonly node: Node } | null
}

/** Checks one entry on its own: what it says decides nothing about its neighbours. */
export function readEntry(raw: RawEntry, lines: Lines, { dialect, prepare }: Preparation = {}): Entry {
  const name = raw.key?.name ?? nameIn(raw.value)
  const entry = { name, field: writePath(raw.path), node: raw.key?.node ?? raw.value, claimsTrust: false }
  const bad = unkeepable(raw.value, raw.path)
  if (bad) return { ...entry, document: null, issues: [unkeepableIssue(bad, lines, name)] }
  const plain = plainValue(raw.value)
  const normal = isFields(plain)
    ? normaliseEntry(plain, { key: raw.key?.name ?? null, ...(dialect && { dialect }) })
    : undefined
  const document = normal && prepare ? prepare(normal.document) : normal?.document
  const parsed = RegistrationDocument.safeParse(document ?? plain)
  if (parsed.success)
    return {
      ...entry,
      name: parsed.data.name,
      document: parsed.data,
      issues: [],
      claimsTrust: normal?.claimsTrust ?? false,
    }
  return { ...entry, document: null, issues: invalidIssues(parsed.error, raw, lines, { name, normal }) }
}

/** As the rest of the room has it. What was made of something else than this text has no place in it. */
export function namedEntry(
  { name, field, node, document, issues }: Entry,
  { lines, placed }: { readonly lines: Lines; readonly placed: boolean },
): NamedEntry {
  const entry = { name, field, document }
  if (!placed) return { ...entry, line: null, issues: issues.map(unplaced) }
  const at = (issue: SourceIssue) => issueAt(lines, node.offset, issue)
  return { ...entry, line: lines.placeOf(node.offset).line, issues, placed: at }
}

const unplaced = (issue: SourceIssue) => ({ ...issue, line: null, column: null, excerpt: null, mark: null })

/** Says what cannot be kept, at its place. */
export function unkeepableIssue(bad: Unkeepable, lines: Lines, server: string | null): SourceIssue {
  const field = writePath(bad.path)
  return issueAt(lines, bad.node.offset, { ...describe(bad, field), field, server })
}

function describe({ code, key }: Unkeepable, field: string): SourceIssue {
  if (code === 'duplicate-key') return fileIssue(code, `“${key}” stands here twice.`, { key })
  if (code === 'forbidden-key') return fileIssue(code, `“${key}” is not allowed as a name.`, { key })
  const reason = 'is too large'
  return fileIssue('invalid-entry', `${field} ${reason}.`, { field, reason })
}

function nameIn(value: Node): string | null {
  const name = value.type === 'object' ? nearestNode(value, ['name']) : value
  return name !== value && name.type === 'string' && name.value !== '' ? String(name.value) : null
}

function invalidIssues(
  error: z.ZodError,
  raw: RawEntry,
  lines: Lines,
  { name: server, normal }: { name: string | null; normal: Normalised | undefined },
): SourceIssue[] {
  const perField = new Map<string, SourceIssue>()
  for (const issue of error.issues) {
    const path = asSpelled(
      issue.path.map((step) => (typeof step === 'number' ? step : String(step))),
      normal,
    )
    const field = writePath([...raw.path, ...path])
    if (perField.has(field) || perField.size === issuesMax) continue
    const reason = reasonOf(issue)
    const told = fileIssue('invalid-entry', `${field} ${reason}.`, { field, reason })
    perField.set(field, issueAt(lines, nodeOf(issue, path, raw).offset, { ...told, field, server }))
  }
  return [...perField.values()]
}

/** The path as the text has it, not as the original format spells it. */
function asSpelled([first, ...rest]: Path, normal: Normalised | undefined): Path {
  if (first === undefined) return rest
  return [normal?.spelled[String(first)] ?? first, ...rest]
}

function nodeOf(issue: z.core.$ZodIssue, path: Path, { key, value }: RawEntry): Node {
  if (key && path[0] === 'name') return key.node
  if (issue.code === 'invalid_key') return keyAt(value, path) ?? value
  return nearestNode(value, path)
}
