import { limitsOf, type NumberName } from '../../shared/contract/settings'

/** What a person reads a setting in; null where it is a mere count. */
export type Unit = 's' | 'ms' | null

/** Times a person waits for are seconds; an answer's time is milliseconds, as everywhere in the window. */
const units: Readonly<Record<NumberName, Unit>> = {
  maxConcurrentConnections: null,
  connectTimeoutMs: 's',
  maxRequestsPerServer: null,
  toolCacheTtlMs: 's',
  toolCacheMaxItems: null,
  sleepAfterMs: 's',
  requestTimeoutMs: 's',
  checkIntervalMs: 's',
  steadyIntervalMs: 's',
  downAfter: null,
  upAfter: null,
  slowAfter: null,
  slowAfterMs: 'ms',
  discoveryLeaseMs: 's',
  chatToolsMax: null,
  chatToolTokens: null,
  chatStepsMax: null,
  chatResultChars: null,
}

export const unitOf = (name: NumberName): Unit => units[name]

export const inUnit = (value: number, unit: Unit): number => (unit === 's' ? value / 1_000 : value)

/** What was typed, as the core keeps it; null where it is no number or does not fit. A comma is a point, too. */
export function valueFrom(text: string, name: NumberName): number | null {
  const plain = text.trim().replace(',', '.')
  if (!/^\d+(\.\d+)?$/u.test(plain)) return null
  const value = units[name] === 's' ? Math.round(Number(plain) * 1_000) : Number(plain)
  const { least, most } = limitsOf(name)
  return Number.isInteger(value) && value >= least && value <= most ? value : null
}
