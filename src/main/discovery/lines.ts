/** A place in a text: 1-based line, 1-based column in UTF-16 units. */
export interface Place {
  readonly line: number
  readonly column: number
}

const excerptMax = 200

/*
 * A quoted key that promises a secret, and the start of its value, closed or not. Both repetitions are bounded or
 * cannot overlap, so a hostile line costs no more than its length.
 */
const secretPair =
  /("[^"\\]{0,100}?(?:key|token|secret|passw|auth|credential|cookie|session)[^"\\]{0,100}"\s{0,20}:\s{0,20}")((?:[^"\\]|\\.)*)/giu

/** Finds lines and columns in one text, and shows a line without what must not be shown. */
export class Lines {
  readonly #text: string
  /** Offset at which each line begins. */
  readonly #starts: readonly number[]

  constructor(text: string) {
    this.#text = text
    this.#starts = lineStarts(text)
  }

  /** The place of `offset`; one past the end is the end. */
  placeOf(offset: number): Place {
    const index = this.#lineAt(offset)
    return { line: index + 1, column: offset - (this.#starts[index] ?? 0) + 1 }
  }

  /** The line around `offset`: at most 200 characters, control characters as escapes, values of secrets blotted out. */
  excerptAt(offset: number): string {
    const index = this.#lineAt(offset)
    const start = this.#starts[index] ?? 0
    const end = (this.#starts[index + 1] ?? this.#text.length + 1) - 1
    const line = blotSecrets(this.#text.slice(start, end).replace(/\r$/u, ''))
    const from = line.length <= excerptMax ? 0 : Math.max(0, offset - start - excerptMax / 2)
    return escapeControls(line.slice(from, from + excerptMax)).slice(0, excerptMax)
  }

  #lineAt(offset: number): number {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** Keeps every column where it is, so that the excerpt still matches the place. */
function blotSecrets(line: string): string {
  return line.replace(secretPair, (_all, before: string, value: string) => before + '•'.repeat(value.length))
}

function escapeControls(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`)
}
