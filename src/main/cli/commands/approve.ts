import type { z } from 'zod'
import type { Client } from '../../../shared/contract'
import type { CommandPreview } from '../../../shared/contract/discovery'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { oneLine } from '../terminal-text'
import type { Words } from '../words'

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
  { fingerprint }: z.infer<typeof CommandPreview>,
): Promise<string> {
  const { words, interactive } = cli.terminal
  if (yes) return fingerprint
  if (!interactive) throw new Ends(exit.usage, 'approve.needs-consent', { fingerprint })
  const answer = await cli.terminal.ask(words('approve.question'))
  if (!/^(y|yes|是|好)$/i.test(answer.trim())) throw new Ends(exit.failed, 'approve.declined')
  return fingerprint
}

/** `line` has its control characters escaped already; the rest is escaped here. */
function previewText(words: Words, { line, cwd, env, fingerprint }: z.infer<typeof CommandPreview>): string {
  const variables = Object.entries(env).map(([name, value]) => `    ${oneLine(name)}=${oneLine(value)}`)
  return [
    words('approve.runs'),
    `    ${oneLine(line)}`,
    ...(cwd === null ? [] : [words('approve.in', { cwd: oneLine(cwd) })]),
    ...(variables.length === 0 ? [] : [words('approve.with'), ...variables]),
    words('approve.shown', { fingerprint }),
  ].join('\n')
}
