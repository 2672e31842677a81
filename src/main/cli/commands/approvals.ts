import { Argument } from 'commander'
import { type ToolPolicy, toolPolicies } from '../../../shared/contract/consents'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { oneLine, table } from '../terminal-text'

interface Flags {
  readonly server?: string
  readonly revoke?: string
}

/** `approvals`: tools that may run unasked for good; `policy`: what a server's tools may do when a model wants them. */
export function addApprovals(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('approvals')
    .description(words('approvals.description'))
    .option('--server <name>', words('approvals.server'))
    .option('--revoke <server.tool>', words('approvals.revoke'))
    .action(({ server, revoke }: Flags) =>
      cli.session(async (client) => {
        const all = await client.consents.list({ ...(server !== undefined && { server }) })
        if (revoke !== undefined) {
          const given = all.find((one) => `${one.server}.${one.tool}` === revoke)
          if (!given) throw new Ends(exit.failed, 'approvals.none-of', { name: revoke })
          const answer = await client.consents.revoke({ server: given.server, tool: given.tool })
          cli.show(answer, () => words('approvals.revoked', { name: oneLine(revoke) }))
          return undefined
        }
        cli.show(all, () =>
          all.length === 0
            ? words('approvals.none')
            : table(
                ['tool', 'state', 'since'].map((head) => words(`approvals.heads.${head}`)),
                all.map((one) => [
                  `${one.server}.${one.tool}`,
                  words(`approvals.states.${one.state}`),
                  one.givenAt,
                ]),
              ),
        )
        return undefined
      }),
    )
  cli.program
    .command('policy')
    .description(words('approvals.policy'))
    .argument('<server>', words('server'))
    .addArgument(new Argument('[policy]', words('approvals.which')).choices([...toolPolicies, 'default']))
    .action((server: string, policy: ToolPolicy | 'default' | undefined) =>
      cli.session(async (client) => {
        const now =
          policy === undefined
            ? await client.consents.policy({ server })
            : await client.consents.setPolicy({ server, own: policy === 'default' ? null : policy })
        cli.show(now, () => words(`approvals.policies.${now.holds}`, { server: oneLine(server) }))
        return undefined
      }),
    )
}
