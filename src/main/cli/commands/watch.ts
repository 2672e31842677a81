import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { eventLine } from './events'

export function addWatch(cli: Cli): void {
  const { words, interrupted } = cli.terminal
  cli.program
    .command('watch')
    .description(words('watch.description'))
    .action(() =>
      cli.session(
        async (client) => {
          const events = await client.activity.follow(undefined, { signal: interrupted })
          const stop = () => void events.return?.()
          interrupted.addEventListener('abort', stop, { once: true })
          cli.remark('watch.began')
          try {
            for await (const event of events) {
              if (interrupted.aborted) break
              cli.terminal.print(cli.globals.json ? JSON.stringify(event) : eventLine(words, event))
            }
          } catch (error) {
            if (!interrupted.aborted) throw error
          } finally {
            interrupted.removeEventListener('abort', stop)
          }
          if (!interrupted.aborted) throw new Ends(exit.failed, 'watch.ended')
          return exit.ok
        },
        { lasting: true },
      ),
    )
}
