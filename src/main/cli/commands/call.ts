import { z } from 'zod'
import type { Client } from '../../../shared/contract'
import type { AnyRunEvent, Choice } from '../../../shared/contract/alternatives'
import type {
  StructuredProblem,
  ToolProgress,
  ToolResult,
  ToolRunEvent,
} from '../../../shared/contract/tools'
import type { Cli } from '../cli'
import { partText } from '../content-text'
import { Ends, exit } from '../exit'
import { formatShare } from '../format'
import { settleSeconds } from '../settle'
import { oneLine } from '../terminal-text'
import type { Words } from '../words'
import { awaited, type Patience } from './connections'

/** What came of a call; `server` and `tried` where any of several might have answered. */
type Outcome = ToolResult & Partial<Pick<Extract<AnyRunEvent, { kind: 'result' }>, 'server' | 'tried'>>

const JsonObject = z.record(z.string(), z.unknown())

interface Options extends Patience {
  readonly args?: string
  readonly any?: boolean
}

export function addCall(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('call')
    .description(words('call.description'))
    .argument('<server>', words('server'))
    .argument('<tool>', words('call.tool'))
    .argument('[key=value...]', words('call.pairs'))
    .option('--args <json>', words('call.args'))
    .option('--any', words('call.any'))
    .option('--timeout <seconds>', words('wait'), String(settleSeconds))
    .action((server: string, tool: string, pairs: string[], options: Options) =>
      cli.session(
        async (client) => {
          await (options.any ? allAwaited : awaited)(cli, client, server, options.timeout)
          const given = options.args === '-' ? await cli.terminal.readInput() : options.args
          const call = { server, tool, arguments: await argumentsOf(client, server, tool, given, pairs) }
          const signal = { signal: cli.terminal.interrupted }
          const result = await followed(
            cli,
            options.any
              ? await client.routing.runAny(call, signal)
              : await client.connections.runTool(call, signal),
          )
          cli.show(result, () => resultText(words, result))
          const { structuredProblem: problem } = result
          if (problem) cli.remark(`shared:structured.${problem.code}`, whereOf(problem))
          if (result.isError) cli.remark('call.is-error', { tool: oneLine(tool) })
          return result.isError ? exit.server : exit.ok
        },
        { servers: options.any ? 'all' : [server] },
      ),
    )
}

/** The server and its equals, once their connections are decided. */
async function allAwaited(cli: Cli, client: Client, server: string, timeout: string): Promise<void> {
  const { servers } = await client.routing.equals({ server })
  await Promise.all(
    [server, ...servers.map((equal) => equal.server)].map((each) => awaited(cli, client, each, timeout)),
  )
}

/** The result at the end of a run; a terminal shows until then how far it is, and who is asked. */
async function followed(cli: Cli, run: AsyncIterable<ToolRunEvent | AnyRunEvent>): Promise<Outcome> {
  const { terminal } = cli
  try {
    for await (const event of run) {
      if (event.kind === 'chosen') tellChoice(cli, event)
      else if (event.kind === 'failover') {
        const { from, to, message } = event
        cli.remark('call.failover', { from: oneLine(from), to: oneLine(to), message: oneLine(message) })
      } else if (event.kind !== 'result') terminal.status(oneLine(standText(terminal.words, event)))
      else if (!('server' in event)) return event.result
      else {
        cli.remark('call.answered', { server: oneLine(event.server) })
        return { ...event.result, server: event.server, tried: event.tried }
      }
    }
  } finally {
    terminal.status('')
  }
  throw new Ends(exit.failed, 'call.ended')
}

function tellChoice(cli: Cli, { server, why, passedOver }: Choice): void {
  const { words } = cli.terminal
  cli.remark('call.chosen', { server: oneLine(server), why: words(`shared:chosen.${why}`) })
  const others = passedOver.map(
    ({ server: other, reason }) => `${oneLine(other)} (${words(`shared:leftOut.${reason}`)})`,
  )
  if (others.length > 0) cli.remark('call.passed-over', { servers: others.join(', ') })
}

function standText(words: Words, event: Exclude<ToolRunEvent, { kind: 'result' }>): string {
  return event.kind === 'waiting'
    ? words('call.waiting', { others: event.others })
    : progressText(words, event)
}

/** `40 % · reading page 4`, or `4 · reading page 4` where the end is not known. */
function progressText(words: Words, { progress, total, message }: ToolProgress): string {
  const { language } = words
  const far =
    total === null
      ? progress.toLocaleString(language)
      : formatShare(Math.min(1, Math.max(0, progress / total)))
  return [far, message].filter((part) => part).join(' · ')
}

/** The JSON given, and over it the pairs, whose values become what the tool's schema says they are. */
async function argumentsOf(
  client: Client,
  server: string,
  tool: string,
  json: string | undefined,
  pairs: readonly string[],
): Promise<Record<string, unknown>> {
  const given = json === undefined ? {} : parsed(json)
  if (pairs.length === 0) return given
  const tools = await client.connections.tools({ server })
  const properties = JsonObject.catch({}).parse(
    tools.find(({ name }) => name === tool)?.inputSchema.properties,
  )
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) throw new Ends(exit.usage, 'call.not-a-pair', { pair })
    const key = pair.slice(0, at)
    const { type } = JsonObject.catch({}).parse(properties[key])
    given[key] = readValue(pair.slice(at + 1), type)
  }
  return given
}

function parsed(json: string): Record<string, unknown> {
  try {
    return JsonObject.parse(JSON.parse(json))
  } catch {
    throw new Ends(exit.usage, 'call.not-an-object')
  }
}

/** Text where the schema wants text; else JSON where it is JSON; else text, for the server to judge. */
function readValue(text: string, type: unknown): unknown {
  if (type === 'string') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function resultText(words: Words, { content, structuredContent }: ToolResult): string {
  const parts = content.map((part) => partText(words, part))
  if (parts.length === 0 && structuredContent !== undefined)
    parts.push(JSON.stringify(structuredContent, null, 2))
  return parts.join('\n')
}

/** A stranger's names, for a terminal. */
function whereOf({ path = '', keyword = '' }: StructuredProblem): { path: string; keyword: string } {
  return { path: oneLine(path) || '/', keyword: oneLine(keyword) }
}
