import { renameSync, statSync } from 'node:fs'
import { pino } from 'pino'
import type { Log } from '../host'

/** A log longer than this is set aside at the next start, in bytes; the one set aside before it goes. */
const longest = 10 * 1_024 * 1_024

/** Lines that wait for a disk that takes none are held up to here, in bytes; later ones are lost. */
const heldMax = 1_024 * 1_024

/**
 * JSON lines in `file`, written at once so that a crash loses nothing, readable for this user alone. On a full disk
 * lines are lost: a log that cannot be written must not end what it tells of.
 */
export function fileLog(file: string, level = 'info'): Log {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > longest) renameSync(file, `${file}.old`)
  const destination = pino.destination({ dest: file, sync: true, mode: 0o600, maxLength: heldMax })
  destination.on('error', () => {})
  return pino(
    {
      level: level in pino.levels.values ? level : 'info',
      redact: ['token', 'authorization', '*.token', '*.authorization', '*.headers'],
    },
    destination,
  )
}
