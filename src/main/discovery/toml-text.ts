import type { Node } from 'jsonc-parser'
import { parse, TomlDate, TomlError } from 'smol-toml'
import { scalarNode } from './json-node'
import {
  brokenProblem,
  depthMax,
  emptyProblem,
  type ParsedText,
  type TextProblem,
  tooDeepProblem,
} from './json-text'
import { Lines } from './lines'

/**
 * Parses TOML into the tree that JSON has. The parser knows no places of what it took, so those are found in the lines;
 * and since a line may then be another one, none is shown. Never throws.
 */
export function parseTomlText(text: string): ParsedText {
  const lines = new Lines(text, null)
  const refuse = (problem: TextProblem): ParsedText => ({ root: null, lines, problem })
  if (text.trim() === '') return refuse(emptyProblem())
  try {
    const places = placesIn(text)
    return { root: nodeOf(parse(text, { maxDepth: depthMax }), [], places, undefined), lines, problem: null }
  } catch (error) {
    if (error instanceof RangeError) return refuse(tooDeepProblem(null))
    if (!(error instanceof TomlError)) throw error
    const offset = lines.offsetOf(error.line, error.column)
    return refuse(brokenProblem('TOML', 'this is not TOML', offset, lines))
  }
}

function nodeOf(
  value: unknown,
  path: readonly (string | number)[],
  places: ReadonlyMap<string, number>,
  parent: Node | undefined,
): Node {
  if (path.length > depthMax) throw new RangeError('too deep')
  const place = { offset: placeOf(path, places), length: 0, ...(parent && { parent }) }
  if (Array.isArray(value)) {
    const list: Node = { ...place, type: 'array', children: [] }
    for (const [at, item] of value.entries()) list.children?.push(nodeOf(item, [...path, at], places, list))
    return list
  }
  if (typeof value !== 'object' || value === null) return scalarNode(value, place)
  if (value instanceof TomlDate) return scalarNode(value.toISOString(), place)
  const table: Node = { ...place, type: 'object', children: [] }
  for (const [key, item] of Object.entries(value)) {
    const here = [...path, key]
    const property: Node = {
      type: 'property',
      offset: placeOf(here, places),
      length: 0,
      parent: table,
      children: [],
    }
    const keyNode: Node = { ...property, type: 'string', value: key, parent: property, children: [] }
    property.children?.push(keyNode, nodeOf(item, here, places, property))
    table.children?.push(property)
  }
  return table
}

/** Its own place, or that of the nearest table it is in. */
function placeOf(path: readonly (string | number)[], places: ReadonlyMap<string, number>): number {
  for (let length = path.length; length > 0; length -= 1) {
    const found = places.get(JSON.stringify(path.slice(0, length)))
    if (found !== undefined) return found
  }
  return 0
}

const word = String.raw`(?:"[^"\n]*"|'[^'\n]*'|[A-Za-z0-9_-]+)`
const dotted = String.raw`${word}(?:[ \t]*\.[ \t]*${word})*`
const header = new RegExp(String.raw`^[ \t]*(\[\[?)[ \t]*(${dotted})[ \t]*\]`, 'u')
const assignment = new RegExp(String.raw`^[ \t]*(${dotted})[ \t]*=`, 'u')

/** Where tables and their values begin, by path. */
function placesIn(text: string): Map<string, number> {
  const places = new Map<string, number>()
  const counts = new Map<string, number>()
  let table: readonly (string | number)[] = []
  let isInText = false
  let offset = 0
  for (const line of text.split('\n')) {
    const isOpening = (line.match(/"""|'''/gu)?.length ?? 0) % 2 === 1
    if (!isInText) {
      const [, brackets, name] = header.exec(line) ?? []
      const [, key] = assignment.exec(line) ?? []
      const start = offset + (line.length - line.trimStart().length)
      if (name !== undefined) {
        table = tablePath(wordsOf(name), brackets === '[[', counts)
        places.set(JSON.stringify(table), start)
      } else if (key !== undefined) {
        places.set(JSON.stringify([...table, ...wordsOf(key)]), start)
      }
    }
    if (isOpening) isInText = !isInText
    offset += line.length + 1
  }
  return places
}

/** Below a list of tables, the last of them so far is meant; a new one begins with `[[`. */
function tablePath(
  words: readonly string[],
  isListed: boolean,
  counts: Map<string, number>,
): readonly (string | number)[] {
  const path: (string | number)[] = []
  for (const [at, each] of words.entries()) {
    path.push(each)
    const key = JSON.stringify(path)
    const isNew = isListed && at === words.length - 1
    if (isNew) counts.set(key, (counts.get(key) ?? -1) + 1)
    const index = counts.get(key)
    if (index !== undefined) path.push(index)
  }
  return path
}

function wordsOf(name: string): string[] {
  return (name.match(new RegExp(word, 'gu')) ?? []).map((each) => each.replace(/^(["'])(.*)\1$/u, '$2'))
}
