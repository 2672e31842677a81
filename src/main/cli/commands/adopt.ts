import type { Client } from '../../../shared/contract'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { differenceLines } from '../sighting-text'
import { idOf } from '../source-text'
import { oneLine } from '../terminal-text'

interface Wanted {
  readonly source?: string
  readonly field?: readonly string[]
}

export function addAdopt(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('adopt')
    .description(words('adopt.description'))
    .argument('<server>', words('server'))
    .option('--source <source>', words('adopt.source'))
    .option('--field <field...>', words('adopt.field'))
    .action((server: string, wanted: Wanted) =>
      cli.session(async (client) => {
        const source = await sourceOf(client, server, wanted.source)
        const fields = wanted.field && { fields: [...wanted.field] }
        const left = await client.discovery.adopt({ server, source, ...fields })
        cli.show(left, () =>
          [
            words('adopt.done', { name: oneLine(server) }),
            ...left.flatMap((sighting) => differenceLines(words, sighting)),
          ].join('\n'),
        )
        return undefined
      }),
    )
}

/** The source that was named, else the only one there is. */
async function sourceOf(client: Client, server: string, given: string | undefined): Promise<string> {
  if (given !== undefined) return idOf(client, given)
  const sightings = await client.discovery.sightings({ server })
  const [only, another] = sightings
  if (!only) throw new Ends(exit.failed, 'adopt.nowhere', { name: server })
  if (another)
    throw new Ends(exit.usage, 'adopt.which', {
      names: sightings.map(({ source }) => source.name).join(', '),
    })
  return only.source.id
}
