import { Command, CommanderError } from 'commander'
import { version } from '../../../package.json'
import { Cli } from './cli'
import { addAdopt } from './commands/adopt'
import { addApprovals } from './commands/approvals'
import { addApprove } from './commands/approve'
import { addAsk } from './commands/ask'
import { addCall } from './commands/call'
import { addChanges } from './commands/changes'
import { addChat } from './commands/chat'
import { addChecks } from './commands/checks'
import { addClients } from './commands/clients'
import { addConnections } from './commands/connections'
import { addConversations } from './commands/conversations'
import { addDoctor } from './commands/doctor'
import { addEmbeddings } from './commands/embeddings'
import { addEvents } from './commands/events'
import { addExport } from './commands/export'
import { addHeld } from './commands/held'
import { addHistory } from './commands/history'
import { addInbox } from './commands/inbox'
import { addLog } from './commands/log'
import { addModels } from './commands/models'
import { addMute } from './commands/mute'
import { addProcesses } from './commands/processes'
import { addPrompts } from './commands/prompts'
import { addRegistration } from './commands/registration'
import { addResources } from './commands/resources'
import { addRoute } from './commands/route'
import { addSamples } from './commands/samples'
import { addServe, runServe, withServeOptions } from './commands/serve'
import { addServers } from './commands/servers'
import { addServices } from './commands/services'
import { addSettings } from './commands/settings'
import { addShare } from './commands/share'
import { addSharing } from './commands/sharing'
import { addShow } from './commands/show'
import { addSignIn } from './commands/sign-in'
import { addSources } from './commands/sources'
import { addStatus } from './commands/status'
import { addTools } from './commands/tools'
import { addWatch } from './commands/watch'
import { exit, exitCodeOf } from './exit'
import { addExamples, helpIn } from './help'
import { refusalOf, tellRefusal, wrongUse } from './refusal'
import type { Terminal } from './terminal'

/** Runs `rollcall` with these arguments (without Node and the script) and gives the exit code. */
export function runCli(argv: readonly string[], terminal: Terminal): Promise<number> {
  const program = commandNamed('rollcall', terminal)
  const { words } = terminal
  program.description(words('program.description')).option('--json', words('program.json'))
  withSharedOptions(program, terminal)
  program.addHelpText('after', words('program.after'))
  const cli = new Cli(program, terminal)
  program.commandsGroup(words('help.groups.servers'))
  addServers(cli)
  addShow(cli)
  addRegistration(cli, argv)
  addApprove(cli)
  addInbox(cli)
  addAdopt(cli)
  addChanges(cli)
  addHeld(cli)
  addMute(cli)
  addShare(cli)
  program.commandsGroup(words('help.groups.connections'))
  addConnections(cli)
  addRoute(cli)
  addServices(cli)
  addSignIn(cli)
  addTools(cli)
  addCall(cli)
  addResources(cli)
  addPrompts(cli)
  addChecks(cli)
  addHistory(cli)
  addLog(cli)
  addDoctor(cli)
  addProcesses(cli)
  program.commandsGroup(words('help.groups.chat'))
  addAsk(cli)
  addChat(cli)
  addConversations(cli)
  addApprovals(cli)
  addModels(cli)
  program.commandsGroup(words('help.groups.files'))
  addSources(cli)
  addClients(cli)
  addExport(cli)
  addSharing(cli)
  addSamples(cli)
  program.commandsGroup(words('help.groups.rollcall'))
  addStatus(cli)
  addEvents(cli)
  addWatch(cli)
  addSettings(cli)
  addEmbeddings(cli)
  addServe(cli)
  program.helpCommand(words('program.help-command'), words('program.help-command-does'))
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
    if (error instanceof CommanderError) return endOf(cli, error)
    if (cli.terminal.interrupted.aborted) return exit.failed
    tellRefusal(cli, refusalOf(cli.terminal.words, error))
    return exitCodeOf(error)
  }
}

/** Help and version end here too, as commander has it. */
function endOf(cli: Cli, error: CommanderError): number {
  if (error.exitCode === 0) return exit.ok
  // Bare `rollcall` has printed the help to stderr.
  if (error.code === 'commander.help') return exit.usage
  tellRefusal(cli, wrongUse(cli.terminal.words, error))
  if (!cli.globals.json)
    cli.terminal.tell(cli.terminal.words('usage.see-help', { program: cli.program.name() }))
  return exit.usage
}
