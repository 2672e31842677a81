import type { Language } from './words'

const locales = { en: 'en', zh: 'zh-CN' } as const

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

/** `4s ago`, `in 3m`, counted from `nowMs`. */
export function formatAge(language: Language, iso: string, nowMs: number): string {
  const deltaMs = Date.parse(iso) - nowMs
  const [unit, unitMs] = units.find(([, size]) => Math.abs(deltaMs) >= size) ?? units[3]
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

/** Whole milliseconds; a dash where there is no measurement. */
export function formatMs(ms: number | null): string {
  return ms === null ? '–' : `${Math.round(ms)} ms`
}

/** A share from 0 to 1 as a percentage; never rounded up to 100 %. */
export function formatShare(share: number): string {
  return `${Math.floor(share * 1_000) / 10} %`
}
