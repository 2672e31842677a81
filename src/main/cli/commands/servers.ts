import { Option } from 'commander'
import type { Server } from '../../../shared/contract/registry'
import { stateFilters } from '../../../shared/contract/registry'
import type { Cli } from '../cli'
import { formatAge, formatMs, formatShare } from '../format'
import { addressOf, stateSentence, troubleSentence } from '../sentences'
import { cut, table } from '../terminal-text'
import type { Words } from '../words'

interface Query {
  readonly tags?: string
  readonly match: 'any' | 'all'
  readonly text?: string
  readonly state?: (typeof stateFilters)[number]
  readonly source?: string
}

export function addServers(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('servers')
    .description(words('servers.description'))
    .option('--tags <list>', words('servers.tags'))
    .addOption(new Option('--match <how>', words('servers.match')).choices(['any', 'all']).default('any'))
    .option('--text <text>', words('servers.text'))
    .addOption(new Option('--state <state>', words('servers.state')).choices([...stateFilters]))
    .option('--source <source>', words('servers.source'))
    .action((query: Query) =>
      cli.session(async (client, session) => {
        const { tags, ...rest } = query
        const servers = await client.registry.list({ ...rest, ...(tags && { tags: tags.split(',') }) })
        cli.show(servers, () => serverTable(words, servers, Date.now()))
        if (session.url === null) cli.remark('session.own')
        return undefined
      }),
    )
}

function serverTable(words: Words, servers: readonly Server[], nowMs: number): string {
  if (servers.length === 0) return words('servers.none')
  const heads = [
    'name',
    'connection',
    'health',
    'latency',
    'uptime',
    'success',
    'tools',
    'priority',
    'tags',
    'address',
  ]
  return table(
    heads.map((head) => words(`servers.heads.${head}`)),
    servers.map((server) => [
      server.name,
      connectionText(words, server),
      words(`shared:verdict.${server.health.verdict}`),
      formatMs(server.health.latencyMs),
      server.health.uptime24h === null ? '–' : formatShare(server.health.uptime24h),
      server.health.okAt === null ? '–' : formatAge(words.language, server.health.okAt, nowMs),
      String(server.tools),
      String(server.priority),
      cut(server.tags.join(', ') || '–', 30),
      cut(addressOf(server), 60),
    ]),
  )
}

function connectionText(words: Words, server: Server): string {
  const state = troubleSentence(words, server) ?? stateSentence(words, server)
  return server.mutedUntil === null ? state : words('servers.muted', { state })
}
