import { type Range, secretRanges } from './secret-ranges'

/** A place in a text: 1-based line, 1-based column in UTF-16 units. */
export interface Place {
  readonly line: number
  readonly column: number
}

const excerptMax = 200

/** Finds lines and columns in one text, and shows a line without what must not be shown, if it is known what that is. */
export class Lines {
  readonly #text: string
  /** Without its end. */
  readonly #lines: readonly Range[]
  readonly #findSecrets: ((text: string) => readonly Range[]) | null
  #secrets: readonly Range[] | undefined

  /** Without `findSecrets` no line is shown; its ranges are in order. A text that is no JSON needs one of its own. */
  constructor(text: string, findSecrets: ((text: string) => readonly Range[]) | null = secretRanges) {
    this.#text = text
    this.#findSecrets = findSecrets
    this.#lines = linesOf(text)
  }

  /** The place of `offset`; one past the end is the end. */
  placeOf(offset: number): Place {
    const index = lastStartingBy(this.#lines, offset)
    return { line: index + 1, column: offset - (this.#lines[index]?.start ?? 0) + 1 }
  }

  /** The offset of a place; one past the end of a line is its end. */
  offsetOf(line: number, column: number): number {
    const { start, end } = this.#lines[line - 1] ?? { start: 0, end: 0 }
    return Math.min(start + column - 1, end)
  }

  /**
   * The line around `offset`: at most 200 characters, tabs as spaces, other control characters as escapes, secret
   * values blotted out. `mark` is where the character at `offset` stands in it.
   */
  excerptAt(offset: number): { excerpt: string; mark: number } | { excerpt: null; mark: null } {
    if (this.#findSecrets === null) return { excerpt: null, mark: null }
    this.#secrets ??= this.#findSecrets(this.#text)
    const line = this.#lines[lastStartingBy(this.#lines, offset)] ?? { start: 0, end: 0 }
    const isShort = line.end - line.start <= excerptMax
    const start = isShort ? line.start : Math.max(line.start, offset - excerptMax / 2)
    const end = Math.min(line.end, start + excerptMax)
    const text = blotted(this.#text, { start, end }, this.#secrets).replace(/\r$/u, '').replaceAll('\t', ' ')
    const excerpt = escapeControls(text).slice(0, excerptMax)
    const before = escapeControls(text.slice(0, offset - start))
    return { excerpt, mark: Math.min(before.length, excerpt.length) }
  }
}

/** Every column stays where it is, so that the excerpt still matches the place. */
function blotted(whole: string, { start, end }: Range, secrets: readonly Range[]): string {
  // An address may go on beyond either end.
  const before = Math.max(whole.lastIndexOf('\n', start - 1) + 1, start - addressMax)
  const around = whole.slice(before, end + addressMax).replace(credentials, dots)
  let text = around.slice(start - before, end - before)
  for (let at = Math.max(0, lastStartingBy(secrets, start)); ; at += 1) {
    const secret = secrets[at]
    if (secret === undefined || secret.start >= end) return text
    const [from, to] = [Math.max(secret.start, start) - start, Math.min(secret.end, end) - start]
    if (from < to) text = text.slice(0, from) + '•'.repeat(to - from) + text.slice(to)
  }
}

/** A user name and a password in an address, which it may be refused for. */
const credentials = /(?<=:\/\/)[^\s/?#"'@]+(?=@)/gu
const addressMax = 4_096

function dots(text: string): string {
  return '•'.repeat(text.length)
}

function linesOf(text: string): Range[] {
  const lines: Range[] = []
  let start = 0
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
    lines.push({ start, end })
    start = end + 1
  }
  lines.push({ start, end: text.length })
  return lines
}

/** The index of the last of `ranges`, which are in order, that starts at `offset` or before; -1 where none does. */
function lastStartingBy(ranges: readonly Range[], offset: number): number {
  let [low, high] = [-1, ranges.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((ranges[middle]?.start ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

function escapeControls(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`)
}
