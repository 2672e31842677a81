// @vitest-environment jsdom
import i18next from 'i18next'
import { beforeAll, expect, it } from 'vitest'
import { startText } from '../../text/language'
import { readOut, wholeOf } from './read-out'

const none = { up: 0, slow: 0, down: 0, flapping: 0, off: 0, unknown: 0 }
const cell = {
  at: '2026-11-28T10:00:00.000Z',
  times: { ...none, up: 45_000, down: 15_000 },
  checks: 4,
  failures: 1,
  p50Ms: 12,
  p95Ms: 40,
}

beforeAll(() => startText('en'))

it('says the share of each state, the checks and how fast it answered', () => {
  expect(readOut(i18next.getFixedT('en'), cell)).toBe(
    'Up 75% · Down 25% · 4 checks · 1 failed · half within 12 ms · 95 % within 40 ms',
  )
})

it('leaves out what there was not', () => {
  const quiet = {
    ...cell,
    times: { ...none, unknown: 60_000 },
    checks: 0,
    failures: 0,
    p50Ms: null,
    p95Ms: null,
  }
  expect(readOut(i18next.getFixedT('en'), quiet)).toBe('Unknown 100% · 0 checks')
})

it('adds cells up, without percentiles that cannot be added', () => {
  expect(wholeOf([cell, cell])).toEqual({
    times: { ...none, up: 90_000, down: 30_000 },
    checks: 8,
    failures: 2,
    p50Ms: null,
    p95Ms: null,
  })
})
