import { expect, test } from 'vitest'
import { Settings } from '../../shared/contract/settings'
import { limitsOf } from './limits'

const settings = Settings.parse({})
const usual = {
  checkIntervalMs: 15_000,
  steadyIntervalMs: 15_000,
  downAfter: 3,
  upAfter: 2,
  slowAfter: 3,
  slowAfterMs: 1_000,
}

test.each([
  [{}, {}],
  [{ health: { down_after: 1, slow_after_ms: 50 } }, { downAfter: 1, slowAfterMs: 50 }],
  [{ health: { check_interval_ms: 60_000 } }, { checkIntervalMs: 60_000, steadyIntervalMs: 60_000 }],
  [{ health: { check_interval_ms: 5_000 } }, { checkIntervalMs: 5_000 }],
  [{ health: { steady_interval_ms: 60_000 } }, { steadyIntervalMs: 60_000 }],
  [{ health: { down_after: 0, up_after: 4 } }, { upAfter: 4 }],
  [{ health: { down_after: '2', slow_after: null, other: 1 } }, {}],
  [{ health: 'good' }, {}],
  [{ health: null }, {}],
])('%j of a registration counts before the settings where it fits', (metadata, own) => {
  expect(limitsOf(metadata, settings)).toEqual({ ...usual, ...own })
})
