/** A word of a search: as a phrase of the index where it is long enough for that, and as a pattern. */
export interface SearchWord {
  readonly said: string
  /** Null below three characters, which the index does not know. */
  readonly phrase: string | null
  readonly like: string
}

const before = 40
const after = 120

export function wordsOf(text: string): SearchWord[] {
  return text
    .split(/\s+/u)
    .filter((said) => said !== '')
    .map((said) => ({
      said,
      phrase: [...said].length < 3 ? null : `"${said.replaceAll('"', '""')}"`,
      like: `%${said.replace(/[\\%_]/g, '\\$&')}%`,
    }))
}

/** What stands around the first of the words. */
export function excerptOf(text: string, words: readonly SearchWord[]): string {
  const lower = text.toLowerCase()
  const places = words.map(({ said }) => lower.indexOf(said.toLowerCase())).filter((at) => at >= 0)
  const at = Math.max(0, Math.min(...places, text.length))
  const start = Math.max(0, at - before)
  const end = Math.min(text.length, at + after)
  const middle = text.slice(start, end).replace(/\s+/gu, ' ').trim()
  return `${start > 0 ? '…' : ''}${middle}${end < text.length ? '…' : ''}`
}
