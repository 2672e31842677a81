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
import { addSettings } from './commands/settings'
import { addShow } from './commands/show'
import { addSources } from './commands/sources'
import { addStatus } from './commands/status'
import { addWatch } from './commands/watch'
import { Ends, exit, exitCodeOf, exitName } from './exit'
import { addExamples, helpIn } from './help'
import { faultSentence } from './sentences'
import type { Terminal } from './terminal'
import { oneLine } from './terminal-text'
import type { Words } from './words'

/** Runs `rollcall` with these arguments (without Node and the script) and gives the exit code. */
export function runCli(argv: readonly string[], terminal: Terminal): Promise<number> {
  const program = commandNamed('rollcall', terminal)
  const { words } = terminal
  program.description(words('program.description')).option('--json', words('program.json'))
  withSharedOptions(program, terminal)
  program.helpCommand(words('program.help-command'), words('program.help-command-does'))
  program.addHelpText('after', words('program.after'))
  const cli = new Cli(program, terminal)
  program.commandsGroup(words('help.groups.servers'))
  addServers(cli)
  addShow(cli)
  addRegistration(cli, argv)
  addApprove(cli)
  program.commandsGroup(words('help.groups.connections'))
  addConnections(cli)
  addCall(cli)
  program.commandsGroup(words('help.groups.files'))
  addSources(cli)
  addExportAndSamples(cli)
  program.commandsGroup(words('help.groups.rollcall'))
  addStatus(cli)
  addWatch(cli)
  addSettings(cli)
  addServe(cli)
  addExamples(program.commands, words)
  return run(cli, argv)
}

/** Runs the headless shell: `serve` without the rest of the command line. */
export function runHeadless(argv: readonly string[], terminal: Terminal): Promise<number> {
  const program = commandNamed('rollcall-headless', terminal)
  const cli = new Cli(program, terminal)
  withSharedOptions(program, terminal).description(terminal.words('serve.description'))
  withServeOptions(program, terminal.words).action((flags) => runServe(cli, flags))
  addExamples([program], terminal.words)
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
    .configureHelp(helpIn(words))
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
function usage({ program, globals, terminal: { words, tell } }: Cli, error: CommanderError): number {
  if (error.exitCode === 0) return exit.ok
  // Bare `rollcall` has printed the help to stderr.
  if (error.code === 'commander.help') return exit.usage
  const key = `usage.${error.code.replace('commander.', '')}`
  const subject = /'([^']*)'/.exec(error.message)?.[1] ?? ''
  const english = error.message.replace(/^error: /, '')
  const [, reason = english] = english.split(' is invalid. ')
  const sentence = oneLine(
    words.language !== 'en' && words.has(key) ? words(key, { subject, reason }) : english,
  )
  if (globals.json) tell(JSON.stringify({ code: exitName(exit.usage), message: sentence, detail: {} }))
  else {
    tell(words('usage.error', { sentence }))
    tell(words('usage.see-help', { program: program.name() }))
  }
  return exit.usage
}

function tellWhy({ globals, terminal: { words, tell } }: Cli, error: unknown): void {
  tell(
    globals.json
      ? JSON.stringify(refusalOf(words, error))
      : words('usage.error', { sentence: sentenceOf(words, error) }),
  )
}

function sentenceOf(words: Words, error: unknown): string {
  if (error instanceof Ends) return oneLine(words(error.key, error.values))
  if (error instanceof Fault) return faultSentence(words, error)
  return error instanceof Error ? error.message : String(error)
}

interface Refusal {
  readonly code: string
  readonly message: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** As any door tells it; the command line's own have the name of their exit code. */
function refusalOf(words: Words, error: unknown): Refusal {
  if (error instanceof Fault) return { code: error.code, message: error.message, detail: error.detail }
  const message = sentenceOf(words, error)
  if (error instanceof Ends) return { code: exitName(error.code), message, detail: error.values }
  return { code: 'internal', message, detail: {} }
}
