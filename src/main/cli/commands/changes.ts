import type { ServerChange } from '../../../shared/contract/registry'
import type { Cli } from '../cli'
import { formatTime } from '../format'
import { sourceName } from '../sentences'
import { valueText } from '../sighting-text'
import { cut, oneLine, table } from '../terminal-text'
import type { Words } from '../words'

const valueColumns = 40

/** `changes`: what became of a server, the newest first. */
export function addChanges(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('changes')
    .description(words('changes.description'))
    .argument('<server>', words('server'))
    .action((server: string) =>
      cli.session(async (client) => {
        const changes = await client.registry.changes({ server })
        cli.show(changes, () => (changes.length === 0 ? words('changes.none') : changeTable(words, changes)))
        return undefined
      }),
    )
}

function changeTable(words: Words, changes: readonly ServerChange[]): string {
  return table(
    ['time', 'source', 'what', 'from', 'to'].map((head) => words(`changes.heads.${head}`)),
    changes.flatMap(({ at, source, what, fields }) => {
      const [time, who] = [formatTime(at), sourceName(words, source)]
      return what === 'changed'
        ? fields.map(({ field, from, to }) => [time, who, field, shown(from), shown(to)])
        : [[time, who, words(`changes.what.${what}`), '', '']]
    }),
  )
}

function shown(value: unknown): string {
  return cut(oneLine(valueText(value)), valueColumns)
}
