import type { Command } from 'commander'
import type { SourcePatch } from '../../../shared/contract/discovery'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { type SourceOptions, sourceInput, withSourceOptions } from '../source-options'
import { idOf, issueLines, showSource, sourceTable } from '../source-text'
import { oneLine } from '../terminal-text'
import { addSourceTerms } from './source-terms'

export function addSources(cli: Cli): void {
  const { words } = cli.terminal
  const sources = cli.program.command('sources').description(words('sources.description')).helpCommand(false)
  sources
    .command('list', { isDefault: true })
    .description(words('sources.list'))
    .action(() =>
      cli.session(async (client) => {
        const all = await client.discovery.sources()
        cli.show(all, () =>
          [sourceTable(words, all), ...all.flatMap((source) => issueLines(words, source))].join('\n'),
        )
        return undefined
      }),
    )
  const add = sources
    .command('add')
    .description(words('sources.add'))
    .argument('<place>', words('sources.place'))
    .action((place: string, options: SourceOptions) =>
      cli.session(async (client) => {
        const input = await sourceInput(place, options, cli.terminal)
        return showSource(cli, await client.discovery.addSource(input))
      }),
    )
  withSourceOptions(add, words)
  sources
    .command('remove')
    .description(words('sources.remove'))
    .argument('<source>', words('sources.id'))
    .action((source: string) =>
      cli.session(async (client) => {
        const answer = await client.discovery.removeSource({ id: await idOf(client, source) })
        cli.show(answer, () =>
          words('sources.removed', {
            names: answer.removed.map(oneLine).join(', ') || '–',
            undo: answer.undo,
          }),
        )
        return undefined
      }),
    )
  sources
    .command('restore')
    .description(words('sources.restore'))
    .argument('<undo>', words('restore.undo'))
    .action((undo: string) =>
      cli.session(async (client) => {
        const answer = await client.discovery.restoreSource({ undo })
        cli.show(answer, () => sourceTable(words, [answer.source]))
        return undefined
      }),
    )
  addChanges(cli, sources)
  addSourceTerms(cli, sources)
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

/** `pause`, `resume`, `interval` and `rename`. */
function addChanges(cli: Cli, sources: Command): void {
  const { words } = cli.terminal
  const change = (source: string, body: SourcePatch) =>
    cli.session(async (client) => {
      const id = await idOf(client, source)
      return showSource(cli, await client.discovery.changeSource({ params: { id }, body }))
    })
  for (const [name, paused] of [
    ['pause', true],
    ['resume', false],
  ] as const)
    sources
      .command(name)
      .description(words(`sources.${name}`))
      .argument('<source>', words('sources.id'))
      .action((source: string) => change(source, { paused }))
  sources
    .command('interval')
    .description(words('sources.interval'))
    .argument('<source>', words('sources.id'))
    .argument('<seconds>', words('sources.seconds'))
    .action((source: string, seconds: string) => change(source, { intervalMs: intervalMsOf(seconds) }))
  sources
    .command('rename')
    .description(words('sources.rename'))
    .argument('<source>', words('sources.id'))
    .argument('<name>', words('sources.named'))
    .action((source: string, name: string) => change(source, { name }))
}

/** From one second to one day; `default` leaves it to Rollcall. */
function intervalMsOf(text: string): number | null {
  if (text === 'default') return null
  const ms = /^\d+(\.\d+)?$/.test(text) ? Math.round(Number(text) * 1_000) : 0
  if (ms < 1_000 || ms > 86_400_000) throw new Ends(exit.usage, 'sources.bad-interval', { text })
  return ms
}
