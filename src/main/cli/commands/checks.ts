import { InvalidArgumentError } from 'commander'
import type { Cli } from '../cli'
import { checkTable } from '../server-text'

/** The contract keeps no more. */
const mostChecks = 500

interface Wanted {
  readonly limit: number
  readonly failed?: boolean
}

export function addChecks(cli: Cli): void {
  const { words } = cli.terminal
  const count = (text: string) => {
    if (!/^\d{1,3}$/.test(text) || Number(text) < 1 || Number(text) > mostChecks)
      throw new InvalidArgumentError(words('usage.count', { most: mostChecks }))
    return Number(text)
  }
  cli.program
    .command('checks')
    .description(words('checks.description'))
    .argument('<server>', words('server'))
    .option('--limit <number>', words('checks.limit'), count, 50)
    .option('--failed', words('checks.failed'))
    .action((server: string, { limit, failed }: Wanted) =>
      cli.session(async (client) => {
        const kept = await client.health.checks({ server, limit: mostChecks })
        const checks = kept.filter(({ ok }) => !failed || !ok).slice(0, limit)
        cli.show(checks, () => checkTable(words, checks))
        return undefined
      }),
    )
}
