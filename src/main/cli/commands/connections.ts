import type { Client } from '../../../shared/contract'
import type { Server } from '../../../shared/contract/registry'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { keptText } from '../kept-text'
import { connectionSentence, stateSentence } from '../sentences'
import { settled, settleSeconds } from '../settle'
import { oneLine } from '../terminal-text'

export interface Patience {
  readonly timeout: string
}

/** `connect`, `disconnect`, `accept`, `check`, `refresh`. */
export function addConnections(cli: Cli): void {
  addSwitches(cli)
  addAccept(cli)
  addCheck(cli)
  addRefresh(cli)
}

function addSwitches(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('connect')
    .description(words('connect.description'))
    .argument('<server>', words('server'))
    .option('--timeout <seconds>', words('wait'), String(settleSeconds))
    .option('--no-wait', words('connect.no-wait'))
    .action((server: string, { timeout, wait }: Patience & { wait: boolean }) =>
      cli.session(
        async (client) => {
          await client.connections.connect({ server })
          const now = await awaited(cli, client, server, wait ? timeout : '0')
          report(cli, now)
          return wait && now.connection.state !== 'connected' ? exit.server : exit.ok
        },
        { servers: [server] },
      ),
    )

  cli.program
    .command('disconnect')
    .description(words('disconnect.description'))
    .argument('<server>', words('server'))
    .action((server: string) =>
      cli.session(
        async (client) => {
          await client.connections.disconnect({ server })
          report(cli, await client.registry.get({ server }))
          return undefined
        },
        { servers: [server] },
      ),
    )
}

function addAccept(cli: Cli): void {
  onServer(cli, 'accept', async (client, server, timeout) => {
    await client.connections.accept({ server })
    const now = await awaited(cli, client, server, timeout)
    report(cli, now)
    return now.connection.state === 'connected' ? exit.ok : exit.server
  })
}

function addCheck(cli: Cli): void {
  const { words } = cli.terminal
  onServer(cli, 'check', async (client, server, timeout) => {
    await awaited(cli, client, server, timeout)
    const check = await client.health.check({ server })
    const values = {
      name: server,
      kind: check.kind,
      ms: Math.round(check.latencyMs ?? 0),
      reason: check.error?.message,
    }
    cli.show(check, () => oneLine(words(check.ok ? 'check.good' : 'check.bad', values)))
    return check.ok ? exit.ok : exit.failed
  })
}

function addRefresh(cli: Cli): void {
  const { words } = cli.terminal
  onServer(cli, 'refresh', async (client, server, timeout) => {
    await awaited(cli, client, server, timeout)
    const kept = await client.connections.readLists({ server })
    cli.show(kept, () => keptText(words, kept))
    return kept.lists.some(({ failure }) => failure !== null) ? exit.failed : exit.ok
  })
}

/** A command about one server, which waits for it as long as is said. */
function onServer(
  cli: Cli,
  name: string,
  run: (client: Client, server: string, timeout: string) => Promise<number>,
): void {
  const { words } = cli.terminal
  cli.program
    .command(name)
    .description(words(`${name}.description`))
    .argument('<server>', words('server'))
    .option('--timeout <seconds>', words('wait'), String(settleSeconds))
    .action((server: string, { timeout }: Patience) =>
      cli.session((client) => run(client, server, timeout), { servers: [server] }),
    )
}

/** The server once its connection is decided. Ends 2 where the time is not a number of seconds. */
export function awaited(cli: Cli, client: Client, server: string, timeout: string): Promise<Server> {
  if (!/^\d+(\.\d+)?$/.test(timeout)) throw new Ends(exit.usage, 'usage.seconds')
  return settled(client, server, Number(timeout) * 1_000, cli.terminal.interrupted)
}

/** Whether a server that seems to offer nothing is only not connected; then says how it stands. */
export function offNow(cli: Cli, server: Server): boolean {
  const isOff = !['connected', 'asleep'].includes(server.connection.state)
  if (isOff) report(cli, server)
  return isOff
}

/** Says how a connection stands: on stdout, or on stderr where JSON is wanted and something else is the result. */
export function report(cli: Cli, server: Server): void {
  const { words } = cli.terminal
  const lines = [`${oneLine(server.name)}: ${stateSentence(words, server)}`]
  const reason = connectionSentence(words, server)
  if (reason) lines.push(`  ${reason}`)
  if (server.approval) lines.push(`  ${words('approve.hint', { name: oneLine(server.name) })}`)
  cli.show(server, () => lines.join('\n'))
}
