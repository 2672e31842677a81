import type { Sighting } from '../../shared/contract/discovery'
import { cut, oneLine } from './terminal-text'
import type { Words } from './words'

const lineColumns = 160

/** In what a source says otherwise than the registry; nothing where both say the same. */
export function differenceLines(words: Words, { source, line, file, differences }: Sighting): string[] {
  if (differences.length === 0) return []
  return [
    words('adopt.differs', {
      source: oneLine(source.name),
      place: oneLine(placeOf(source.address, file, line)),
    }),
    ...differences.map(({ field, here, there }) =>
      cut(
        oneLine(`  ${words('adopt.difference', { field, here: valueText(here), there: valueText(there) })}`),
        lineColumns,
      ),
    ),
  ]
}

export function valueText(value: unknown): string {
  if (value === null) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function placeOf(address: string, file: string | undefined, line: number | null): string {
  return `${address}${file === undefined ? '' : `, ${file}`}${line === null ? '' : `:${line}`}`
}
