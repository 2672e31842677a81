import type { Node } from 'jsonc-parser'
import { type Document, isAlias, isMap, isScalar, isSeq, type ParsedNode, parseDocument } from 'yaml'
import { holdsSecret } from '../registry/secrets'
import { propertiesOf, scalarNode } from './json-node'
import {
  brokenProblem,
  depthMax,
  emptyProblem,
  type ParsedText,
  type TextProblem,
  tooDeepProblem,
} from './json-text'
import { Lines } from './lines'
import type { Range } from './secret-ranges'

/** At most this many values, aliases counted as what they stand for. */
const valuesMax = 200_000

/**
 * Parses YAML 1.2 into the tree that JSON has, so that everything read from it knows its place. One document; what has no
 * counterpart in JSON (keys that are no text, aliases that stand for more than 200,000 values) is refused. Never throws.
 */
export function parseYamlText(text: string): ParsedText {
  const blind = new Lines(text, null)
  const refuse = (problem: TextProblem): ParsedText => ({ root: null, lines: blind, problem })
  if (text.trim() === '') return refuse(emptyProblem())
  const tooDeepAt = nestedBeyond(text)
  if (tooDeepAt !== null) return refuse(tooDeepProblem(tooDeepAt))
  try {
    const document = parseDocument(text, {
      // What is quieter passes over a second document.
      logLevel: 'error',
      prettyErrors: false,
      // A key that stands twice is refused where it matters, with its place.
      uniqueKeys: false,
      stringKeys: true,
    })
    const [error] = document.errors
    if (error?.code === 'RESOURCE_EXHAUSTION') return refuse(tooDeepProblem(error.pos[0]))
    if (error)
      return refuse(brokenProblem('YAML', reasons[error.code] ?? 'this is not YAML', error.pos[0], blind))
    const root = new Tree(document).root()
    return { root, lines: new Lines(text, () => secretsIn(root)), problem: null }
  } catch (error) {
    if (error instanceof Overgrown) return refuse(brokenProblem('YAML', error.message, 0, blind))
    // The parser goes down level by level, and so does the tree below.
    if (error instanceof RangeError) return refuse(tooDeepProblem(null))
    throw error
  }
}

/** Why a text is not YAML, by the name the parser has for it. */
const reasons: Readonly<Record<string, string>> = {
  BAD_INDENT: 'the indentation does not fit',
  TAB_AS_INDENT: 'a tab stands where spaces must',
  MISSING_CHAR: 'a sign is missing',
  MULTIPLE_DOCS: 'something follows the end of the document',
  NON_STRING_KEY: 'a name is not a text',
  BAD_ALIAS: 'an alias stands for nothing',
}

/** So many brackets left open, or dashes in a row, cost the parser seconds before it gives up. */
const openMax = 1_000

/** Where brackets are nested beyond any use, strings and comments not told apart; null where they are not. */
function nestedBeyond(text: string): number | null {
  let open = 0
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (char === '[' || char === '{') open += 1
    else if (char === ']' || char === '}') open = Math.max(0, open - 1)
    if (open > openMax) return at
  }
  const dashes = /(?:[-?] ){1000}/u.exec(text)
  return dashes ? dashes.index : null
}

class Overgrown extends Error {
  override readonly name = 'Overgrown'
}

/** The tree of one document. */
class Tree {
  readonly #document: Document.Parsed
  /** By its name, the last anchor before the place that was reached. */
  readonly #anchors = new Map<string, ParsedNode>()
  #values = 0

  constructor(document: Document.Parsed) {
    this.#document = document
  }

  /** Throws `RangeError` where it is too deep, `Overgrown`. */
  root(): Node {
    return this.#node(this.#document.contents, undefined, 0, 0)
  }

  #node(item: ParsedNode | null, parent: Node | undefined, depth: number, offset: number): Node {
    this.#values += 1
    if (this.#values > valuesMax) throw new Overgrown('its aliases stand for too much')
    if (depth > depthMax) throw new RangeError('too deep')
    if (isAlias(item)) {
      const meant = this.#anchors.get(item.source)
      if (meant === undefined) throw new Overgrown('an alias stands for nothing')
      return this.#node(meant, parent, depth + 1, offset)
    }
    if (item !== null && item.anchor !== undefined) this.#anchors.set(item.anchor, item)
    const [start, end] = item?.range ?? [offset, offset]
    const place = { offset: start, length: end - start, ...(parent && { parent }) }
    if (isSeq(item)) {
      const list: Node = { ...place, type: 'array', children: [] }
      for (const each of item.items) list.children?.push(this.#node(each, list, depth + 1, start))
      return list
    }
    if (isMap(item)) {
      const map: Node = { ...place, type: 'object', children: [] }
      for (const { key, value } of item.items) map.children?.push(this.#property(key, value, map, depth))
      return map
    }
    return scalarNode(isScalar(item) ? item.value : null, place)
  }

  #property(key: ParsedNode, value: ParsedNode | null, parent: Node, depth: number): Node {
    const [start, end] = key.range
    const property: Node = { type: 'property', offset: start, length: end - start, parent, children: [] }
    const name = isScalar(key) ? String(key.value ?? '') : ''
    const keyNode: Node = {
      type: 'string',
      value: name,
      offset: start,
      length: end - start,
      parent: property,
    }
    property.children?.push(keyNode, this.#node(value, property, depth + 1, end))
    return property
  }
}

/** Where the text has values nobody should see, by the same rule as in JSON. */
function secretsIn(root: Node): Range[] {
  const ranges: Range[] = []
  const walk = (node: Node, isSecret: boolean): void => {
    if (node.type === 'object')
      for (const { key, value } of propertiesOf(node))
        walk(value, isSecret || key === 'headers' || holdsSecret('env', key))
    else if (node.type === 'array') for (const item of node.children ?? []) walk(item, isSecret)
    else if (isSecret) ranges.push({ start: node.offset, end: node.offset + node.length })
  }
  walk(root, false)
  return ranges.toSorted((one, other) => one.start - other.start)
}
