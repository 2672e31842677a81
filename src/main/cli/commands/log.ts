import { Option } from 'commander'
import type { Client } from '../../../shared/contract'
import { type LogEntry, type LogLevel, logLevels } from '../../../shared/contract/log'
import type { Cli } from '../cli'
import { follow } from '../follow'
import { formatTime } from '../format'
import { logSentence } from '../sentences'
import { settleSeconds } from '../settle'
import { oneLine } from '../terminal-text'
import type { Words } from '../words'
import { awaited, type Patience } from './connections'

/** The contract keeps no more. */
const mostEntries = 2_000

interface Wanted extends Patience {
  readonly follow?: boolean
  readonly level?: LogLevel
  readonly clear?: boolean
}

export function addLog(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('log')
    .description(words('log.description'))
    .argument('<server>', words('server'))
    .option('--follow', words('log.follow'))
    .addOption(new Option('--level <level>', words('log.level')).choices(logLevels))
    .addOption(new Option('--clear', words('log.clear')).conflicts(['follow', 'level']))
    .option('--timeout <seconds>', words('wait'), String(settleSeconds))
    .action((server: string, { follow: goesOn, level, clear, timeout }: Wanted) => {
      const print = (entry: LogEntry) => printed(cli, entry, level)
      return cli.session(
        async (client, session) => {
          if (clear) return emptied(cli, client, server)
          await awaited(cli, client, server, timeout)
          if (goesOn) return followed(cli, client, server, print)
          const entries = await client.connections.log({ server, limit: mostEntries })
          for (const entry of entries) print(entry)
          if (entries.length === 0) cli.remark('log.none')
          if (session.url === null) cli.remark('session.own')
          return undefined
        },
        { servers: [server], lasting: goesOn === true },
      )
    })
}

async function emptied(cli: Cli, client: Client, server: string): Promise<undefined> {
  const answer = await client.connections.clearLog({ server })
  cli.show(answer, () => cli.terminal.words('log.cleared', { lines: answer.cleared }))
}

/** What there is, then what comes, until Ctrl-C. */
function followed(
  cli: Cli,
  client: Client,
  server: string,
  print: (entry: LogEntry) => void,
): Promise<number> {
  let last = 0
  const tell = (entries: readonly LogEntry[]) => {
    for (const entry of entries.filter(({ id }) => id > last)) print(entry)
    last = Math.max(last, entries.at(-1)?.id ?? 0)
  }
  // Followed first and listed then, so that nothing falls between.
  const open = async (signal: AbortSignal) => {
    const news = await client.connections.followLog({ server }, { signal })
    tell(await client.connections.log({ server, limit: mostEntries }))
    return news
  }
  return follow(cli, open, ({ entries }) => tell(entries))
}

function printed(cli: Cli, entry: LogEntry, least: LogLevel | undefined): void {
  if (least && logLevels.indexOf(entry.level ?? 'info') < logLevels.indexOf(least)) return
  cli.terminal.print(cli.globals.json ? JSON.stringify(entry) : lineOf(cli.terminal.words, entry))
}

function lineOf(words: Words, entry: LogEntry): string {
  const { at, level, origin, logger } = entry
  const text = `${logger === null ? '' : `${logger}: `}${logSentence(words, entry)}`
  return oneLine(`${formatTime(at)}  ${(level ?? '').padEnd(9)}  ${origin.padEnd(10)}  ${text}`)
}
