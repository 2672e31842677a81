import i18next from 'i18next'

const locale = () => (i18next.language === 'zh' ? 'zh-CN' : 'en')

/** Made once: numbers stand in every row and beside every filter. */
const plain = { en: new Intl.NumberFormat('en'), 'zh-CN': new Intl.NumberFormat('zh-CN') }

export function formatNumber(value: number): string {
  return plain[locale()].format(value)
}

/** `41 ms`, from 10 s on `12.3 s`. */
export function formatMs(ms: number): string {
  const seconds = ms >= 10_000
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: seconds ? 'second' : 'millisecond',
    unitDisplay: 'short',
    maximumFractionDigits: seconds || ms < 1 ? 1 : 0,
  }).format(seconds ? ms / 1_000 : ms)
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

export function formatTime(iso: string): string {
  return new Intl.DateTimeFormat(locale(), {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  }).format(new Date(iso))
}

export function formatDateTime(iso: string): string {
  return new Intl.DateTimeFormat(locale(), {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hour12: false,
  }).format(new Date(iso))
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

const narrow = { style: 'narrow', numeric: 'auto' } as const
const ages = {
  en: new Intl.RelativeTimeFormat('en', narrow),
  'zh-CN': new Intl.RelativeTimeFormat('zh-CN', narrow),
}

/** `4 s ago`, `in 3 min`, counted from `nowMs`. */
export function formatAge(iso: string, nowMs: number): string {
  const deltaMs = new Date(iso).getTime() - nowMs
  const [unit, unitMs] = units.find(([, size]) => Math.abs(deltaMs) >= size) ?? units[3]
  return ages[locale()].format(Math.trunc(deltaMs / unitMs), unit)
}

/** How long something has lasted: `4 sec`, `3 min`, counted to `nowMs`. */
export function formatLasting(iso: string, nowMs: number): string {
  const lastingMs = Math.max(0, nowMs - new Date(iso).getTime())
  const [unit, unitMs] = units.find(([, size]) => lastingMs >= size) ?? units[3]
  const format = new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'short' })
  return format.format(Math.floor(lastingMs / unitMs))
}

/** Several names as one phrase: `a, b and c`. */
export function formatList(items: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(items)
}

/** A span one sets: `30 sec`, `5 min`, `1 day`, in the largest unit that fits without a rest. */
export function formatSpan(ms: number): string {
  const [unit, unitMs] = units.find(([, size]) => ms >= size && ms % size === 0) ?? units[3]
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'short' }).format(ms / unitMs)
}
