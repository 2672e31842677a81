import { resolve } from 'node:path'
import type { Client } from '../../../shared/contract'
import type { Source } from '../../../shared/contract/discovery'
import type { Cli } from '../cli'
import { exit } from '../exit'
import { sourceName } from '../sentences'
import { oneLine, table } from '../terminal-text'
import type { Words } from '../words'

export function addSources(cli: Cli): void {
  const { words } = cli.terminal
  const sources = cli.program.command('sources').description(words('sources.description')).helpCommand(false)
  sources
    .command('list', { isDefault: true })
    .description(words('sources.list'))
    .action(() =>
      cli.session(async (client) => {
        const all = await client.discovery.sources()
        cli.show(all, () => [sourceTable(words, all), ...all.flatMap(issueLines)].join('\n'))
        return undefined
      }),
    )
  sources
    .command('add')
    .description(words('sources.add'))
    .argument('<file>', words('sources.file'))
    .option('--name <name>', words('sources.named'))
    .action((file: string, { name }: { name?: string }) =>
      cli.session(async (client) => {
        const input = {
          type: 'file_watch' as const,
          path: resolve(file),
          ...(name !== undefined && { name }),
        }
        return showSource(cli, await client.discovery.addSource(input))
      }),
    )
  sources
    .command('remove')
    .description(words('sources.remove'))
    .argument('<source>', words('sources.id'))
    .action((source: string) =>
      cli.session(async (client) => {
        const answer = await client.discovery.removeSource({ id: await idOf(client, source) })
        cli.show(answer, () =>
          words('sources.removed', { names: answer.removed.map(oneLine).join(', ') || '–' }),
        )
        return undefined
      }),
    )
  sources
    .command('scan')
    .description(words('sources.scan'))
    .argument('<source>', words('sources.id'))
    .action((source: string) =>
      cli.session(async (client) =>
        showSource(cli, await client.discovery.scan({ id: await idOf(client, source) })),
      ),
    )
}

/** A source may be called by its id, its name or its file. */
export async function idOf(client: Client, called: string): Promise<string> {
  const all = await client.discovery.sources()
  const found =
    all.find(({ id }) => id === called) ??
    all.find(({ name, address }) => name === called || address === resolve(called))
  return found?.id ?? called
}

function showSource(cli: Cli, source: Source): number {
  cli.show(source, () => [sourceTable(cli.terminal.words, [source]), ...issueLines(source)].join('\n'))
  return source.state === 'error' ? exit.failed : exit.ok
}

function sourceTable(words: Words, sources: readonly Source[]): string {
  return table(
    ['id', 'name', 'state', 'servers', 'address'].map((head) => words(`sources.${head}`)),
    sources.map((source) => [
      source.id,
      sourceName(words, source),
      words(`sources.states.${source.state}`),
      String(source.servers),
      source.address || '–',
    ]),
  )
}

function issueLines({ name, issues }: Source): string[] {
  return issues.map(({ line, column, message }) =>
    oneLine(`${name}${line === null ? '' : `:${line}:${column ?? 1}`}: ${message}`),
  )
}
