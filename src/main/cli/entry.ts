import { processTerminal, type Terminal } from './terminal'
import { languageOf, wordsIn } from './words'

/** A signal this soon after the first is the same Ctrl-C, sent on by a script that started us. */
const sameMs = 500

/** From the first signal to the end of the process, at most. */
const endMs = 4_900

/**
 * Runs one program in this process: the first signal asks it to end, the second ends it at once,
 * and what has not ended after `endMs` is ended.
 */
export async function runInProcess(
  program: (argv: readonly string[], terminal: Terminal) => Promise<number>,
): Promise<void> {
  const argv = process.argv.slice(2)
  const interrupted = new AbortController()
  let first: number | undefined
  const interrupt = () => {
    const now = performance.now()
    first ??= now
    if (now - first > sameMs) process.exit(1)
    if (interrupted.signal.aborted) return
    interrupted.abort()
    setTimeout(() => process.exit(1), endMs).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt)
  // A reader that went away (`rollcall servers | head -1`) is no reason to complain.
  process.stdout.on('error', () => process.exit(0))
  process.exitCode = await program(
    argv,
    processTerminal(wordsIn(languageOf(argv, process.env)), interrupted.signal),
  )
  // Nothing is left to wait for; a handle somebody forgot must not keep a finished command.
  setTimeout(() => process.exit(), 500).unref()
}
