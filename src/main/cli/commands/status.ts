import type { Client } from '../../../shared/contract'
import type { Cli } from '../cli'
import { sourceName } from '../sentences'
import type { Session } from '../session'
import { table } from '../terminal-text'

export function addStatus(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('status')
    .description(words('status.description'))
    .action(() => cli.session((client, session) => status(cli, client, session)))
}

async function status(cli: Cli, client: Client, session: Session): Promise<undefined> {
  const { words } = cli.terminal
  const [about, servers, sources, vantage] = await Promise.all([
    client.rollcall.about(),
    client.registry.list({}),
    client.discovery.sources(),
    client.health.vantage(),
  ])
  const states = Object.groupBy(servers, (server) => server.connection.state)
  const verdicts = Object.groupBy(servers, (server) => server.health.verdict)
  const count = (groups: Partial<Record<string, unknown[]>>) =>
    Object.fromEntries(Object.entries(groups).map(([name, members]) => [name, members?.length ?? 0]))
  const value = {
    running: session.url !== null,
    url: session.url,
    version: about.version,
    dataDir: about.dataDir,
    servers: { total: servers.length, byState: count(states), byVerdict: count(verdicts) },
    vantage,
    sources: sources.map(({ id, name, state, servers: named }) => ({ id, name, state, servers: named })),
  }
  const counted = (counts: Record<string, number>, kind: 'state' | 'verdict') =>
    Object.entries(counts)
      .map(([name, number]) => `${number} ${words(`shared:${kind}.${name}`)}`)
      .join(', ') || '–'
  cli.show(value, () =>
    [
      value.running
        ? words('status.running', { version: about.version, url: session.url })
        : words('status.not-running', { version: about.version }),
      words('status.data', { dataDir: about.dataDir }),
      words('status.servers', {
        total: servers.length,
        states: counted(value.servers.byState, 'state'),
      }),
      words('status.health', { verdicts: counted(value.servers.byVerdict, 'verdict') }),
      ...(vantage.state === 'clear' ? [] : [words(`shared:vantage.${vantage.state}`, vantage)]),
      table(
        [words('sources.name'), words('sources.state'), words('sources.servers')],
        sources.map((source) => [
          sourceName(words, source),
          words(`sources.states.${source.state}`),
          String(source.servers),
        ]),
      ),
    ].join('\n'),
  )
}
