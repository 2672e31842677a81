import { spawn } from 'node:child_process'
import { serveModern } from './serve-modern.mjs'

/** What it does once it is told, with a `SIGUSR2`. */
const deeds: Record<string, () => unknown> = {
  /** Reads nothing any more. */
  '--deaf': () => process.stdin.pause(),
  /** Says nothing any more, and can be told nothing: its output is closed. */
  '--mute': () => process.stdout.end(),
  /** Writes a quarter of a gigabyte to stderr, as fast as it is taken. */
  '--flood': () =>
    spawn(
      'sh',
      ['-c', `yes ${'noise'.repeat(400)} | head -c 268435456 >&2; echo >&2; echo that was all >&2`],
      {
        stdio: 'inherit',
      },
    ),
}

process.on('SIGTERM', () => undefined)
process.on('SIGUSR2', () => {
  for (const argument of process.argv) deeds[argument]?.()
})
setInterval(() => undefined, 1_000_000)
process.argv.push('--stdio')
serveModern('stubborn', { legacy: false })
