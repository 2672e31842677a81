import { type ConnectionError, connectionErrorOf, describe } from '../connections/errors'
import { retryAfterMs } from '../connections/retry-after'
import type { Clock } from '../host'

const redirectsMax = 5
/** A server that does not say how long to wait, or not so that it can be read. */
const usualWaitMs = 60_000
const longestWaitMs = 3_600_000

export interface HttpProbe {
  readonly latencyMs: number
  /** Null where it passed. */
  readonly error: ConnectionError | null
  /** It passed, but asks not to be asked again for so long (HTTP 429); null where it does not. */
  readonly waitMs: number | null
}

interface Answer {
  readonly status: number
  readonly retryAfter: string | null
}

/**
 * Gets a health address: passes with any 2xx within `timeoutMs`, after redirects on the same host at most. "Too many requests"
 * passes too, with how long to wait: 1 s to an hour. Nothing but the status is read, and none of the registration's
 * headers go along, because the address may be someone else's.
 */
export async function probeHttp(address: string, timeoutMs: number, clock: Clock): Promise<HttpProbe> {
  const startedAt = clock.now()
  const outcome = await answerOf(new URL(address), AbortSignal.timeout(timeoutMs))
    .then(({ status, retryAfter }) => {
      if (status === 429) return { error: null, waitMs: waitOf(retryAfter, clock.now()) }
      const passed = status >= 200 && status < 300
      return { error: passed ? null : describe('http-status', { address, status }), waitMs: null }
    })
    .catch((thrown: unknown) => ({ error: connectionErrorOf(thrown, { address, timeoutMs }), waitMs: null }))
  return { latencyMs: clock.now() - startedAt, ...outcome }
}

/** What a `Retry-After` header says, in milliseconds: seconds, or a date. */
export function waitOf(retryAfter: string | null, now: number): number {
  const waitMs = retryAfterMs(retryAfter, now) ?? usualWaitMs
  return Math.min(longestWaitMs, Math.max(1_000, waitMs))
}

async function answerOf(url: URL, signal: AbortSignal, redirects = 0): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', signal })
  await response.body?.cancel()
  const { status, headers } = response
  const location = headers.get('location')
  const answer = { status, retryAfter: headers.get('retry-after') }
  const moved = status >= 300 && status < 400 && location !== null
  if (!moved || redirects === redirectsMax || !URL.canParse(location, url.href)) return answer
  const next = new URL(location, url)
  if (next.host !== url.host || !next.protocol.startsWith('http')) return answer
  return answerOf(next, signal, redirects + 1)
}
