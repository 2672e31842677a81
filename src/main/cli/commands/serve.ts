import { type Command, InvalidArgumentError } from 'commander'
import { DataDirBusy } from '../../database/database'
import { headlessDataDir } from '../../web/host'
import { defaultPort, PortTaken, serve } from '../../web/serve'
import { tokenPattern } from '../../web/token-gate'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { portIn } from '../port'
import type { Words } from '../words'

interface ServeFlags {
  readonly port: number
  readonly token?: string
  readonly source: string[]
}

export function addServe(cli: Cli): void {
  const command = cli.program.command('serve').description(cli.terminal.words('serve.description'))
  withServeOptions(command, cli.terminal.words).action((flags: ServeFlags) => runServe(cli, flags))
}

/** The options of the headless shell, the same behind `rollcall serve` and `headless.js`. */
export function withServeOptions(command: Command, words: Words): Command {
  const port = portIn(words)
  const token = (text: string) => {
    if (!tokenPattern.test(text)) throw new InvalidArgumentError(words('usage.token'))
    return text
  }
  return command
    .option('--port <number>', words('serve.port'), port, defaultPort)
    .option('--token <token>', words('serve.token'), token)
    .option(
      '--source <file>',
      words('serve.source'),
      (file: string, before: string[]) => [...before, file],
      [],
    )
}

/** Serves until interrupted. Ends 1 where the port cannot be had, 3 where another Rollcall has the data directory. */
export async function runServe(cli: Cli, { port, token, source }: ServeFlags): Promise<void> {
  const { terminal, globals } = cli
  try {
    await serve({
      port,
      token,
      sources: source,
      dataDir: globals.dataDir,
      interrupted: terminal.interrupted,
      ready: (line) => terminal.print(JSON.stringify(line)),
    })
  } catch (error) {
    if (error instanceof PortTaken) throw new Ends(exit.failed, `serve.${error.reason}`, { port: error.port })
    if (error instanceof DataDirBusy)
      throw new Ends(exit.dataDirBusy, 'serve.busy', { dataDir: headlessDataDir(globals.dataDir) })
    throw error
  }
}
