import { type ConnectionError, describe } from '../connections/errors'
import type { Clock } from '../host'
import type { ServerRecord } from '../registry/server-record'

const timeoutMs = 10_000

/** A check of one's own, made beside those Rollcall makes: all must pass. */
export interface HealthChecker {
  /** Resolves to why the server fails, in one sentence, or to null where it passes. Has 10 s; throwing is failing. */
  check(server: ServerRecord, signal: AbortSignal): Promise<string | null>
}

/** Runs a checker; null where the server passes. */
export async function runChecker(
  checker: HealthChecker,
  server: ServerRecord,
  clock: Clock,
): Promise<ConnectionError | null> {
  const limit = new AbortController()
  const { promise: late, resolve } = Promise.withResolvers<string>()
  const cancel = clock.after(timeoutMs, () => {
    limit.abort()
    resolve(`no answer within ${timeoutMs / 1_000} s`)
  })
  const check = async () => checker.check(server, limit.signal)
  const checked = check().catch((error: unknown) => String(error))
  const reason = await Promise.race([checked, late]).finally(cancel)
  return reason === null ? null : describe('check-failed', { reason: reason.slice(0, 500) })
}
