import type { Cli } from '../cli'
import { follow } from '../follow'
import { eventLine } from './events'

export function addWatch(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('watch')
    .description(words('watch.description'))
    .action(() =>
      cli.session(
        (client) =>
          follow(
            cli,
            (signal) => client.activity.follow(undefined, { signal }),
            (event) => cli.terminal.print(cli.globals.json ? JSON.stringify(event) : eventLine(words, event)),
          ),
        { lasting: true },
      ),
    )
}
