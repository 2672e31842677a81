import { Option } from 'commander'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { sourceName } from '../sentences'
import { idOf } from '../source-text'
import { oneLine } from '../terminal-text'

interface Word {
  readonly gone?: boolean
  readonly keep?: boolean
}

/** `held`: what a source stopped naming all at once, and a person's word on it. */
export function addHeld(cli: Cli): void {
  const { words } = cli.terminal
  const list = (names: readonly string[]) => names.map(oneLine).join(', ')
  cli.program
    .command('held')
    .description(words('held.description'))
    .argument('[source]', words('held.source'))
    .addOption(new Option('--gone', words('held.gone')).conflicts('keep'))
    .option('--keep', words('held.keep'))
    .action((source: string | undefined, { gone = false, keep = false }: Word) =>
      cli.session(async (client) => {
        if ((source === undefined) === (gone || keep)) throw new Ends(exit.usage, 'held.usage')
        if (source === undefined) {
          const held = await client.registry.held()
          cli.show(held, () =>
            held.length === 0
              ? words('held.none')
              : held.map((each) => `${sourceName(words, each.source)}: ${list(each.missing)}`).join('\n'),
          )
          return undefined
        }
        const released = await client.registry.release({ source: await idOf(client, source), gone })
        cli.show(released, () =>
          released.servers.length === 0
            ? words('held.none')
            : words(gone ? 'held.let-go' : 'held.kept', { names: list(released.servers) }),
        )
        return undefined
      }),
    )
}
