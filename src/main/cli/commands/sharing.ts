import type { Sharing } from '../../../shared/contract/sharing'
import type { Cli } from '../cli'
import type { Words } from '../words'

interface Flags {
  readonly token?: boolean
  readonly renew?: boolean
}

/** `sharing`: what others may read here, where, and with which token. It is switched on by a setting. */
export function addSharing(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('sharing')
    .description(words('sharing.description'))
    .option('--token', words('sharing.token'))
    .option('--renew', words('sharing.renew'))
    .action(({ token = false, renew = false }: Flags) =>
      cli.session(async (client) => {
        if (token || renew) {
          const answer = await client.sharing.token({ renew })
          cli.show(answer, () => answer.token)
          return undefined
        }
        const state = await client.sharing.state()
        cli.show(state, () => stateText(words, state))
        return undefined
      }),
    )
}

function stateText(words: Words, { mode, discover, registry, servers, commands }: Sharing): string {
  if (mode === 'off') return words('sharing.off')
  return [
    words(`sharing.${mode}`, { servers }),
    ...(discover === null || registry === null
      ? [words('sharing.nowhere')]
      : [words('sharing.at', { discover, registry })]),
    ...(commands > 0 ? [words('sharing.commands', { commands })] : []),
  ].join('\n')
}
