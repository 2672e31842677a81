import { type ParseError, parseTree } from 'jsonc-parser'
import { isRecord } from './is-record'

/** Deeper than this, arguments cannot be read, sent or shown. */
const depthMax = 500

export type RawJson =
  | { readonly value: Record<string, unknown>; readonly problem: null }
  | { readonly value: null; readonly problem: RawProblem }

/** Where a text stops being JSON, both counted from 1; or that it is JSON, but no object. */
export type RawProblem =
  | { readonly kind: 'syntax'; readonly line: number; readonly column: number }
  | { readonly kind: 'deep' }
  | { readonly kind: 'no-object' }

/** Reads arguments as one types them. */
export function readRawJson(text: string): RawJson {
  if (isTooDeep(text)) return { value: null, problem: { kind: 'deep' } }
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? { value, problem: null } : { value: null, problem: { kind: 'no-object' } }
  } catch {
    return { value: null, problem: { kind: 'syntax', ...placeOf(text) } }
  }
}

function placeOf(text: string): { line: number; column: number } {
  const errors: ParseError[] = []
  parseTree(text, errors, { disallowComments: true, allowEmptyContent: false })
  const before = text.slice(0, errors[0]?.offset ?? text.length)
  const lines = before.split('\n')
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

/** Counted without recursion, brackets in texts included: nobody types five hundred of them. */
function isTooDeep(text: string): boolean {
  let depth = 0
  for (const character of text) {
    if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') depth -= 1
    if (depth > depthMax) return true
  }
  return false
}
