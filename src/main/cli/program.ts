import { Command, CommanderError } from 'commander'
import { version } from '../../../package.json'
import { Fault } from '../../shared/contract/fault'
import { Cli } from './cli'
import { addApprove } from './commands/approve'
import { addCall } from './commands/call'
import { addConnections } from './commands/connections'
import { addExportAndSamples } from './commands/files'
import { addRegistration } from './commands/registration'
import { addServe, runServe, withServeOptions } from './commands/serve'
import { addServers } from './commands/servers'
import { addSources } from './commands/sources'
import { addStatus } from './commands/status'
import { addWatch } from './commands/watch'
import { Ends, exit, exitCodeOf } from './exit'
import { faultSentence } from './sentences'
import type { Terminal } from './terminal'
import { columnsOf, oneLine } from './terminal-text'

/** Runs `rollcall` with these arguments (without Node and the script) and gives the exit code. */
export function runCli(argv: readonly string[], terminal: Terminal): Promise<number> {
  const program = commandNamed('rollcall', terminal)
  const { words } = terminal
  program.description(words('program.description')).option('--json', words('program.json'))
  withSharedOptions(program, terminal)
  program.helpCommand(words('program.help-command'), words('program.help-command-does'))
  program.addHelpText('after', words('program.after'))
  const cli = new Cli(program, terminal)
  addStatus(cli)
  addServers(cli)
  addRegistration(cli, argv)
  addConnections(cli)
  addCall(cli)
  addSources(cli)
  addWatch(cli)
  addApprove(cli)
  addExportAndSamples(cli)
  addServe(cli)
  return run(cli, argv)
}

/** Runs the headless shell: `serve` without the rest of the command line. */
export function runHeadless(argv: readonly string[], terminal: Terminal): Promise<number> {
  const program = commandNamed('rollcall-headless', terminal)
  const cli = new Cli(program, terminal)
  withSharedOptions(program, terminal).description(terminal.words('serve.description'))
  withServeOptions(program, terminal.words).action((flags) => runServe(cli, flags))
  return run(cli, argv)
}

/** A command that writes to the terminal, in its language, and leaves exiting to us. */
function commandNamed(name: string, { words, print, tell }: Terminal): Command {
  return new Command(name)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => print(text.trimEnd()),
      writeErr: (text) => tell(text.trimEnd()),
      // Said below, in the person's language.
      outputError: () => {},
    })
    .configureHelp({
      styleTitle: (title) => words(`help.${title.replace(':', '').toLowerCase()}`),
      displayWidth: columnsOf,
    })
    .helpOption('-h, --help', words('program.help'))
    .version(version, '-V, --version', words('program.version'))
}

function withSharedOptions(program: Command, { words }: Terminal): Command {
  return program
    .option('--data-dir <directory>', words('program.data-dir'))
    .option('--lang <language>', words('program.lang'))
}

async function run(cli: Cli, argv: readonly string[]): Promise<number> {
  try {
    await cli.program.parseAsync([...argv], { from: 'user' })
    return cli.code
  } catch (error) {
    if (error instanceof CommanderError) return usage(cli, error)
    if (cli.terminal.interrupted.aborted) return exit.failed
    tellWhy(cli, error)
    return exitCodeOf(error)
  }
}

/** Help and version end here too, as commander has it. */
function usage({ program, terminal: { words, tell } }: Cli, error: CommanderError): number {
  if (error.exitCode === 0) return exit.ok
  // Bare `rollcall` has printed the help to stderr.
  if (error.code === 'commander.help') return exit.usage
  const key = `usage.${error.code.replace('commander.', '')}`
  const subject = /'([^']*)'/.exec(error.message)?.[1] ?? ''
  const english = error.message.replace(/^error: /, '')
  const [, reason = english] = english.split(' is invalid. ')
  const sentence = words.language !== 'en' && words.has(key) ? words(key, { subject, reason }) : english
  tell(oneLine(words('usage.error', { sentence })))
  tell(words('usage.see-help', { program: program.name() }))
  return exit.usage
}

function tellWhy(cli: Cli, error: unknown): void {
  const { words, tell } = cli.terminal
  if (error instanceof Ends) tell(words('usage.error', { sentence: words(error.key, error.values) }))
  else if (error instanceof Fault && cli.globals.json)
    tell(JSON.stringify({ code: error.code, message: error.message, detail: error.detail }))
  else if (error instanceof Fault) tell(words('usage.error', { sentence: faultSentence(words, error) }))
  else tell(words('usage.error', { sentence: error instanceof Error ? error.message : String(error) }))
}
