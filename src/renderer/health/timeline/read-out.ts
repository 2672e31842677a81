import type { TFunction } from 'i18next'
import type { Cell, Times } from '../../../shared/contract/history'
import { formatMs, formatShare, formatTimeSpan } from '../../text/format'

const verdicts = ['up', 'slow', 'flapping', 'down', 'off', 'unknown'] as const

/** When a cell was. */
export function spanOf(atMs: number, stepMs: number): string {
  return formatTimeSpan(atMs, atMs + stepMs)
}

/** What there was in some time: the share of each state, how often it was checked, and how fast it answered. */
export function readOut(t: TFunction, { times, checks, failures, p50Ms, p95Ms }: Omit<Cell, 'at'>): string {
  return [
    ...sharesOf(t, times),
    t('checks.kept', { count: checks }),
    ...(failures > 0 ? [t('checks.failures', { count: failures })] : []),
    ...(p50Ms === null ? [] : [t('timeline.p50', { time: formatMs(p50Ms) })]),
    ...(p95Ms === null ? [] : [t('timeline.p95', { time: formatMs(p95Ms) })]),
  ].join(' · ')
}

function sharesOf(t: TFunction, times: Times): readonly string[] {
  const all = verdicts.reduce((sum, verdict) => sum + times[verdict], 0)
  return verdicts
    .filter((verdict) => times[verdict] > 0)
    .map((verdict) =>
      t('timeline.share', {
        state: t(`verdict.${verdict}`, { ns: 'shared' }),
        share: formatShare(times[verdict] / all),
      }),
    )
}

/** All cells as one; percentiles cannot be added up, so the whole has none. */
export function wholeOf(cells: readonly Cell[]): Omit<Cell, 'at'> {
  const times = { up: 0, slow: 0, down: 0, flapping: 0, off: 0, unknown: 0 }
  let checks = 0
  let failures = 0
  for (const cell of cells) {
    for (const verdict of verdicts) times[verdict] += cell.times[verdict]
    checks += cell.checks
    failures += cell.failures
  }
  return { times, checks, failures, p50Ms: null, p95Ms: null }
}
