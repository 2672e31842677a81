import { type LogEntry, type LogLevel, type LogOrigin, logLevels } from '../../shared/contract/log'
import { literal } from '../text/literal'
import { logSentence } from '../text/sentences'

export interface LogFilter {
  readonly text: string
  /** This level and those more severe. */
  readonly least: LogLevel
  readonly origin: LogOrigin | null
}

export const wholeLog: LogFilter = { text: '', least: 'debug', origin: null }

export const narrows = ({ text, least, origin }: LogFilter): boolean =>
  text !== '' || least !== wholeLog.least || origin !== null

/** The entries that fit; a line that claims no level counts as `info`. */
export function filterLog(
  entries: readonly LogEntry[],
  { text, least, origin }: LogFilter,
): readonly LogEntry[] {
  const lowest = logLevels.indexOf(least)
  const wanted = text.toLowerCase()
  return entries.filter(
    (entry) =>
      logLevels.indexOf(entry.level ?? 'info') >= lowest &&
      (origin === null || entry.origin === origin) &&
      (wanted === '' || lineText(entry).toLowerCase().includes(wanted)),
  )
}

/** What stands in the line: where a logger has a name, it comes first. */
export function lineText(entry: LogEntry): string {
  const sentence = logSentence(entry)
  return entry.logger ? `${entry.logger}: ${sentence}` : sentence
}

/** A text cut at what was searched for; every second part is a match. */
export function marked(text: string, search: string): readonly string[] {
  if (search === '') return [text]
  return text.split(new RegExp(`(${literal(search)})`, 'giu'))
}

/** The lines as a file has them. */
export function logText(entries: readonly LogEntry[]): string {
  return entries
    .map(
      (entry) =>
        `${entry.at} ${(entry.level ?? '-').padEnd(9)} ${entry.origin.padEnd(10)} ${lineText(entry)}\n`,
    )
    .join('')
}
