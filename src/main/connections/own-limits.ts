import { z } from 'zod'
import { type Settings, SettingsPatch } from '../../shared/contract/settings'

/** What a server's own registration may say otherwise than the settings. */
export type OwnLimits = Pick<Settings, 'maxRequestsPerServer' | 'toolCacheTtlMs' | 'sleepAfterMs'>

const ranges = SettingsPatch.shape

/** `metadata.connection` of a registration, as `metadata.health`: a value that does not fit counts as not given. */
const Own = z
  .object({
    max_requests: ranges.maxRequestsPerServer.catch(undefined),
    cache_ttl_ms: ranges.toolCacheTtlMs.catch(undefined),
    sleep_after_ms: ranges.sleepAfterMs.catch(undefined),
  })
  .catch({})

/** The settings, with what the registration itself says before them. */
export function ownLimits(metadata: Readonly<Record<string, unknown>>, settings: Settings): OwnLimits {
  const own = metadata.connection === undefined ? {} : Own.parse(metadata.connection)
  return {
    maxRequestsPerServer: own.max_requests ?? settings.maxRequestsPerServer,
    toolCacheTtlMs: own.cache_ttl_ms ?? settings.toolCacheTtlMs,
    sleepAfterMs: own.sleep_after_ms ?? settings.sleepAfterMs,
  }
}
