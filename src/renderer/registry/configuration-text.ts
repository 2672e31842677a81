import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import type { SourceIssue } from '../../shared/contract/discovery'
import { reasonOf, syntaxReasons } from '../../shared/contract/reason'
import { RegistrationDocument } from '../../shared/contract/registration'
import type { Document } from './patch'

/** Deepest nesting a text may have; the parser goes into every level. */
const depthMax = 64

/** What is wrong at one place of the text, with what its sentence is made of. */
export interface TextProblem {
  /** Offsets into the text. */
  readonly from: number
  readonly to: number
  /** 1-based. */
  readonly line: number
  readonly column: number
  readonly issue: Pick<SourceIssue, 'code' | 'message' | 'detail'>
}

/** A text read as a registration: either that, or what keeps it from being one, in the order of the text. */
export type Reading =
  | { readonly document: Document; readonly problems: readonly [] }
  | { readonly document: null; readonly problems: readonly TextProblem[] }

/** A registration as a person edits it. */
export function written(document: Document): string {
  return JSON.stringify(document, null, 2)
}

export function readConfiguration(text: string): Reading {
  const refuse = (problems: readonly TextProblem[]): Reading => ({ document: null, problems })
  if (text.trim() === '') return refuse([problemAt(text, 0, 0, 'empty', {})])
  const deepAt = tooDeepAt(text)
  if (deepAt !== null) return refuse([problemAt(text, deepAt, deepAt + 1, 'too-deep', { limit: depthMax })])
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { disallowComments: true })
  const [error] = errors
  if (error || !root) {
    const { offset, length } = error ?? { offset: 0, length: text.length }
    const reason = (error && syntaxReasons[printParseErrorCode(error.error)]) ?? 'this is not JSON'
    return refuse([problemAt(text, offset, offset + Math.max(length, 1), 'syntax', { reason })])
  }
  const repeated = repeatedKey(root)
  if (repeated)
    return refuse([problemOfNode(text, repeated, 'duplicate-key', { key: String(repeated.value) })])
  return checked(text, root)
}

function checked(text: string, root: Node): Reading {
  const value: unknown = JSON.parse(text)
  const parsed = RegistrationDocument.safeParse(value)
  if (parsed.success) return { document: value as Document, problems: [] }
  const problems = parsed.error.issues.map((issue) => {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
    const named = issue.code === 'invalid_key'
    return problemOfNode(text, nodeAt(root, path, named), 'invalid-entry', {
      field: path.join('.') || 'JSON',
      reason: reasonOf(issue),
    })
  })
  return { document: null, problems: problems.toSorted((one, other) => one.from - other.from) }
}

/** The node at the path, else the nearest above it. A field's name stands for it where only the name is wrong. */
function nodeAt(root: Node, path: readonly (string | number)[], named: boolean): Node {
  let node = root
  for (const [at, step] of path.entries()) {
    const property = node.children?.find((child) => child.children?.[0]?.value === String(step))
    const next = node.type === 'array' ? node.children?.[Number(step)] : property?.children?.[1]
    if (named && at === path.length - 1 && property?.children?.[0]) return property.children[0]
    if (!next) break
    node = next
  }
  return node === root ? (root.children?.[0]?.children?.[0] ?? root) : node
}

function repeatedKey(node: Node): Node | undefined {
  const seen = new Set<string>()
  for (const child of node.children ?? []) {
    const key = child.type === 'property' ? child.children?.[0] : undefined
    if (key && seen.has(String(getNodeValue(key)))) return key
    if (key) seen.add(String(getNodeValue(key)))
    const below = repeatedKey(child)
    if (below) return below
  }
  return undefined
}

function tooDeepAt(text: string): number | null {
  let depth = 0
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{}]/gsu)) {
    if (token === '{' || token === '[') depth += 1
    else if (token === '}' || token === ']') depth -= 1
    if (depth > depthMax) return index
  }
  return null
}

function problemOfNode(
  text: string,
  node: Node,
  code: SourceIssue['code'],
  detail: SourceIssue['detail'],
): TextProblem {
  const end = node.offset + node.length
  // A whole object or list underlined says nothing: its first line does.
  const breaks = text.indexOf('\n', node.offset)
  return problemAt(text, node.offset, breaks === -1 ? end : Math.min(end, breaks), code, detail)
}

function problemAt(
  text: string,
  from: number,
  to: number,
  code: SourceIssue['code'],
  detail: SourceIssue['detail'],
): TextProblem {
  const before = text.slice(0, from)
  const lineStart = before.lastIndexOf('\n') + 1
  return {
    from,
    to: Math.min(to, text.length),
    line: before.split('\n').length,
    column: from - lineStart + 1,
    issue: { code, message: String(detail.reason ?? code), detail },
  }
}
