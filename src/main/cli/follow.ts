import type { Cli } from './cli'
import { Ends, exit } from './exit'

/** Takes each value of a stream until Ctrl-C. Ends 1, with the sentence `watch.ended`, where it ends by itself. */
export async function follow<T>(
  cli: Cli,
  open: (signal: AbortSignal) => Promise<AsyncIterator<T> & AsyncIterable<T>>,
  take: (value: T) => void,
): Promise<number> {
  const { interrupted } = cli.terminal
  const values = await open(interrupted)
  const stop = () => void values.return?.()
  interrupted.addEventListener('abort', stop, { once: true })
  cli.remark('watch.began')
  try {
    for await (const value of values) {
      if (interrupted.aborted) break
      take(value)
    }
  } catch (error) {
    if (!interrupted.aborted) throw error
  } finally {
    interrupted.removeEventListener('abort', stop)
  }
  if (!interrupted.aborted) throw new Ends(exit.failed, 'watch.ended')
  return exit.ok
}
