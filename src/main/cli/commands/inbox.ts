import type { Client } from '../../../shared/contract'
import type { WaitingServer } from '../../../shared/contract/inbox'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { inboxText, waitingText } from '../inbox-text'
import { oneLine } from '../terminal-text'

interface Consent {
  readonly fingerprint?: string
  readonly yes?: boolean
}

/** `inbox`: what waits for a decision, and the decisions. */
export function addInbox(cli: Cli): void {
  const { words } = cli.terminal
  const inbox = cli.program.command('inbox').description(words('inbox.description')).helpCommand(false)
  inbox
    .command('list', { isDefault: true })
    .description(words('inbox.list'))
    .action(() =>
      cli.session(async (client) => {
        const all = await client.inbox.list()
        cli.show(all, () => inboxText(words, all, Date.now()))
        return undefined
      }),
    )
  for (const verb of ['approve', 'refuse'] as const)
    inbox
      .command(verb)
      .description(words(`inbox.${verb}`))
      .argument('<server>', words('server'))
      .option('--fingerprint <sha256>', words('inbox.fingerprint'))
      .option('-y, --yes', words('inbox.yes'))
      .action((server: string, consent: Consent) =>
        cli.session((client) => decide(cli, client, verb, server, consent)),
      )
  inbox
    .command('reopen')
    .description(words('inbox.reopen'))
    .argument('<server>', words('server'))
    .action((server: string) =>
      cli.session(async (client) => {
        const all = await client.inbox.reopen({ server })
        cli.show(all, () => words('inbox.done.reopen', { name: oneLine(server) }))
        return undefined
      }),
    )
  inbox
    .command('approve-all')
    .description(words('inbox.approve-all'))
    .argument('<source>', words('sources.id'))
    .option('-y, --yes', words('inbox.yes'))
    .action((source: string, { yes = false }: Consent) =>
      cli.session((client) => approveAll(cli, client, source, yes)),
    )
}

async function decide(
  cli: Cli,
  client: Client,
  verb: 'approve' | 'refuse',
  server: string,
  consent: Consent,
): Promise<number> {
  const { words } = cli.terminal
  const { waiting, refused } = await client.inbox.list()
  const found = [...waiting, ...refused].find(({ name }) => name === server)
  if (!found) throw new Ends(exit.failed, 'inbox.not-there', { name: server })
  cli.terminal.tell(waitingText(words, found, Date.now()))
  const fingerprint = consent.fingerprint ?? found.fingerprint
  if (consent.fingerprint === undefined) await confirm(cli, consent.yes === true, `inbox.question.${verb}`)
  const all = await client.inbox[verb]({ server, fingerprint })
  cli.show(all, () => words(`inbox.done.${verb}`, { name: oneLine(server) }))
  return exit.ok
}

/** Approves what it has shown and nothing else: what a source names meanwhile waits. */
async function approveAll(cli: Cli, client: Client, source: string, yes: boolean): Promise<number> {
  const { words } = cli.terminal
  const { waiting } = await client.inbox.list()
  const isOf = ({ kind, source: { id, name } }: WaitingServer) =>
    kind === 'address' && (id === source || name === source)
  const shown = waiting.filter(isOf)
  for (const server of shown) cli.terminal.tell(waitingText(words, server, Date.now()))
  if (shown.length > 0) await confirm(cli, yes, 'inbox.question.approve-all', { count: shown.length })
  const answer = await client.inbox.approveAll({
    source,
    fingerprints: shown.map(({ fingerprint }) => fingerprint),
  })
  cli.show(answer, () =>
    words('inbox.done.approve-all', { approved: answer.approved.length, left: answer.left.length }),
  )
  return exit.ok
}

async function confirm(
  cli: Cli,
  yes: boolean,
  question: string,
  values: Record<string, unknown> = {},
): Promise<void> {
  if (yes) return
  if (!cli.terminal.interactive) throw new Ends(exit.usage, 'inbox.nobody')
  const answer = await cli.terminal.ask(cli.terminal.words(question, values))
  if (!/^(y|yes|是|好)$/i.test(answer.trim())) throw new Ends(exit.failed, 'inbox.declined')
}
