import type { Prompt } from '../../../shared/contract/prompts'
import type { Cli } from '../cli'
import { promptText } from '../content-text'
import { exit } from '../exit'
import { pairsOf } from '../pairs'
import { settleSeconds } from '../settle'
import { cut } from '../terminal-text'
import { awaited, type Patience } from './connections'
import { addOfferedList } from './offered'

/** `prompts` and `prompt`. */
export function addPrompts(cli: Cli): void {
  addList(cli)
  const { words } = cli.terminal
  cli.program
    .command('prompt')
    .description(words('prompt.description'))
    .argument('<server>', words('server'))
    .argument('<name>', words('prompt.name'))
    .argument('[k=v...]', words('prompt.pairs'))
    .option('--timeout <seconds>', words('wait'), String(settleSeconds))
    .action((server: string, prompt: string, pairs: string[], { timeout }: Patience) =>
      cli.session(
        async (client) => {
          const values = pairsOf(pairs)
          await awaited(cli, client, server, timeout)
          const filled = await client.connections.getPrompt(
            { server, prompt, arguments: values },
            { signal: cli.terminal.interrupted },
          )
          cli.show(filled, () => promptText(words, filled))
          if (filled.omitted > 0 || filled.messages.some((message) => message.cut)) cli.remark('prompt.cut')
          return exit.ok
        },
        { servers: [server] },
      ),
    )
}

function addList(cli: Cli): void {
  const { words } = cli.terminal
  addOfferedList(cli, 'prompts', async (client, server) => {
    const found = await client.connections.prompts({ server })
    return {
      found,
      head: [words('prompts.name'), words('tools.arguments'), words('tools.does')],
      rows: found.map((prompt) => [
        prompt.name,
        argumentsText(prompt),
        cut(prompt.description?.split('\n', 1)[0] ?? prompt.title ?? '', 80),
      ]),
    }
  })
}

/** `name, [language]`: what may be left out stands in brackets. */
function argumentsText({ arguments: list = [] }: Prompt): string {
  return list.map(({ name, required }) => (required ? name : `[${name}]`)).join(', ') || '–'
}
