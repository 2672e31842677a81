import { renameSync, statSync } from 'node:fs'
import { pino } from 'pino'
import type { Log } from '../host'

/** A log longer than this is set aside at the next start, in bytes; the one set aside before it goes. */
const longest = 10 * 1_024 * 1_024

/** JSON lines in `file`, written at once so that a crash loses nothing, readable for this user alone. */
export function fileLog(file: string, level = 'info'): Log {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > longest) renameSync(file, `${file}.old`)
  return pino(
    {
      level: level in pino.levels.values ? level : 'info',
      redact: ['token', 'authorization', '*.token', '*.authorization', '*.headers'],
    },
    pino.destination({ dest: file, sync: true, mode: 0o600 }),
  )
}
