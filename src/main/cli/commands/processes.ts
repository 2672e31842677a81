import type { Client } from '../../../shared/contract'
import type {
  LedgerProcess,
  LeftoverProcess,
  ProcessLedger,
  ProcessOwner,
} from '../../../shared/contract/processes'
import type { Cli } from '../cli'
import { exit } from '../exit'
import { formatBytes, formatLasting, formatShare } from '../format'
import { settleSeconds } from '../settle'
import { cut, table } from '../terminal-text'
import type { Words } from '../words'
import { awaited, type Patience, report } from './connections'

const commandColumns = 60

/** `processes`, `restart`. */
export function addProcesses(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('processes')
    .description(words('processes.description'))
    .option('--end-leftovers', words('processes.end-leftovers'))
    .action(({ endLeftovers = false }: { endLeftovers?: boolean }) =>
      cli.session((client) => (endLeftovers ? end(cli, client) : list(cli, client))),
    )

  cli.program
    .command('restart')
    .description(words('restart.description'))
    .argument('<server>', words('server'))
    .option('--timeout <seconds>', words('wait'), String(settleSeconds))
    .action((server: string, { timeout }: Patience) =>
      cli.session(
        async (client) => {
          await client.processes.restart({ server })
          const now = await awaited(cli, client, server, timeout)
          report(cli, now)
          return now.connection.state === 'connected' ? exit.ok : exit.server
        },
        { servers: [server] },
      ),
    )
}

async function list(cli: Cli, client: Client): Promise<undefined> {
  const { words } = cli.terminal
  const ledger = await client.processes.list()
  cli.show(ledger, () =>
    [
      processTable(words, ledger),
      totalLine(words, ledger),
      ...(ledger.leftovers.length === 0 ? [] : ['', leftoverTable(words, ledger)]),
    ].join('\n'),
  )
}

async function end(cli: Cli, client: Client): Promise<number> {
  const { words } = cli.terminal
  const result = await client.processes.endLeftovers()
  const key = result.ended + result.left === 0 ? 'none-left' : result.left === 0 ? 'ended' : 'some-left'
  cli.show(result, () => words(`processes.${key}`, result))
  return result.left === 0 ? exit.ok : exit.failed
}

function processTable(words: Words, { at, processes }: ProcessLedger): string {
  const heads = ['owner', 'pid', 'state', 'age', 'memory', 'cpu', 'children', 'crashes', 'command'] as const
  return table(
    heads.map((head) => words(`processes.heads.${head}`)),
    processes.map((one) => [
      ownerText(words, one.owner),
      String(one.pid),
      words(`processes.states.${one.state}`),
      ageOf(words, one, at),
      one.memoryBytes === null ? '–' : formatBytes(words.language, one.memoryBytes),
      one.cpu === null ? '–' : formatShare(one.cpu),
      String(one.children),
      one.crashes === null ? '–' : String(one.crashes),
      cut(one.command, commandColumns),
    ]),
  )
}

function totalLine(words: Words, { processes }: ProcessLedger): string {
  const memory = processes.reduce((sum, { memoryBytes }) => sum + (memoryBytes ?? 0), 0)
  const count = processes.reduce((sum, { children }) => sum + 1 + children, 0)
  return words('processes.total', { count, memory: formatBytes(words.language, memory) })
}

function leftoverTable(words: Words, { at, leftovers }: ProcessLedger): string {
  const rows = leftovers.map((one) => [
    one.server,
    String(one.pid),
    ageOf(words, one, at),
    cut(one.command, commandColumns),
  ])
  const heads = (['owner', 'pid', 'age', 'command'] as const).map((head) => words(`processes.heads.${head}`))
  return [words('processes.leftovers'), table(heads, rows)].join('\n')
}

function ageOf(words: Words, { startedAt }: LedgerProcess | LeftoverProcess, at: string): string {
  return formatLasting(words.language, Math.max(0, Date.parse(at) - Date.parse(startedAt)))
}

function ownerText(words: Words, owner: ProcessOwner): string {
  if (owner.kind === 'server') return owner.name
  return words(`processes.owners.${owner.kind === 'rollcall' ? owner.part : owner.kind}`, { ...owner })
}
