import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from 'commander'
import type { Client } from '../../../shared/contract'
import type { RegistrationDocument } from '../../../shared/contract/registration'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { fieldsOf, pairs, type RegistrationOptions, withRegistrationOptions } from '../registration-options'
import { addressOf, connectionSentence } from '../sentences'
import { oneLine } from '../terminal-text'
import { type AnythingOptions, addAnything } from './anything'

interface AddOptions extends RegistrationOptions, Pick<AnythingOptions, 'yes' | 'set'> {
  readonly file?: string
  readonly dryRun?: boolean
  readonly test?: boolean
}

/** `add`, `update`, `remove`, `restore`. `argv` tells whether a command line followed `--`. */
export function addRegistration(cli: Cli, argv: readonly string[]): void {
  addAdd(cli, argv)
  addUpdate(cli, argv)
  addRemoval(cli)
}

function addAdd(cli: Cli, argv: readonly string[]): void {
  const { words } = cli.terminal
  const add: Command = cli.program
    .command('add')
    .usage(words('add.usage'))
    .description(words('add.description'))
    .argument('[name]', words('add.name'))
    .argument('[target...]', words('add.target'))
    .option('--file <file>', words('add.file'))
    .option('--dry-run', words('add.dry-run'))
    .option('--test', words('add.test'))
    .option('-y, --yes', words('add.yes'))
    .option('--set <K=V>', words('add.set'), pairs(words))
    .action((name: string | undefined, target: string[], options: AddOptions) =>
      cli.session((client) => {
        if (options.file !== undefined) return addFile(cli, client, options.file, options.dryRun === true)
        if (name !== undefined && target.length === 0) return addAnything(cli, client, name, options)
        const document = documentOf(name, target, argv.includes('--'), options)
        return addOne(cli, client, document, options.test === true)
      }),
    )
  withRegistrationOptions(add, words)
}

interface UpdateOptions extends RegistrationOptions {
  readonly rename?: string
  readonly url?: string
}

function addUpdate(cli: Cli, argv: readonly string[]): void {
  const { words } = cli.terminal
  const update = cli.program
    .command('update')
    .usage(words('update.usage'))
    .description(words('update.description'))
    .argument('<server>', words('server'))
    .argument('[command...]', words('update.command'))
    .option('--rename <name>', words('update.rename'))
    .option('--url <url>', words('update.url'))
    .action((server: string, commandLine: string[], options: UpdateOptions) =>
      cli.session(async (client) => {
        if (commandLine.length > 0 && !argv.includes('--')) throw new Ends(exit.usage, 'update.no-dashes')
        const body = {
          ...fieldsOf(options),
          ...targetOf(options.url, commandLine),
          ...(options.rename && { name: options.rename }),
        }
        if (Object.keys(body).length === 0) throw new Ends(exit.usage, 'update.nothing')
        const now = await client.registry.update({ params: { server }, body })
        cli.show(now, () =>
          words('update.done', { name: oneLine(now.name), fields: Object.keys(body).join(', ') }),
        )
        return undefined
      }),
    )
  withRegistrationOptions(update, words)
}

function addRemoval(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('remove')
    .description(words('remove.description'))
    .argument('<server...>', words('server'))
    .action((servers: string[]) =>
      cli.session(async (client) => {
        const removed: { removed: string; undo: string }[] = []
        for (const server of servers) removed.push(await client.registry.unregister({ server }))
        cli.show(removed, () =>
          removed
            .map(({ removed: name, undo }) => words('remove.done', { name: oneLine(name), undo }))
            .join('\n'),
        )
        return undefined
      }),
    )

  cli.program
    .command('restore')
    .description(words('restore.description'))
    .argument('<undo>', words('restore.undo'))
    .action((undo: string) =>
      cli.session(async (client) => {
        const server = await client.registry.restore({ undo })
        cli.show(server, () => words('restore.done', { name: oneLine(server.name) }))
        return undefined
      }),
    )
}

/** A new address takes the command away, and a new command the address. */
function targetOf(url: string | undefined, [command, ...args]: readonly string[]): Record<string, unknown> {
  if (command !== undefined) return { command, args, url: null }
  return url === undefined ? {} : { url, command: null, args: null }
}

function documentOf(
  name: string | undefined,
  target: readonly string[],
  isCommand: boolean,
  options: RegistrationOptions,
): RegistrationDocument {
  const [first, ...rest] = target
  if (name === undefined || first === undefined) throw new Ends(exit.usage, 'add.incomplete')
  if (isCommand) return { name, command: first, args: rest, ...fieldsOf(options) }
  if (!/^https?:\/\//i.test(first) || rest.length > 0)
    throw new Ends(exit.usage, 'add.not-a-url', { target: first })
  return { name, url: first, ...fieldsOf(options) }
}

async function addOne(
  cli: Cli,
  client: Client,
  document: RegistrationDocument,
  onlyTest: boolean,
): Promise<number | undefined> {
  if (onlyTest) return testOne(cli, client, document)
  const server = await client.registry.register(document)
  cli.show(server, () =>
    cli.terminal.words('add.done', { name: oneLine(server.name), address: oneLine(addressOf(server)) }),
  )
  return exit.ok
}

/** Connects once, keeps nothing, and says how far it came. */
async function testOne(cli: Cli, client: Client, document: RegistrationDocument): Promise<number> {
  const { words, interrupted } = cli.terminal
  const trial = await client.connections.test(document, { signal: interrupted })
  const { error, toolCount } = trial
  cli.show(trial, () =>
    [
      ...trial.steps.map(({ step, outcome, durationMs }) =>
        words(`add.steps.${outcome}`, { step: words(`add.steps.${step}`), ms: Math.round(durationMs ?? 0) }),
      ),
      connectionSentence(words, { connection: trial }) ?? words('add.tested', { count: toolCount }),
    ].join('\n'),
  )
  return error ? exit.server : exit.ok
}

async function addFile(cli: Cli, client: Client, file: string, dryRun: boolean): Promise<number> {
  const { words } = cli.terminal
  const text = await readFile(file, 'utf8').catch((error) => {
    throw new Ends(exit.failed, 'file-unreadable', { file, reason: error.code ?? error.message })
  })
  const files = [{ name: basename(file), text }]
  const previews = await client.discovery.preview({ files })
  const issues = previews.flatMap((preview) => preview.issues)
  const where = ({ line, message }: (typeof issues)[number]) =>
    oneLine(line === null ? message : `${basename(file)}:${line}: ${message}`)
  if (dryRun) {
    cli.show(previews, () =>
      [
        ...issues.map(where),
        ...previews.flatMap((preview) =>
          preview.entries.map(({ outcome, name, command, address, issue }) =>
            oneLine(
              `${words(`add.outcomes.${outcome}`)}  ${name}  ${issue ? where(issue) : (command?.line ?? address)}`,
            ),
          ),
        ),
      ].join('\n'),
    )
    return exit.ok
  }
  // Whoever names a file vouches for the addresses in it; commands are read one by one.
  const approve = previews.flatMap(({ entries }) =>
    entries.flatMap(({ command, fingerprint }) => (command === null && fingerprint ? [fingerprint] : [])),
  )
  const result = await client.discovery.import({ files, approve })
  const failed = issues.some(({ severity }) => severity === 'error') || result.refused.length > 0
  cli.show(result, () =>
    [
      ...issues.map(where),
      words('add.imported', {
        added: result.added.length,
        changed: result.changed.length,
        unchanged: result.unchanged.length,
        refused: result.refused.length,
      }),
      ...result.refused.map(({ name, issue }) => `${oneLine(name)}: ${where(issue)}`),
    ].join('\n'),
  )
  const waiting = previews.flatMap(({ entries }) => entries).filter(({ command, issue }) => command && !issue)
  for (const { name } of waiting) cli.remark('add.to-approve', { name: oneLine(name) })
  return failed ? exit.failed : exit.ok
}
