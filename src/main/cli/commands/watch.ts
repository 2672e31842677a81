import type { ActivityEvent } from '../../../shared/contract/activity'
import type { Cli } from '../cli'
import { follow } from '../follow'
import { oneLine } from '../terminal-text'
import type { Words } from '../words'

/** `watch` and `events`: what happens, and what happened. */
export function addWatch(cli: Cli): void {
  addEvents(cli)
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

function addEvents(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('events')
    .description(words('events.description'))
    .option('--after <id>', words('events.after'))
    .option('--limit <number>', words('events.limit'), '200')
    .option('--server <name>', words('events.server'))
    .action((query: { after?: string; limit: string; server?: string }) =>
      cli.session(async (client) => {
        const { after, limit, server } = query
        const events = await client.activity.list({
          limit: Number(limit),
          ...(after !== undefined && { after: Number(after) }),
          ...(server !== undefined && { server }),
        })
        cli.show(events, () =>
          events.length === 0
            ? words('events.none')
            : events.map((event) => eventLine(words, event)).join('\n'),
        )
        return undefined
      }),
    )
}

function eventLine(words: Words, { at, kind, server, detail }: ActivityEvent): string {
  const facts = Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  return oneLine([at, words(`watch.kinds.${kind}`), server ?? '–', ...facts].join('  '))
}
