import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Client } from '../../../shared/contract'
import type { Cli } from '../cli'
import { reportText } from '../server-text'
import { settleSeconds } from '../settle'
import { awaited, type Patience } from './connections'

/** The contract keeps no more. */
const mostChecks = 500

interface Wanted extends Patience {
  readonly checks?: number
  readonly document?: boolean
}

export function addShow(cli: Cli): void {
  const { words } = cli.terminal
  const count = (text: string) => {
    if (!/^\d{1,3}$/.test(text) || Number(text) < 1 || Number(text) > mostChecks)
      throw new InvalidArgumentError(words('usage.count', { most: mostChecks }))
    return Number(text)
  }
  const command: Command = cli.program
    .command('show')
    .description(words('show.description'))
    .argument('<server>', words('server'))
    .option('--checks <number>', words('show.checks'), count)
    .addOption(new Option('--document', words('show.document')).conflicts('checks'))
    .option('--timeout <seconds>', words('wait'), String(settleSeconds))
  command.action((server: string, { checks, document, timeout }: Wanted) =>
    document
      ? cli.session((client) => showDocument(cli, client, server))
      : cli.session(
          async (client, session) => {
            await show(cli, client, { server, checks, timeout })
            if (session.url === null) cli.remark('session.own')
            return undefined
          },
          { servers: [server] },
        ),
  )
}

async function show(
  cli: Cli,
  client: Client,
  { server, checks, timeout }: Patience & { server: string; checks: number | undefined },
): Promise<void> {
  await awaited(cli, client, server, timeout)
  const [now, details, sightings, uptime, last] = await Promise.all([
    client.registry.get({ server }),
    client.connections.details({ server }),
    client.discovery.sightings({ server }),
    client.health.uptime({ server }),
    checks === undefined ? undefined : client.health.checks({ server, limit: checks }),
  ])
  const report = { server: now, details, sightings, uptime, ...(last && { checks: last }) }
  cli.show(report, () => reportText(cli.terminal.words, report, Date.now()))
}

/** JSON either way: the original format is that. */
async function showDocument(cli: Cli, client: Client, server: string): Promise<undefined> {
  const document = await client.registry.document({ server })
  cli.terminal.print(JSON.stringify(document, null, 2))
}
