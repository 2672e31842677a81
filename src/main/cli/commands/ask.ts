import type { Turn } from '../../../shared/contract/turns'
import { type ChatFlags, conversationFor, serversThere, withChatFlags } from '../chat/begin'
import { proposalsText } from '../chat/proposals-text'
import { askTurn } from '../chat/turn'
import type { Cli } from '../cli'
import { exit } from '../exit'
import { modelAdvice, modelSentence } from '../sentences'

interface Flags extends ChatFlags {
  readonly allow?: readonly string[]
}

/** `ask`: one question, its answer on stdout, and what was done for it on stderr. */
export function addAsk(cli: Cli): void {
  const { words, interrupted } = cli.terminal
  const several = (one: string, before: readonly string[] = []) => [...before, one]
  withChatFlags(
    cli.program
      .command('ask')
      .description(words('ask.description'))
      .argument('<question...>', words('route.question')),
    words,
  )
    .option('--allow <server.tool>', words('ask.allow'), several)
    .action((question: readonly string[], flags: Flags) =>
      cli.session(
        async (client, { url }) => {
          if (url === null) await serversThere(client, interrupted)
          const { id: conversation } = await conversationFor(client, flags)
          const turn = await askTurn(cli, client, { conversation, allowed: flags.allow ?? [] }, () =>
            client.chat.ask({ conversation, text: question.join(' ') }),
          )
          if (cli.globals.json) cli.terminal.print(JSON.stringify({ conversation, ...turn }, null, 2))
          else conclude(cli, turn)
          return turn.state === 'done' ? exit.ok : exit.failed
        },
        { lasting: true },
      ),
    )
}

/** What is not told on the way: tools to choose from, and why there is no (whole) answer. */
export function conclude(cli: Cli, turn: Turn): void {
  const { words } = cli.terminal
  const last = turn.parts.at(-1)
  if (last?.kind === 'proposals') cli.terminal.print(proposalsText(words, last.proposals))
  if (turn.error) cli.terminal.tell(`${modelSentence(words, turn.error)} ${modelAdvice(words, turn.error)}`)
  if (turn.state === 'stopped' || turn.state === 'full') cli.remark(`chat.turn.${turn.state}`)
}
