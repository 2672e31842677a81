import { Argument } from 'commander'
import type { Cli } from '../cli'
import { oneLine } from '../terminal-text'

/** `share`. */
export function addShare(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('share')
    .description(words('share.description'))
    .argument('<server>', words('server'))
    .addArgument(new Argument('[state]', words('share.state')).choices(['on', 'off']))
    .action((server: string, state: 'on' | 'off' | undefined) =>
      cli.session(async (client) => {
        const now =
          state === undefined
            ? await client.advertising.shared({ server })
            : await client.advertising.share({ params: { server }, body: { shared: state === 'on' } })
        cli.show(now, () => words(now.shared ? 'share.on' : 'share.off', { name: oneLine(now.server) }))
        return undefined
      }),
    )
}
