import type { Client } from '@modelcontextprotocol/client'
import type { Clock } from '../host'
import { type ConnectionError, describe, isForeign } from './errors'
import type { Era } from './negotiate'
import type { Traffic } from './traffic'

/** A server that has not given a sign of life by then has missed its check, unless it is known to take longer. */
const patienceMs = 3_000
/** The answer to a check is waited for so long: a late one tells how long this server takes. */
const lateMs = 10_000

/** What a probe found. */
export interface Probe {
  readonly kind: 'ping' | 'discover'
  readonly latencyMs: number
  /** Null where the server answered, be it with a protocol error. */
  readonly error: ConnectionError | null
}

interface Parts {
  readonly client: Client
  readonly era: Era
  readonly address: string
  readonly clock: Clock
  readonly traffic: Traffic
  readonly requestTimeoutMs: () => number
  readonly failureOf: (thrown: unknown, timeoutMs: number) => ConnectionError
}

/** Feels whether a server lives, and learns how long that takes with it. */
export class Pulse {
  readonly #parts: Parts
  /** How long a check may take, as this server is known. */
  #usualMs = 0

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * Asks for a sign of life: `server/discover` on a modern server, `ping` on a legacy one. Waits `withinMs`, longer where
   * the server is known to take longer, at most 10 s; whatever else it says meanwhile is a sign of life, too.
   */
  async feel(signal: AbortSignal, withinMs = patienceMs): Promise<Probe> {
    const { client, era, address, clock, traffic, requestTimeoutMs, failureOf } = this.#parts
    const kind = era === 'modern' ? 'discover' : 'ping'
    const startedAt = clock.now()
    const timeoutMs = Math.min(Math.max(withinMs, this.#usualMs), lateMs, requestTimeoutMs())
    const { promise: missed, resolve } = Promise.withResolvers<ConnectionError>()
    const late = setTimeout(
      () => resolve(describe('timeout', { address, seconds: timeoutMs / 1_000 })),
      timeoutMs,
    ).unref()
    const answer = client[kind]({ timeout: Math.min(lateMs, requestTimeoutMs()), signal }).then(
      () => null,
      (thrown: unknown) => failureOf(thrown, timeoutMs),
    )
    void answer.then((error) => {
      clearTimeout(late)
      if (error === null) this.#usualMs = Math.min(lateMs, 2 * (clock.now() - startedAt))
    })
    const error = await Promise.race([answer, missed])
    const isAlive = error?.code === 'timeout' && traffic.answeredAt > startedAt
    const latencyMs = clock.now() - startedAt
    if (error === null || isAlive) return { kind, latencyMs, error: null }
    if (isForeign(error, era))
      return { kind, latencyMs, error: describe('session-lost', { ...error.detail }) }
    return { kind, latencyMs, error: error.code === 'protocol' ? null : error }
  }
}
