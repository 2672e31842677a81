import type { Command } from 'commander'
import type { SourcePatch, SourceTest } from '../../../shared/contract/discovery'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { type SourceOptions, sourceInput, withSourceOptions, withTerms } from '../source-options'
import { findSource, idOf, issueText, showSource } from '../source-text'
import { oneLine } from '../terminal-text'
import type { Words } from '../words'

interface Terms extends Pick<SourceOptions, 'policy' | 'trusted'> {
  readonly order?: string
}

/** `sources change` and `test`. */
export function addSourceTerms(cli: Cli, sources: Command): void {
  const { words } = cli.terminal
  const change = sources
    .command('change')
    .description(words('sources.change'))
    .argument('<source>', words('sources.id'))
    .option('--order <place>', words('sources.order'))
    .action((source: string, terms: Terms) => {
      const body = patchOf(terms)
      return cli.session(async (client) => {
        const id = await idOf(client, source)
        return showSource(cli, await client.discovery.changeSource({ params: { id }, body }))
      })
    })
  withTerms(change, words)
  const test = sources
    .command('test')
    .description(words('sources.test'))
    .argument('<place>', words('sources.either'))
    .action((place: string, options: SourceOptions) =>
      cli.session(async (client) => {
        const kept = await findSource(client, place)
        const input = kept ? { id: kept.id } : await sourceInput(place, options, cli.terminal)
        const outcome = await client.discovery.testSource(input)
        cli.show(outcome, () => testLines(words, kept?.name ?? place, outcome).join('\n'))
        return outcome.steps.some((step) => step.outcome === 'failed') ? exit.failed : exit.ok
      }),
    )
  withSourceOptions(test, words)
}

function patchOf({ policy, trusted, order }: Terms): SourcePatch {
  if (order !== undefined && !/^\d{1,6}$/.test(order))
    throw new Ends(exit.usage, 'sources.no-place', { text: order })
  const patch = {
    ...(policy !== undefined && { policy }),
    ...(trusted !== undefined && { trusted }),
    ...(order !== undefined && { order: Number(order) }),
  }
  if (Object.keys(patch).length === 0) throw new Ends(exit.usage, 'sources.nothing-to-change')
  return patch
}

function testLines(words: Words, place: string, { steps, servers, issues }: SourceTest): string[] {
  const { count, names } = servers
  return [
    ...steps.map(({ code, outcome, tookMs, detail }) => {
      const facts = Object.entries(detail).map(([name, value]) => `${name} ${value}`)
      const told = [`${Math.round(tookMs)} ms`, ...facts].join(', ')
      return oneLine(
        `${words(`sources.outcomes.${outcome}`)}  ${words(`shared:sourceStep.${code}`)} (${told})`,
      )
    }),
    ...issues.map((issue) => oneLine(`    ${issueText(place, issue)}`)),
    ...(count > 0 ? [oneLine(words('sources.names', { count, names: names.join(', ') }))] : []),
  ]
}
