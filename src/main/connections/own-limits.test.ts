import { expect, test } from 'vitest'
import { Settings } from '../../shared/contract/settings'
import { ownLimits } from './own-limits'

const settings = Settings.parse({})

test('a server without limits of its own has those of the settings', () => {
  const { maxRequestsPerServer, toolCacheTtlMs, sleepAfterMs } = settings
  expect(ownLimits({}, settings)).toEqual({ maxRequestsPerServer, toolCacheTtlMs, sleepAfterMs })
})

test('its own come first, one by one', () => {
  const metadata = { connection: { max_requests: 2, sleep_after_ms: 60_000 } }
  expect(ownLimits(metadata, settings)).toEqual({
    maxRequestsPerServer: 2,
    toolCacheTtlMs: settings.toolCacheTtlMs,
    sleepAfterMs: 60_000,
  })
})

test.each([null, 'fast', [], { max_requests: 0, cache_ttl_ms: -1, sleep_after_ms: '60' }])(
  'what does not fit counts as not given: %o',
  (connection) => {
    expect(ownLimits({ connection }, settings)).toEqual(ownLimits({}, settings))
  },
)
