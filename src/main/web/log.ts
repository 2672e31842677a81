import { pino } from 'pino'
import type { Log } from '../host'

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/** JSON lines on stderr, written at once, so that stdout stays for what programs read and a crash loses nothing. */
export function stderrLog(level = 'info'): Log {
  return pino(
    {
      level: levels.includes(level) ? level : 'info',
      redact: ['token', 'authorization', '*.token', '*.authorization', '*.headers'],
    },
    pino.destination({ dest: 2, sync: true }),
  )
}
