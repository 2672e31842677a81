import type { ConnectionFailure } from './errors'
import { Respite } from './respite'

/** What a server can do against the protocol without being stopped at once; each has a line in its log. */
export type Violation =
  | 'not-a-message'
  | 'answer-unknown'
  | 'answer-twice'
  | 'request-unasked'
  | 'ping-flood'
  | 'over-limit'
  | 'entry-stray'

const minuteMs = 60_000
/** Of one minute; with more a server is put aside. */
export const violationsMax = 20
/** An answer that breaks a limit is worse than a slip: the third within a minute is the last. */
const overLimitWeight = 7
/** A server may ask for a sign of life so often within a minute; each answer is a request to it. */
export const pingsMax = 60
/** Streams opened again within a minute. */
const reopeningsMax = 10
const reopenMinMs = 1_000
const reopenMaxMs = 5 * minuteMs
/** A server's word on when to come back is taken up to this much later, so that many do not come at once. */
const reopenJitter = 0.2

/** How one server keeps to the protocol, over all its connections. */
export class Conduct {
  /** How long it asked to be left alone. */
  readonly respite = new Respite()
  #violations = 0
  #recent: { at: number; weight: number }[] = []
  #pings: number[] = []
  #reopenings: number[] = []
  #failure: ConnectionFailure | undefined
  #excess: ConnectionFailure | undefined

  /** Everything it did against the protocol since it is known. */
  get violations(): number {
    return this.#violations
  }

  /** What ended the present connection, where it was the server's conduct. */
  get failure(): ConnectionFailure | undefined {
    return this.#failure
  }

  /** An answer was cut off; its request asks why. */
  exceed(failure: ConnectionFailure): void {
    this.#excess = failure
  }

  /** Why an answer was cut off, told once. */
  takeExcess(): ConnectionFailure | undefined {
    const excess = this.#excess
    this.#excess = undefined
    return excess
  }

  /** A new connection begins: what ended the last one is not its fault. */
  begin(): void {
    this.#failure = undefined
    this.#excess = undefined
  }

  /** This connection is not to go on. */
  fail(failure: ConnectionFailure): void {
    this.#failure ??= failure
  }

  /** A line on stdout that was no message: told, never a reason to stop, because a program that chats may still work. */
  noise(): void {
    this.#violations += 1
  }

  /** Counts a violation; true when it is one too many within a minute. */
  violate(violation: Violation, nowMs: number): boolean {
    this.#violations += 1
    this.#recent = this.#recent.filter(({ at }) => at > nowMs - minuteMs)
    this.#recent.push({ at: nowMs, weight: violation === 'over-limit' ? overLimitWeight : 1 })
    return this.#recent.reduce((sum, { weight }) => sum + weight, 0) > violationsMax
  }

  /** Counts a ping of the server; false where it is one too many within a minute, not to be answered. */
  pinged(nowMs: number): boolean {
    this.#pings = this.#pings.filter((at) => at > nowMs - minuteMs)
    if (this.#pings.length >= pingsMax) return false
    this.#pings.push(nowMs)
    return true
  }

  /**
   * How long to wait before a stream is opened again where the server, or the SDK, asks for `askedMs`: at least 1 s,
   * at most 5 min unless ten were opened within the minute, and a little more, at random. Counts it as opened.
   */
  reopenInMs(askedMs: number, nowMs: number, random = Math.random): number {
    const asked = Number.isFinite(askedMs) ? askedMs : reopenMinMs
    const waitMs = Math.min(reopenMaxMs, Math.max(reopenMinMs, asked)) * (1 + reopenJitter * random())
    const last = this.#reopenings.at(-reopeningsMax)
    const at = Math.ceil(Math.max(nowMs + waitMs, last === undefined ? 0 : last + minuteMs))
    this.#reopenings = [...this.#reopenings, at].sort((a, b) => a - b).slice(-reopeningsMax)
    return at - nowMs
  }
}
