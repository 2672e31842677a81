import { z } from 'zod'
import { type Settings, SettingsPatch } from '../../shared/contract/settings'
import type { Thresholds } from './verdict'

/** What decides how often a server is looked at and what its answers mean. */
export interface Limits extends Thresholds {
  readonly checkIntervalMs: number
  readonly steadyIntervalMs: number
}

const ranges = SettingsPatch.shape

/** A server's own limits: `metadata.health` of its registration. A value that does not fit counts as not given. */
const Own = z
  .object({
    check_interval_ms: ranges.checkIntervalMs.catch(undefined),
    steady_interval_ms: ranges.steadyIntervalMs.catch(undefined),
    down_after: ranges.downAfter.catch(undefined),
    up_after: ranges.upAfter.catch(undefined),
    slow_after: ranges.slowAfter.catch(undefined),
    slow_after_ms: ranges.slowAfterMs.catch(undefined),
  })
  .catch({})

/** The settings, with what the registration itself says before them. */
export function limitsOf(metadata: Readonly<Record<string, unknown>>, settings: Settings): Limits {
  const own = metadata.health === undefined ? {} : Own.parse(metadata.health)
  const checkIntervalMs = own.check_interval_ms ?? settings.checkIntervalMs
  return {
    checkIntervalMs,
    steadyIntervalMs: Math.max(checkIntervalMs, own.steady_interval_ms ?? settings.steadyIntervalMs),
    downAfter: own.down_after ?? settings.downAfter,
    upAfter: own.up_after ?? settings.upAfter,
    slowAfter: own.slow_after ?? settings.slowAfter,
    slowAfterMs: own.slow_after_ms ?? settings.slowAfterMs,
  }
}
