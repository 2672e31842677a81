import { InvalidArgumentError } from 'commander'
import { defaultPort, serve } from '../../web/serve'
import { tokenPattern } from '../../web/token-gate'
import type { Cli } from '../cli'
import type { Command } from 'commander'
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
  const port = (text: string) => {
    if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError(words('usage.port'))
    return Number(text)
  }
  const token = (text: string) => {
    if (!tokenPattern.test(text)) throw new InvalidArgumentError(words('usage.token'))
    return text
  }
  return command
    .option('--port <number>', words('serve.port'), port, defaultPort)
    .option('--token <token>', words('serve.token'), token)
    .option('--source <file>', words('serve.source'), (file: string, before: string[]) => [...before, file], [])
}

export async function runServe(cli: Cli, { port, token, source }: ServeFlags): Promise<void> {
  const { terminal, globals } = cli
  cli.code = await serve({
    port,
    token,
    sources: source,
    dataDir: globals.dataDir,
    interrupted: terminal.interrupted,
    ready: (line) => terminal.print(JSON.stringify(line)),
  })
}
