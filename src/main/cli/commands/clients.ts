import { resolve } from 'node:path'
import type { ClientFile, UsePreview } from '../../../shared/contract/clients'
import type { Cli } from '../cli'
import { exit } from '../exit'
import { showSource } from '../source-text'
import { oneLine, table } from '../terminal-text'
import type { Words } from '../words'

interface PlaceOptions {
  readonly path?: string
  readonly folder?: string
}

/** `clients`: other programs' lists of servers on this computer, both ways. */
export function addClients(cli: Cli): void {
  const { words } = cli.terminal
  const clients = cli.program.command('clients').description(words('clients.description')).helpCommand(false)
  clients
    .command('list', { isDefault: true })
    .description(words('clients.list'))
    .option('--all', words('clients.all'))
    .option('--folder <folder>', words('clients.folder'))
    .action(({ all = false, folder }: { all?: boolean; folder?: string }) =>
      cli.session(async (client) => {
        const files = await client.clients.list({
          all,
          ...placeOf({ ...(folder !== undefined && { folder }) }),
        })
        cli.show(files, () => (files.length === 0 ? words('clients.none') : filesText(words, files)))
        return undefined
      }),
    )
  clients
    .command('import')
    .description(words('clients.import'))
    .argument('<client>', words('clients.client'))
    .argument('[name...]', words('clients.names'))
    .option('--path <file>', words('clients.path'))
    .option('--folder <folder>', words('clients.folder'))
    .action((called: string, names: string[], options: PlaceOptions) =>
      cli.session(async (client) => {
        const chosen = names.length > 0 ? { names } : {}
        const result = await client.clients.import({ client: called, ...placeOf(options), ...chosen })
        const { added, changed, unchanged, refused } = result
        cli.show(result, () =>
          [
            words('add.imported', {
              added: added.length,
              changed: changed.length,
              unchanged: unchanged.length,
              refused: refused.length,
            }),
            ...refused.map(({ name, issue }) => oneLine(`${name}: ${issue.message}`)),
          ].join('\n'),
        )
        return refused.length > 0 ? exit.failed : exit.ok
      }),
    )
  clients
    .command('watch')
    .description(words('clients.watch'))
    .argument('<client>', words('clients.client'))
    .option('--path <file>', words('clients.path'))
    .option('--folder <folder>', words('clients.folder'))
    .action((called: string, options: PlaceOptions) =>
      cli.session(async (client) =>
        showSource(cli, await client.clients.watch({ client: called, ...placeOf(options) })),
      ),
    )
  addUse(cli, clients)
}

/** `use-in` and `undo`. */
function addUse(cli: Cli, clients: Cli['program']): void {
  const { words } = cli.terminal
  clients
    .command('use-in')
    .description(words('clients.use'))
    .argument('<client>', words('clients.client'))
    .argument('<server...>', words('server'))
    .option('--path <file>', words('clients.path'))
    .option('--folder <folder>', words('clients.folder'))
    .option('--write', words('clients.write'))
    .option('--create', words('clients.create'))
    .action(
      (called: string, servers: string[], options: PlaceOptions & { write?: boolean; create?: boolean }) =>
        cli.session(async (client) => {
          const given = { client: called, ...placeOf(options), servers }
          const preview = await client.clients.preview(given)
          if (!options.write || preview.diff === '') {
            cli.show(preview, () => previewText(words, preview))
            if (preview.diff !== '') cli.remark('clients.how-to-write')
            return undefined
          }
          const { hash } = preview
          const written = await client.clients.write({ ...given, hash, create: options.create === true })
          cli.show({ ...preview, ...written }, () =>
            [previewText(words, preview), words('clients.written', { ...written, client: called })].join(
              '\n',
            ),
          )
          return undefined
        }),
    )
  clients
    .command('undo')
    .description(words('clients.undo'))
    .argument('<client>', words('clients.client'))
    .argument('<undo>', words('restore.undo'))
    .action((called: string, undo: string) =>
      cli.session(async (client) => {
        const answer = await client.clients.undo({ client: called, undo })
        cli.show(answer, () => words('clients.undone', { path: oneLine(answer.path) }))
        return undefined
      }),
    )
}

function placeOf({ path, folder }: PlaceOptions): PlaceOptions {
  return {
    ...(path !== undefined && { path: resolve(path) }),
    ...(folder !== undefined && { folder: resolve(folder) }),
  }
}

function filesText(words: Words, files: readonly ClientFile[]): string {
  const heads = ['client', 'state', 'servers', 'address'].map((head) => words(`clients.heads.${head}`))
  const rows = files.map(({ client, state, entries, path }) => [
    client,
    words(`clients.states.${state}`),
    String(entries.length),
    path,
  ])
  const entries = files.flatMap(({ client, entries: found, issues }) => [
    ...issues.map(({ message }) => oneLine(`${client}: ${message}`)),
    ...found.map(({ outcome, name, command, address, issue }) =>
      oneLine(
        `${client}  ${words(`add.outcomes.${outcome}`)}  ${name}  ${issue?.message ?? command?.line ?? address}`,
      ),
    ),
  ])
  return [table(heads, rows), ...entries].join('\n')
}

function previewText(words: Words, { servers, diff, remarks }: UsePreview): string {
  return [
    ...servers.map(({ server, outcome }) => `${words(`clients.outcomes.${outcome}`)}  ${oneLine(server)}`),
    ...diff
      .split('\n')
      .filter((_line, at, lines) => at < lines.length - 1)
      .map(oneLine),
    ...remarks.map(({ code, field, server, placeholder }) =>
      words(`clients.remarks.${code}`, { field: oneLine(field), server: oneLine(server), placeholder }),
    ),
  ].join('\n')
}
