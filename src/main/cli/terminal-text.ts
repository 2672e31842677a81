import { visibleLine as oneLine } from '../../shared/visible-text'

export { visible as manyLines, visibleLine as oneLine } from '../../shared/visible-text'

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u
const graphemes = new Intl.Segmenter()

/** Columns a text takes in a terminal: two for Chinese, Japanese, Korean and emoji. */
export function columnsOf(text: string): number {
  let columns = 0
  for (const { segment } of graphemes.segment(text)) columns += wide.test(segment) ? 2 : 1
  return columns
}

/** Rows under their heads. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return columns([heads, ...rows])
}

/** Rows, each column as wide as its widest entry; what ends a row is as long as it is. */
export function columns(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => row.map(oneLine))
  const widths: number[] = []
  for (const line of lines)
    for (const [column, text] of line.entries())
      widths[column] = Math.max(widths[column] ?? 0, columnsOf(text))
  const pad = (text: string, column: number) => text + ' '.repeat((widths[column] ?? 0) - columnsOf(text))
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n')
}

/** Cuts to so many columns, the last of them an ellipsis. */
export function cut(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text
  let kept = ''
  for (const { segment } of graphemes.segment(text)) {
    if (columnsOf(kept + segment) > columns - 1) break
    kept += segment
  }
  return `${kept}…`
}
