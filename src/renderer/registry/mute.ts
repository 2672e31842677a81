import i18next from 'i18next'
import { mutedForGood } from '../../shared/contract/registry'
import { formatDayShort, formatHour, startOfDay } from '../text/format'

/** How long a server is muted; `open`: until somebody says otherwise. */
export const muteChoices = ['hour', 'tomorrow', 'open'] as const
export type MuteChoice = (typeof muteChoices)[number]

/** When a morning begins, in hours after midnight. */
const morning = 8

/** What the core is to be told; times are of this machine. */
export function muteFor(choice: MuteChoice, nowMs: number): { forMs: number } | { until: string } | object {
  if (choice === 'open') return {}
  if (choice === 'hour') return { forMs: 3_600_000 }
  const day = new Date(nowMs)
  const until = new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, morning)
  return { until: until.toISOString() }
}

/** `14:00`, with its day where that is not today; null where nobody said until when. */
export function muteEnd(mutedUntil: string, nowMs: number): string | null {
  if (mutedUntil === mutedForGood) return null
  const until = new Date(mutedUntil)
  const hour = formatHour(until.getTime())
  if (startOfDay(until) === startOfDay(new Date(nowMs))) return hour
  return `${formatDayShort(until.getTime())} ${hour}`
}

/** `Muted until 14:00`. */
export function muteSentence(mutedUntil: string, nowMs: number): string {
  const time = muteEnd(mutedUntil, nowMs)
  return time === null ? i18next.t('mute.forGood') : i18next.t('mute.until', { time })
}
