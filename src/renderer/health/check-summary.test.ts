import { expect, it } from 'vitest'
import type { Check } from '../../shared/contract/health'
import { filterChecks, markOf, summaryOf } from './check-summary'

const check = (latencyMs: number | null, ok = true): Check => ({
  at: '2026-11-28T10:00:00Z',
  kind: 'ping',
  ok,
  latencyMs,
  error: ok ? null : { code: 'timeout', message: 'No answer.' },
})

it('a check is good, slow or failed', () => {
  const checks = [check(10), check(1_000), check(1_001), check(null, false), check(null)]
  expect(checks.map((each) => markOf(each, 1_000))).toEqual(['u', 'u', 's', 'd', 'u'])
  expect(filterChecks(checks, 'all', 1_000)).toHaveLength(5)
  expect(filterChecks(checks, 'slow', 1_000)).toEqual([check(1_001)])
  expect(filterChecks(checks, 'failed', 1_000)).toEqual([check(null, false)])
})

it('sums up what answered, by rank', () => {
  const hundred = Array.from({ length: 100 }, (_, n) => check(100 - n))
  expect(summaryOf([...hundred, check(null, false)])).toEqual({
    total: 101,
    failures: 1,
    medianMs: 50,
    p95Ms: 95,
  })
  expect(summaryOf([check(7)])).toMatchObject({ medianMs: 7, p95Ms: 7 })
  expect(summaryOf([])).toEqual({ total: 0, failures: 0, medianMs: null, p95Ms: null })
})
