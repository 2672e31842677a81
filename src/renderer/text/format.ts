import i18next from 'i18next'
import { timeUnits } from '../../shared/time-units'

const locale = () => (i18next.language === 'zh' ? 'zh-CN' : 'en')

/** Made once: numbers stand in every row and beside every filter. */
const plain = { en: new Intl.NumberFormat('en'), 'zh-CN': new Intl.NumberFormat('zh-CN') }

export function formatNumber(value: number): string {
  return plain[locale()].format(value)
}

const tenths = {
  en: new Intl.NumberFormat('en', { maximumFractionDigits: 1 }),
  'zh-CN': new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 1 }),
}

/** A measured time: `41 ms`, from 10 s on `12.3 s`, from 2 min on `2.5 min`. */
export function formatMs(ms: number): string {
  if (ms >= 2 * 60_000) return withUnit('minute', tenths[locale()].format(ms / 60_000))
  if (ms >= 10_000) return withUnit('second', tenths[locale()].format(ms / 1_000))
  return withUnit('millisecond', ms < 1 ? tenths[locale()].format(ms) : formatNumber(Math.round(ms)))
}

/** `12.3 kB`, in powers of ten. */
export function formatBytes(bytes: number): string {
  const step = Math.min(sizes.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: sizes[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(bytes / 1_000 ** step)
}

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** A share from 0 to 1; never rounded up to 100 %. */
export function formatShare(share: number): string {
  const percent = Math.floor(share * 10_000) / 100
  return new Intl.NumberFormat(locale(), {
    maximumFractionDigits: percent > 99 ? 2 : 1,
    style: 'percent',
  }).format(percent / 100)
}

/** Made once, as they stand in every line of a log. */
const times = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const
const clocks = {
  en: new Intl.DateTimeFormat('en', times),
  'zh-CN': new Intl.DateTimeFormat('zh-CN', times),
}

export function formatTime(iso: string): string {
  return clocks[locale()].format(new Date(iso))
}

const moments = { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' } as const
const calendars = {
  en: new Intl.DateTimeFormat('en', moments),
  'zh-CN': new Intl.DateTimeFormat('zh-CN', moments),
}

export function formatDateTime(iso: string): string {
  return calendars[locale()].format(new Date(iso))
}

/**
 * How long ago, counted from `nowMs`: `4 s ago`, `3 min ago`. What lies after it was seen since the clock of the screen
 * last ticked, and is as good as just now.
 */
export function formatAge(iso: string, nowMs: number): string {
  const agoMs = nowMs - new Date(iso).getTime()
  if (agoMs < 1_000) return i18next.t('duration.justNow')
  return i18next.t('duration.ago', { duration: inLargestUnit(agoMs) })
}

/** In how long, counted from `nowMs`: `in 20 s`; `now` once it is due. */
export function formatUntil(iso: string, nowMs: number): string {
  const leftMs = new Date(iso).getTime() - nowMs
  if (leftMs < 1_000) return i18next.t('duration.now')
  return i18next.t('duration.in', { duration: inLargestUnit(leftMs) })
}

/** How long something has lasted, counted to `nowMs`: `4 s`, `3 min`, `2 h`, `5 d`. */
export function formatLasting(iso: string, nowMs: number): string {
  return inLargestUnit(Math.max(0, nowMs - new Date(iso).getTime()))
}

function inLargestUnit(ms: number): string {
  const [unit, unitMs] = timeUnits.find(([, size]) => ms >= size) ?? timeUnits[3]
  return withUnit(unit, formatNumber(Math.floor(ms / unitMs)))
}

/** Units by their symbols, which Intl has no English style for (`sec`, `hr` and `4s` are its own). */
function withUnit(unit: 'millisecond' | (typeof timeUnits)[number][0], number: string): string {
  return i18next.t(`duration.${unit}`, { number })
}

/** A length of time in its two largest units: `1 min 12 s`, `3 h 5 min`, `400 ms`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return formatMs(ms)
  const at = timeUnits.findIndex(([, size]) => ms >= size)
  const [large, largeMs] = timeUnits[at] ?? timeUnits[3]
  const whole = withUnit(large, formatNumber(Math.floor(ms / largeMs)))
  const [small, smallMs] = timeUnits[at + 1] ?? ['second', 1]
  const rest = at + 1 < timeUnits.length ? Math.floor((ms % largeMs) / smallMs) : 0
  return rest === 0 ? whole : `${whole} ${withUnit(small, formatNumber(rest))}`
}

const axis = {
  hour: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { month: 'short', day: 'numeric' },
  span: {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>
const axes = {
  en: axisIn('en'),
  'zh-CN': axisIn('zh-CN'),
}

function axisIn(language: string) {
  return {
    hour: new Intl.DateTimeFormat(language, axis.hour),
    day: new Intl.DateTimeFormat(language, axis.day),
    span: new Intl.DateTimeFormat(language, axis.span),
  }
}

/** `14:00`. */
export function formatHour(ms: number): string {
  return axes[locale()].hour.format(ms)
}

/** `28 Nov`, as the language has it. */
export function formatDayShort(ms: number): string {
  return axes[locale()].day.format(ms)
}

/** From one moment to another, what they share said once. */
export function formatTimeSpan(fromMs: number, toMs: number): string {
  return axes[locale()].span.formatRange(fromMs, toMs)
}

/** The day of a time: today, yesterday, or its date; with the year where that is another one. */
export function formatDay(iso: string, nowMs: number): string {
  const date = new Date(iso)
  const now = new Date(nowMs)
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000)
  if (days === 0) return i18next.t('duration.today')
  if (days === 1) return i18next.t('duration.yesterday')
  return new Intl.DateTimeFormat(locale(), {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    ...(date.getFullYear() !== now.getFullYear() && { year: 'numeric' }),
  }).format(date)
}

/** Midnight before a time, where this machine is; epoch milliseconds. */
export function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

/** Several names as one phrase: `a, b and c`. */
export function formatList(items: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(items)
}

/** A span one sets: `30 sec`, `5 min`, `1 day`, in the largest unit that fits without a rest. */
export function formatSpan(ms: number): string {
  const [unit, unitMs] = timeUnits.find(([, size]) => ms >= size && ms % size === 0) ?? timeUnits[3]
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'short' }).format(ms / unitMs)
}
