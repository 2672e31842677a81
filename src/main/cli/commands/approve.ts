import type { Client } from '../../../shared/contract'
import type { ApprovalPreview } from '../../../shared/contract/inbox'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { previewText } from '../preview-text'
import { oneLine } from '../terminal-text'

interface Consent {
  readonly fingerprint?: string
  readonly yes?: boolean
}

export function addApprove(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('approve')
    .description(words('approve.description'))
    .argument('<server>', words('server'))
    .option('--fingerprint <sha256>', words('approve.fingerprint'))
    .option('-y, --yes', words('approve.yes'))
    .action((server: string, consent: Consent) =>
      cli.session((client) => approve(cli, client, server, consent)),
    )
}

async function approve(cli: Cli, client: Client, server: string, consent: Consent): Promise<number> {
  const { words } = cli.terminal
  const { approval, ...record } = await client.registry.get({ server })
  if (approval === null) {
    cli.show({ ...record, approval }, () => words('approve.nothing', { name: oneLine(server) }))
    return exit.ok
  }
  cli.terminal.tell(previewText(words, approval))
  const fingerprint = consent.fingerprint ?? (await consented(cli, consent, approval))
  const now = await client.registry.approve({ server, fingerprint })
  cli.show(now, () => words('approve.done', { name: oneLine(now.name) }))
  return exit.ok
}

async function consented(
  cli: Cli,
  { yes = false }: Consent,
  { fingerprint }: ApprovalPreview,
): Promise<string> {
  const { words, interactive } = cli.terminal
  if (yes) return fingerprint
  if (!interactive) throw new Ends(exit.usage, 'approve.needs-consent', { fingerprint })
  const answer = await cli.terminal.ask(words('approve.question'))
  if (!/^(y|yes|是|好)$/i.test(answer.trim())) throw new Ends(exit.failed, 'approve.declined')
  return fingerprint
}
