import { timeUnits } from '../../shared/time-units'
import type { Language } from './words'

const locales = { en: 'en', zh: 'zh-CN' } as const

/** `4s ago`, `in 3m`, counted from `nowMs`. */
export function formatAge(language: Language, iso: string, nowMs: number): string {
  const deltaMs = Date.parse(iso) - nowMs
  const [unit, unitMs] = timeUnits.find(([, size]) => Math.abs(deltaMs) >= size) ?? timeUnits[3]
  const format = new Intl.RelativeTimeFormat(locales[language], { style: 'narrow', numeric: 'auto' })
  return format.format(Math.trunc(deltaMs / unitMs), unit)
}

/** `2026-07-28 14:03:00`, in this machine's time zone: the same in every language, and it sorts. */
export function formatTime(iso: string): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' }).format(new Date(iso))
}

/** The time and how long ago that was. */
export function formatMoment(language: Language, iso: string, nowMs: number): string {
  return `${formatTime(iso)} (${formatAge(language, iso, nowMs)})`
}

/** `2 h 5 min`: the two largest units, whole seconds where it is short. */
export function formatLasting(language: Language, ms: number): string {
  const first = timeUnits.findIndex(([, size]) => ms >= size)
  const shown = first < 0 ? timeUnits.slice(-1) : timeUnits.slice(first, first + 2)
  let restMs = ms
  const parts = shown.map(([unit, size]) => {
    const count = Math.floor(restMs / size)
    restMs -= count * size
    return { unit, count }
  })
  return parts
    .filter(({ count }, index) => count > 0 || index === 0)
    .map(({ unit, count }) =>
      new Intl.NumberFormat(locales[language], { style: 'unit', unit, unitDisplay: 'short' }).format(count),
    )
    .join(' ')
}

/** Whole milliseconds; a dash where there is no measurement. */
export function formatMs(ms: number | null): string {
  return ms === null ? '–' : `${Math.round(ms)} ms`
}

/** A share from 0 to 1 as a percentage; never rounded up to 100 %. */
export function formatShare(share: number): string {
  return `${Math.floor(share * 1_000) / 10} %`
}

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** `12.3 MB`, in powers of ten. */
export function formatBytes(language: Language, bytes: number): string {
  const step = Math.min(sizes.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  return new Intl.NumberFormat(locales[language], {
    style: 'unit',
    unit: sizes[step] ?? 'byte',
    maximumFractionDigits: 1,
  }).format(bytes / 1_000 ** step)
}
