import { type Command, InvalidArgumentError } from 'commander'
import type { Incident, Uptime } from '../../../shared/contract/history'
import type { Cli } from '../cli'
import { formatLasting, formatShare, formatTime } from '../format'
import { causePhrase } from '../sentences'
import { table } from '../terminal-text'
import type { Words } from '../words'

const dayMs = 24 * 3_600_000
/** As far back as anything is kept. */
const mostDays = 730
/** The contract gives no more. */
const mostIncidents = 1_000

/** `incidents`, `uptime`: what was. */
export function addHistory(cli: Cli): void {
  addIncidents(cli)
  const { words } = cli.terminal
  cli.program
    .command('uptime')
    .description(words('uptime.description'))
    .argument('<server>', words('server'))
    .action((server: string) =>
      cli.session(async (client) => {
        const spans = await client.health.uptime({ server })
        cli.show(spans, () => uptimeTable(words, spans))
        return undefined
      }),
    )
}

function addIncidents(cli: Cli): void {
  const { words } = cli.terminal
  const upTo = (most: number) => (text: string) => {
    if (!/^\d{1,4}$/.test(text) || Number(text) < 1 || Number(text) > most)
      throw new InvalidArgumentError(words('usage.count', { most }))
    return Number(text)
  }
  const command: Command = cli.program
    .command('incidents')
    .description(words('incidents.description'))
    .argument('[server]', words('server'))
    .option('--days <number>', words('incidents.days'), upTo(mostDays), 7)
    .option('--limit <number>', words('incidents.limit'), upTo(mostIncidents), 100)
  command.action((server: string | undefined, { days, limit }: { days: number; limit: number }) =>
    cli.session(async (client) => {
      const from = new Date(Date.now() - days * dayMs).toISOString()
      const incidents = await client.health.incidents({
        from,
        limit,
        ...(server !== undefined && { server }),
      })
      cli.show(incidents, () =>
        incidents.length === 0 ? words('incidents.none', { days }) : incidentTable(words, incidents),
      )
      return undefined
    }),
  )
}

function incidentTable(words: Words, incidents: readonly Incident[]): string {
  return table(
    ['began', 'lasted', 'server', 'what', 'why', 'end'].map((head) => words(`incidents.heads.${head}`)),
    incidents.map(({ beganAt, durationMs, server, worst, cause, endedBy }) => [
      formatTime(beganAt),
      formatLasting(words.language, durationMs),
      server,
      words(`shared:verdict.${worst}`),
      cause === null ? '–' : causePhrase(words, cause),
      words(endedBy === null ? 'incidents.lasting' : `shared:incident.${endedBy}`),
    ]),
  )
}

function uptimeTable(words: Words, spans: readonly Uptime[]): string {
  return table(
    ['span', 'uptime', 'unknown', 'down'].map((head) => words(`uptime.heads.${head}`)),
    spans.map(({ span, uptime, unknown, times }) => [
      words(`uptime.spans.${span}`),
      uptime === null ? '–' : formatShare(uptime),
      formatShare(unknown),
      formatLasting(words.language, times.down + times.flapping),
    ]),
  )
}
