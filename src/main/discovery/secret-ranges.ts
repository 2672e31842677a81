import { createScanner } from 'jsonc-parser'
import { holdsSecret } from '../registry/secrets'

/** Offsets of one text's parts, end exclusive. */
export interface Range {
  readonly start: number
  readonly end: number
}

/**
 * Where a JSON text, broken or not, has values nobody should see: every value under `headers`, and each whose name
 * looks secret. In order, found in one linear pass.
 */
export function secretRanges(text: string): Range[] {
  const scanner = createScanner(text, true)
  const ranges: Range[] = []
  /** For each open bracket whether all inside is secret. */
  const open: boolean[] = []
  /** The text before this one, with nothing but a colon between: its name. */
  let name: string | null = null
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const start = scanner.getTokenOffset()
    const first = text[start] ?? ''
    if (first === '"') {
      const isSecret = name !== null && (open.at(-1) === true || holdsSecret('env', name))
      if (isSecret) ranges.push({ start: start + 1, end: start + scanner.getTokenLength() })
      name = name === null ? scanner.getTokenValue() : null
    } else if (first === '{' || first === '[') {
      open.push(open.at(-1) === true || name === 'headers')
      name = null
    } else if (first === '}' || first === ']') {
      open.pop()
      name = null
    } else if (first === ',') {
      name = null
    }
  }
  return ranges
}
