import type { Client } from '../../../shared/contract'
import type { Turn } from '../../../shared/contract/turns'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { answerFor, decisionsFor } from './person'
import { TurnTeller } from './turn-teller'

interface Talk {
  readonly conversation: string
  /** `server.tool`s that may run once without a question. */
  readonly allowed: readonly string[]
}

/**
 * Asks, tells what comes of it as it comes, puts to the person what is theirs to decide, and gives the turn at its end.
 * Ctrl-C stops the answer and its tools.
 */
export async function askTurn(
  cli: Cli,
  client: Client,
  { conversation, allowed }: Talk,
  begin: () => Promise<Turn>,
): Promise<Turn> {
  const { terminal, globals } = cli
  const { interrupted } = terminal
  const leave = new AbortController()
  const events = await client.chat.follow({ conversation }, { signal: leave.signal })
  const stop = () => {
    void client.chat.stop({ conversation }).catch(() => {})
  }
  interrupted.addEventListener('abort', stop, { once: true })
  try {
    const quiet = () => {}
    const teller = new TurnTeller(terminal.words, await begin(), {
      print: globals.json ? quiet : (lines) => terminal.print(lines),
      tell: globals.json ? quiet : (lines) => terminal.tell(lines),
    })
    const answered = new Set<string>()
    for await (const event of events) {
      if (!teller.take(event)) continue
      if (teller.isOver) return teller.turn
      await settle(cli, client, { conversation, allowed }, teller, answered)
    }
    throw new Ends(exit.failed, 'chat.ended')
  } finally {
    interrupted.removeEventListener('abort', stop)
    leave.abort()
    await events.return?.()
  }
}

/** Whatever waits for a person now, each once. */
async function settle(
  cli: Cli,
  client: Client,
  { conversation, allowed }: Talk,
  teller: TurnTeller,
  answered: Set<string>,
): Promise<void> {
  const asking = teller.asking().filter(({ id, ask }) => !answered.has(`${id} ${ask?.fingerprint}`))
  if (asking.length > 0) {
    for (const { id, ask } of asking) answered.add(`${id} ${ask?.fingerprint}`)
    const decisions = await decisionsFor(cli, asking, allowed)
    if (decisions.length > 0) await client.chat.decide({ conversation, decisions })
  }
  for (const part of teller.turn.parts) {
    const elicitation = part.kind === 'call' ? part.elicitation?.id : undefined
    if (part.kind !== 'call' || elicitation === undefined || answered.has(elicitation)) continue
    answered.add(elicitation)
    await client.chat.answer({ conversation, elicitation, ...(await answerFor(cli, part)) })
  }
}
