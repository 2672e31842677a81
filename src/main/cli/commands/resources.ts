import { writeFile } from 'node:fs/promises'
import { parseTemplate } from 'url-template'
import type { Client } from '../../../shared/contract'
import type { ResourceReading, ResourceState } from '../../../shared/contract/resources'
import type { Cli } from '../cli'
import { readingText } from '../content-text'
import { Ends, exit } from '../exit'
import { follow } from '../follow'
import { formatTime } from '../format'
import { pairsOf } from '../pairs'
import { faultSentence } from '../sentences'
import { settleSeconds } from '../settle'
import { cut } from '../terminal-text'
import { awaited, type Patience } from './connections'
import { addOfferedList } from './offered'

interface ReadOptions extends Patience {
  readonly follow?: boolean
  readonly output?: string
}

/** `resources` and `read`. */
export function addResources(cli: Cli): void {
  addList(cli)
  const { words } = cli.terminal
  cli.program
    .command('read')
    .description(words('read.description'))
    .argument('<server>', words('server'))
    .argument('<uri>', words('read.uri'))
    .argument('[key=value...]', words('read.pairs'))
    .option('--follow', words('read.follow'))
    .option('--output <file>', words('read.output'))
    .option('--timeout <seconds>', words('wait'), String(settleSeconds))
    .action((server: string, template: string, pairs: string[], options: ReadOptions) =>
      cli.session(
        async (client) => {
          const values = pairsOf(pairs)
          const uri = pairs.length > 0 ? parseTemplate(template).expand(values) : template
          await awaited(cli, client, server, options.timeout)
          if (options.follow) return followed(cli, client, { server, uri })
          const signal = cli.terminal.interrupted
          const reading = await client.connections.readResource({ server, uri }, { signal })
          if (options.output === undefined) cli.show(reading, () => readingText(words, reading))
          else await written(cli, reading, options.output)
          tellOfCuts(cli, reading)
          return exit.ok
        },
        { servers: [server] },
      ),
    )
}

function addList(cli: Cli): void {
  const { words } = cli.terminal
  addOfferedList(cli, 'resources', async (client, server) => {
    const resources = await client.connections.resources({ server })
    const templates = await client.connections.resourceTemplates({ server })
    return {
      found: { resources, templates },
      head: (['uri', 'type', 'size', 'name'] as const).map((column) => words(`resources.${column}`)),
      rows: [
        ...resources.map(({ uri, mimeType, size, name, title }) => [
          cut(uri, 60),
          mimeType ?? '–',
          size === undefined ? '–' : String(size),
          title ?? name,
        ]),
        ...templates.map(({ uriTemplate, mimeType, name, title }) => [
          cut(uriTemplate, 60),
          mimeType ?? '–',
          '–',
          title ?? name,
        ]),
      ],
    }
  })
}

/** Prints the resource now and after each change, until Ctrl-C. */
function followed(cli: Cli, client: Client, of: { server: string; uri: string }): Promise<number> {
  const { words, print, tell } = cli.terminal
  let shown: string | undefined
  const take = (state: ResourceState) => {
    if (cli.globals.json) return print(JSON.stringify(state))
    const { reading, refusal, following } = state
    if (refusal) tell(faultSentence(words, refusal))
    else if (!following) tell(words('read.waiting'))
    if (!reading || reading.readAt === shown) return
    shown = reading.readAt
    tell(words('read.as-of', { time: formatTime(reading.readAt) }))
    print(readingText(words, reading))
    tellOfCuts(cli, reading)
  }
  return follow(cli, (signal) => client.connections.watchResource(of, { signal }), take)
}

/** Writes what was read as it is, one part after the other. Ends 1 where a part was left out, or it cannot be written. */
async function written(cli: Cli, { contents, omitted }: ResourceReading, file: string): Promise<void> {
  if (omitted > 0 || contents.some((part) => part.cut)) throw new Ends(exit.failed, 'read.too-large')
  const bytes = Buffer.concat(
    contents.map(({ text, blob = '' }) =>
      text === undefined ? Buffer.from(blob, 'base64') : Buffer.from(text),
    ),
  )
  await writeFile(file, bytes, { mode: 0o600 }).catch((error) => {
    throw new Ends(exit.failed, 'file-unwritable', { file, reason: error.code ?? error.message })
  })
  cli.remark('read.written', { file, size: bytes.length })
}

function tellOfCuts(cli: Cli, { contents, omitted }: ResourceReading): void {
  for (const { text, size, cut: isCut } of contents)
    if (isCut && text !== undefined) cli.remark('read.cut', { shown: text.length, size })
    else if (isCut) cli.remark('read.left-out', { size })
  if (omitted > 0) cli.remark('read.omitted', { count: omitted })
}
