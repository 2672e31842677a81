import { pino } from 'pino'
import type { Log } from './host'

/** Lines that wait for a disk or pipe that takes none are held up to here, in bytes; later ones are lost. */
const heldMax = 1_024 * 1_024

/**
 * JSON lines into a file or descriptor, written at once so that a crash loses nothing; a file is this user's alone. On
 * a full disk or a closed pipe lines are lost: a log that cannot be written must not end what it tells of.
 */
export function linesTo(dest: string | number, level = 'info'): Log {
  const destination = pino.destination({ dest, sync: true, mode: 0o600, maxLength: heldMax })
  destination.on('error', () => {})
  return pino(
    {
      level: level === 'silent' || level in pino.levels.values ? level : 'info',
      redact: ['token', 'authorization', '*.token', '*.authorization', '*.headers'],
    },
    destination,
  )
}
