import { InvalidArgumentError, Option } from 'commander'
import { mutedForGood, type Server } from '../../../shared/contract/registry'
import type { Cli } from '../cli'
import { formatTime } from '../format'
import { oneLine } from '../terminal-text'
import type { Words } from '../words'

const yearMs = 366 * 86_400_000
const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

interface Wish {
  /** Milliseconds. */
  readonly for?: number
  readonly until?: string
}

/** `mute`, `unmute`. */
export function addMute(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('mute')
    .description(words('mute.description'))
    .argument('<server>', words('server'))
    .option('--for <span>', words('mute.for'), (text: string) => spanIn(words, text))
    .addOption(
      new Option('--until <time>', words('mute.until'))
        .argParser((text: string) => timeIn(words, text))
        .conflicts('for'),
    )
    .action((server: string, { for: forMs, until }: Wish) =>
      cli.session(async (client) => {
        const now = await client.registry.mute({
          server,
          ...(forMs !== undefined && { forMs }),
          ...(until !== undefined && { until }),
        })
        cli.show(now, () => mutedText(words, now))
        return undefined
      }),
    )
  cli.program
    .command('unmute')
    .description(words('unmute.description'))
    .argument('<server>', words('server'))
    .action((server: string) =>
      cli.session(async (client) => {
        const now = await client.registry.unmute({ server })
        cli.show(now, () => words('unmute.done', { name: oneLine(now.name) }))
        return undefined
      }),
    )
}

function mutedText(words: Words, { name, mutedUntil }: Server): string {
  if (mutedUntil === null || mutedUntil === mutedForGood)
    return words('mute.for-good', { name: oneLine(name) })
  return words('mute.done', { name: oneLine(name), time: formatTime(mutedUntil) })
}

function spanIn(words: Words, text: string): number {
  const [, count, unit = ''] = /^(\d{1,8})([smhd])$/.exec(text) ?? []
  const ms = Number(count) * (units[unit] ?? Number.NaN)
  if (!(ms >= 1_000 && ms <= yearMs)) throw new InvalidArgumentError(words('mute.not-a-span'))
  return ms
}

/** An ISO time, or the next time it is so late here. */
function timeIn(words: Words, text: string): string {
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  const time = hours === undefined ? new Date(text) : new Date()
  if (hours !== undefined) {
    time.setHours(Number(hours), Number(minutes), 0, 0)
    if (time.getTime() <= Date.now()) time.setDate(time.getDate() + 1)
  }
  if (!(time.getTime() > Date.now())) throw new InvalidArgumentError(words('mute.not-a-time'))
  return time.toISOString()
}
