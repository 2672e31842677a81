import type { Client } from '../../../shared/contract'
import type { Cli } from '../cli'
import { exit } from '../exit'
import { settleSeconds } from '../settle'
import { table } from '../terminal-text'
import { awaited, offNow, type Patience } from './connections'

/** A list of what a server offers: what `--json` prints, and a table of the same. */
export interface Offered {
  readonly found: unknown
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Adds the command `name <server>`, which prints a list; its texts stand below the same name. Ends 4 where the server is off and none is known. */
export function addOfferedList(
  cli: Cli,
  name: 'tools' | 'resources' | 'prompts',
  read: (client: Client, server: string) => Promise<Offered>,
): void {
  const { words } = cli.terminal
  cli.program
    .command(name)
    .description(words(`${name}.description`))
    .argument('<server>', words('server'))
    .option('--timeout <seconds>', words('wait'), String(settleSeconds))
    .action((server: string, { timeout }: Patience) =>
      cli.session(
        async (client) => {
          const now = await awaited(cli, client, server, timeout)
          const { found, head, rows } = await read(client, server)
          if (rows.length === 0 && offNow(cli, now)) return exit.server
          cli.show(found, () => (rows.length === 0 ? words(`${name}.none`) : table(head, rows)))
          return exit.ok
        },
        { servers: [server] },
      ),
    )
}
