import { InvalidArgumentError } from 'commander'
import type { LeftOut, RankedTool, Route, RouteScope } from '../../../shared/contract/routing'
import type { Cli } from '../cli'
import { table } from '../terminal-text'
import type { Words } from '../words'

/** As many words a line as can be read. */
const matchesShown = 4

interface Flags {
  readonly tag?: readonly string[]
  readonly match: 'any' | 'all'
  readonly server?: readonly string[]
  readonly without?: readonly string[]
  readonly limit: number
}

/** `route`: which tools fit a question, and why. */
export function addRoute(cli: Cli): void {
  const { words } = cli.terminal
  const several = (one: string, before: readonly string[] = []) => [...before, one]
  cli.program
    .command('route')
    .description(words('route.description'))
    .argument('<question...>', words('route.question'))
    .option('--tag <tag>', words('route.tag'), several)
    .option('--match <any|all>', words('route.match'), 'any')
    .option('--server <name>', words('route.server'), several)
    .option('--without <name>', words('route.without'), several)
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

function scopeOf({ tag, match, server, without }: Flags): RouteScope {
  return {
    match,
    ...(tag && { tags: [...tag] }),
    ...(server && { servers: [...server] }),
    ...(without && { without: [...without] }),
  }
}

function countIn(words: Words) {
  return (text: string): number => {
    const count = Number(text)
    if (!/^\d+$/.test(text) || count < 1 || count > 200)
      throw new InvalidArgumentError(words('usage.count', { most: 200 }))
    return count
  }
}

function routeText(words: Words, { tools, servers, leftOut, embeddings }: Route): string {
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

function toolLine({ server, tool, score, words, ofServer, factors, matches }: RankedTool): string[] {
  const product = Object.values(factors).reduce((all, one) => all * one, 1)
  return [
    server,
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
