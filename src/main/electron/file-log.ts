import { renameSync, statSync } from 'node:fs'
import type { Log } from '../host'
import { linesTo } from '../log'

/** A log longer than this is set aside at the next start, in bytes; the one set aside before it goes. */
const longest = 10 * 1_024 * 1_024

/** The desktop's log: there is no terminal to see it in. */
export function fileLog(file: string, level?: string): Log {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > longest) renameSync(file, `${file}.old`)
  return linesTo(file, level)
}
