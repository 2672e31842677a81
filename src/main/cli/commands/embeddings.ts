import { Option } from 'commander'
import type { EmbeddingsState } from '../../../shared/contract/routing'
import type { Cli } from '../cli'
import { formatMs } from '../format'
import { oneLine } from '../terminal-text'
import type { Words } from '../words'

interface Flags {
  readonly key?: boolean
  readonly forgetKey?: boolean
  readonly test?: boolean
}

/** `embeddings`: how far they are, their key and a try. The address and the model are settings. */
export function addEmbeddings(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('embeddings')
    .description(words('embeddings.description'))
    .option('--key', words('embeddings.key'))
    .addOption(new Option('--forget-key', words('embeddings.forgetKey')).conflicts('key'))
    .option('--test', words('embeddings.test'))
    .action((flags: Flags) =>
      cli.session(async (client) => {
        if (flags.key) await client.routing.setEmbeddingsKey({ key: await keyFrom(cli) })
        if (flags.forgetKey) await client.routing.setEmbeddingsKey({ key: null })
        if (flags.test) {
          const tried = await client.routing.testEmbeddings()
          cli.show(tried, () =>
            tried.ok
              ? words('embeddings.answered', { count: tried.dimensions, took: formatMs(tried.tookMs) })
              : words('embeddings.failed', { reason: oneLine(tried.reason) }),
          )
          return tried.ok ? undefined : 1
        }
        const [state, settings] = await Promise.all([client.routing.embeddings(), client.settings.get()])
        cli.show({ ...state, url: settings.embeddingsUrl, model: settings.embeddingsModel }, () =>
          stateText(words, state, settings),
        )
        return undefined
      }),
    )
}

/** Never an argument: those are seen by others on this machine and kept by shells. */
async function keyFrom({ terminal }: Cli): Promise<string> {
  const text = terminal.interactive
    ? await terminal.ask(terminal.words('embeddings.ask'))
    : await terminal.readInput()
  return text.trim()
}

function stateText(
  words: Words,
  { hasKey, known, all }: EmbeddingsState,
  { embeddingsUrl: url, embeddingsModel: model }: { embeddingsUrl: string; embeddingsModel: string },
): string {
  if (url === 'off') return words('embeddings.off')
  return [
    words('embeddings.at', { url: oneLine(url), model: oneLine(model) }),
    words(hasKey ? 'embeddings.withKey' : 'embeddings.withoutKey'),
    words('embeddings.known', { known, all }),
  ].join('\n')
}
