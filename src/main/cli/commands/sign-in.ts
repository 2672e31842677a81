import { setTimeout as sleep } from 'node:timers/promises'
import { InvalidArgumentError } from 'commander'
import type { Client } from '../../../shared/contract'
import type { SignIn, SignInProblem } from '../../../shared/contract/sign-in'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { stateSentence } from '../sentences'
import { settleSeconds } from '../settle'
import { oneLine } from '../terminal-text'
import { awaited } from './connections'

const pollMs = 200

interface Given {
  readonly clientId?: string
  readonly clientSecret?: string
  readonly port?: number
}

/** `sign-in` and `sign-out`. */
export function addSignIn(cli: Cli): void {
  const { words } = cli.terminal
  const port = (text: string) => {
    const number = Number(text)
    if (Number.isInteger(number) && number >= 1_024 && number <= 65_535) return number
    throw new InvalidArgumentError(words('sign-in.bad-port'))
  }
  cli.program
    .command('sign-in')
    .description(words('sign-in.description'))
    .argument('<server>', words('server'))
    .option('--client-id <id>', words('sign-in.client-id'))
    .option('--client-secret <secret>', words('sign-in.client-secret'))
    .option('--port <port>', words('sign-in.port'), port)
    .action((server: string, given: Given) =>
      cli.session((client) => signIn(cli, client, server, given), { servers: [server] }),
    )

  cli.program
    .command('sign-out')
    .description(words('sign-out.description'))
    .argument('<server>', words('server'))
    .action((server: string) =>
      cli.session(
        async (client) => {
          const now = await client.signIn.out({ server })
          cli.show(now, () => words('sign-out.done', { name: oneLine(server) }))
          return undefined
        },
        { servers: [server] },
      ),
    )
}

async function signIn(cli: Cli, client: Client, server: string, given: Given): Promise<number> {
  const { words } = cli.terminal
  // What the server says when it refuses tells where to sign in.
  await awaited(cli, client, server, String(settleSeconds))
  const begun = await begin(cli, client, server, given)
  if (begun.authorizationUrl !== null) {
    cli.terminal.tell(words('sign-in.open', { url: begun.authorizationUrl }))
    cli.terminal.status(words('sign-in.waiting'))
  }
  const over = await outcome(cli, client, server)
  cli.terminal.status('')
  if (over.problem) {
    cli.show(over, () => `${oneLine(server)}: ${problemSentence(cli, over.problem)}`)
    return exit.failed
  }
  const now = await awaited(cli, client, server, String(settleSeconds))
  cli.show(now, () => {
    const lines = [`${oneLine(server)}: ${stateSentence(words, now)}`]
    if (now.signIn?.account)
      lines.push(`  ${words('sign-in.with', { issuer: oneLine(now.signIn.account.issuer) })}`)
    return lines.join('\n')
  })
  return now.connection.state === 'connected' ? exit.ok : exit.server
}

async function begin(cli: Cli, client: Client, server: string, given: Given): Promise<SignIn> {
  const { clientId, clientSecret, port } = given
  if (clientId === undefined) {
    if (clientSecret !== undefined || port !== undefined) throw new Ends(exit.usage, 'sign-in.needs-id')
    return client.signIn.begin({ server })
  }
  const secret = clientSecret === '-' ? (await cli.terminal.readInput()).trim() : clientSecret
  return client.signIn.client({
    server,
    clientId,
    ...(secret !== undefined && { clientSecret: secret }),
    ...(port !== undefined && { port }),
  })
}

/** How it ended; gives it up where the person does not want to wait any more. */
async function outcome(cli: Cli, client: Client, server: string): Promise<Pick<SignIn, 'problem'>> {
  const { interrupted } = cli.terminal
  try {
    for (;;) {
      const { signIn } = await client.registry.get({ server }, { signal: interrupted })
      if (signIn === undefined || signIn.step === 'idle') return { problem: signIn?.problem ?? null }
      await sleep(pollMs, undefined, { signal: interrupted })
    }
  } catch (error) {
    if (interrupted.aborted) await client.signIn.cancel({ server })
    throw error
  }
}

function problemSentence(cli: Cli, problem: SignInProblem | null): string {
  const { words } = cli.terminal
  if (problem === null) return ''
  const { code, message, detail } = problem
  return oneLine(words.language === 'en' ? message : words(`shared:sign-in-problem.${code}`, detail))
}
