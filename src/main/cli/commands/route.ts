import { InvalidArgumentError } from 'commander'
import type { LeftOut, RankedTool, Route } from '../../../shared/contract/routing'
import { type ScopeFlags, scopeOf, withScope } from '../chat/begin'
import type { Cli } from '../cli'
import { table } from '../terminal-text'
import type { Words } from '../words'

/** As many words a line as can be read. */
const matchesShown = 4

interface Flags extends ScopeFlags {
  readonly limit: number
}

/** `route`: which tools fit a question, and why. */
export function addRoute(cli: Cli): void {
  const { words } = cli.terminal
  const route = cli.program
    .command('route')
    .description(words('route.description'))
    .argument('<question...>', words('route.question'))
  withScope(route, words)
    .option('--limit <number>', words('route.limit'), countIn(words), 10)
    .action((question: readonly string[], flags: Flags) =>
      cli.session(async (client) => {
        const route = await client.routing.route({
          query: question.join(' '),
          scope: scopeOf(flags),
          tools: flags.limit,
        })
        cli.show(route, () => routeText(words, route))
        return undefined
      }),
    )
}

function countIn(words: Words) {
  return (text: string): number => {
    const count = Number(text)
    if (!/^\d+$/.test(text) || count < 1 || count > 200)
      throw new InvalidArgumentError(words('usage.count', { most: 200 }))
    return count
  }
}

export function routeText(words: Words, { tools, servers, leftOut, embeddings }: Route): string {
  const found =
    tools.length === 0
      ? words('route.none')
      : table(
          ['server', 'tool', 'score', 'words', 'factors', 'why'].map((head) => words(`route.heads.${head}`)),
          tools.map((tool) => toolLine(tool)),
        )
  const ranked = servers.map(({ server, score }) => `${server} ${score.toFixed(1)}`).join(', ')
  return [
    found,
    ...(servers.length > 0 ? [`\n${words('route.servers', { servers: ranked })}`] : []),
    ...(leftOut.length > 0
      ? [words('route.leftOut', { servers: leftOut.map((one) => leftOutText(words, one)).join(', ') })]
      : []),
    ...(embeddings === 'preparing' || embeddings === 'failed'
      ? [words(`route.embeddings.${embeddings}`)]
      : []),
  ].join('\n')
}

function toolLine({
  server,
  alternatives,
  tool,
  score,
  words,
  ofServer,
  factors,
  matches,
}: RankedTool): string[] {
  const product = Object.values(factors).reduce((all, one) => all * one, 1)
  return [
    [server, ...alternatives].join(' = '),
    tool,
    score.toFixed(1),
    `${words.toFixed(1)} + ${ofServer.toFixed(1)}`,
    `× ${product.toFixed(2)}`,
    matches
      .slice(0, matchesShown)
      .map(({ said, found }) => (said === found ? said : `${said} → ${found}`))
      .join(', '),
  ]
}

function leftOutText(words: Words, { server, reason }: LeftOut): string {
  return `${server} (${words(`shared:leftOut.${reason}`)})`
}
