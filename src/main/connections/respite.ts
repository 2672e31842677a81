import { type ConnectionError, ConnectionFailure } from './errors'
import { retryAfterMs } from './retry-after'

const tooMany = 429
const unavailable = 503
/** Where a server has had too many requests and does not say for how long. */
const unsaidMs = 5_000
const leastMs = 1_000
/** However long a server asks for. */
const longestMs = 10 * 60_000

/** How long a server has asked to be left alone; nothing but a farewell is sent to it meanwhile. */
export class Respite {
  #until = Number.NEGATIVE_INFINITY
  #status = 0

  /** Throws ConnectionFailure asked-to-wait while it lasts. */
  check(address: string, now: number): void {
    if (!this.isOver(now)) throw this.failure(address, now)
  }

  /** With the seconds that are left. */
  failure(address: string, now: number): ConnectionFailure {
    // A clock that was set back does not make it longer.
    const restMs = Math.max(leastMs, Math.min(this.#until - now, longestMs))
    const seconds = Math.ceil(restMs / 1_000)
    return new ConnectionFailure('asked-to-wait', { address, status: this.#status, seconds })
  }

  isOver(now: number): boolean {
    return now >= this.#until
  }

  /** True where an answer asks for it: HTTP 429, or 503 with a `Retry-After`; of seconds or until a date, 10 min at most. */
  heed({ status, headers }: Response, now: number): boolean {
    if (status !== tooMany && status !== unavailable) return false
    const asked = retryAfterMs(headers.get('retry-after'), now) ?? (status === tooMany ? unsaidMs : undefined)
    if (asked === undefined) return false
    this.#until = now + Math.min(longestMs, Math.max(leastMs, asked))
    this.#status = status
    return true
  }
}

/** It is there and well, and only wants to be asked less. */
export function asksLess({ code, detail }: ConnectionError): boolean {
  return code === 'asked-to-wait' && detail.status === tooMany
}
