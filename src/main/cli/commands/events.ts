import { InvalidArgumentError, Option } from 'commander'
import type { Client } from '../../../shared/contract'
import { type ActivityEvent, type EventKind, eventKinds } from '../../../shared/contract/activity'
import type { Cli } from '../cli'
import { oneLine } from '../terminal-text'
import type { Words } from '../words'

/** One answer of the contract holds no more. */
const pageMax = 1_000
/** Rollcall keeps no more. */
const mostEvents = 50_000

interface Query {
  readonly after?: number
  readonly before?: number
  readonly limit: number
  readonly server?: string[]
  readonly kind?: EventKind[]
  readonly from?: string
  readonly to?: string
  readonly text?: string
  readonly jsonl?: boolean
}

export function addEvents(cli: Cli): void {
  const { words } = cli.terminal
  const id = (text: string) => {
    if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError(words('usage.integer'))
    return Number(text)
  }
  const count = (text: string) => {
    if (!/^\d{1,5}$/.test(text) || Number(text) < 1 || Number(text) > mostEvents)
      throw new InvalidArgumentError(words('usage.count', { most: mostEvents }))
    return Number(text)
  }
  cli.program
    .command('events')
    .description(words('events.description'))
    .option('--server <name>', words('events.server'), gathered)
    .addOption(
      new Option('--kind <kind>', words('events.kind'))
        .choices(eventKinds)
        .argParser<string[]>((kind, kinds = []) => {
          if (!eventKinds.some((one) => one === kind))
            throw new InvalidArgumentError(words('events.kinds', { kinds: eventKinds.join(', ') }))
          return [...kinds, kind]
        }),
    )
    .option('--from <time>', words('events.from'), (text: string) => timeIn(words, text))
    .option('--to <time>', words('events.to'), (text: string) => timeIn(words, text))
    .option('--text <text>', words('events.text'))
    .option('--after <id>', words('events.after'), id)
    .addOption(new Option('--before <id>', words('events.before')).argParser(id).conflicts('after'))
    .option('--limit <number>', words('events.limit'), count, 200)
    .option('--jsonl', words('events.jsonl'))
    .action((query: Query) =>
      cli.session(async (client) => {
        const events = await eventsOf(client, query)
        if (query.jsonl) for (const event of events) cli.terminal.print(JSON.stringify(event))
        else
          cli.show(events, () =>
            events.length === 0
              ? words('events.none')
              : events.map((event) => eventLine(words, event)).join('\n'),
          )
        return undefined
      }),
    )
}

/** As many as were asked for, oldest first, page by page. */
async function eventsOf(client: Client, { jsonl: _, limit, ...query }: Query): Promise<ActivityEvent[]> {
  const found: ActivityEvent[] = []
  let { after, before } = query
  for (let more = true; more && found.length < limit; ) {
    const size = Math.min(pageMax, limit - found.length)
    const page = await client.activity.list({
      ...query,
      limit: size,
      ...(after !== undefined && { after }),
      ...(before !== undefined && { before }),
    })
    more = page.length === size
    if (after !== undefined) {
      found.push(...page)
      after = page.at(-1)?.id
    } else {
      found.unshift(...page)
      before = page[0]?.id
    }
  }
  return found
}

/** One event for a person; also what `watch` prints. */
export function eventLine(words: Words, { at, kind, server, detail }: ActivityEvent): string {
  const facts = Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  return oneLine([at, words(`watch.kinds.${kind}`), server ?? '–', ...facts].join('  '))
}

const gathered = (one: string, all: string[] = []) => [...all, one]

const spans: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** An ISO date or time, or how long ago: `90m`, `24h`, `7d`. */
function timeIn(words: Words, text: string): string {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? []
  const time = unit === undefined ? new Date(text) : new Date(Date.now() - Number(count) * (spans[unit] ?? 0))
  if (Number.isNaN(time.getTime())) throw new InvalidArgumentError(words('events.not-a-time'))
  return time.toISOString()
}
