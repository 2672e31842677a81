import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { Fault } from '../../shared/contract/fault'
import type { Clock } from '../host'

/** Failed tries in a minute before the answer becomes 429. */
export const failuresPerMinute = 10

/** 256 random bits, in characters that may stand in a URL's fragment and in a WebSocket subprotocol. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What a token may be made of, so that it fits every place it is sent in. */
export const tokenPattern = /^[A-Za-z0-9._~-]{1,256}$/

/**
 * Knows the token of this launch. The right token always passes, so a stranger's wrong tries
 * cannot lock out the person at the keyboard.
 */
export class TokenGate {
  readonly #digest: Buffer
  readonly #clock: Clock
  #failedAt: number[] = []

  constructor(token: string, clock: Clock) {
    this.#digest = digestOf(token)
    this.#clock = clock
  }

  /** Faults: unauthorized, too-many. Takes the same time whatever is wrong with the token. */
  admit(presented: string | undefined): void {
    if (timingSafeEqual(digestOf(presented ?? ''), this.#digest)) return
    const now = this.#clock.now()
    this.#failedAt = this.#failedAt.filter((at) => now - at < 60_000)
    if (this.#failedAt.length >= failuresPerMinute)
      throw new Fault('too-many', 'Too many tries with a wrong token. Wait a minute.')
    this.#failedAt.push(now)
    throw new Fault('unauthorized', 'The token is missing or wrong.')
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
