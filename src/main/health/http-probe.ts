import { type ConnectionError, connectionErrorOf, describe } from '../connections/errors'
import type { Clock } from '../host'

const timeoutMs = 10_000
const redirectsMax = 5

export interface HttpProbe {
  readonly latencyMs: number
  /** Null where it passed. */
  readonly error: ConnectionError | null
}

/**
 * Gets a health address: passes with any 2xx within 10 s, after redirects on the same host at most. Nothing but the
 * status is read, and none of the registration's headers go along, because the address may be someone else's.
 */
export async function probeHttp(address: string, clock: Clock): Promise<HttpProbe> {
  const startedAt = clock.now()
  const limit = new AbortController()
  const cancel = clock.after(timeoutMs, () => limit.abort(new DOMException('too slow', 'TimeoutError')))
  const error = await statusOf(new URL(address), limit.signal)
    .then((status) => (status >= 200 && status < 300 ? null : describe('http-status', { address, status })))
    .catch((thrown: unknown) => connectionErrorOf(thrown, { address, timeoutMs }))
    .finally(cancel)
  return { latencyMs: clock.now() - startedAt, error }
}

async function statusOf(url: URL, signal: AbortSignal, redirects = 0): Promise<number> {
  const response = await fetch(url, { redirect: 'manual', signal })
  await response.body?.cancel()
  const location = response.headers.get('location')
  const moved = response.status >= 300 && response.status < 400 && location !== null
  if (!moved || redirects === redirectsMax || !URL.canParse(location, url.href)) return response.status
  const next = new URL(location, url)
  if (next.host !== url.host || !next.protocol.startsWith('http')) return response.status
  return statusOf(next, signal, redirects + 1)
}
