import type { Verdict, VerdictReason } from '../../shared/contract/health'
import type { ConnectionState } from '../connections/connection-state'

/** As much of a piece of evidence as the verdict needs. */
export interface Sign {
  readonly ok: boolean
  /** The answer took longer than a check of its kind should. */
  readonly slow: boolean
}

export interface Thresholds {
  /** Consecutive failures that make a server down. */
  readonly downAfter: number
  /** Consecutive successes that bring it back from down. */
  readonly upAfter: number
  /** Consecutive slow answers that make it slow. */
  readonly slowAfter: number
  /** For the sentence only: what counted as slow, in milliseconds. */
  readonly slowAfterMs: number
}

export interface Standing {
  readonly intent: 'on' | 'off'
  readonly connection: ConnectionState['state']
  /** Oldest first, since it was last switched on or changed; the last few dozen are enough. */
  readonly signs: readonly Sign[]
}

export interface Judgement {
  readonly verdict: Verdict
  readonly reason: VerdictReason
  readonly detail: Readonly<Record<string, number>>
}

/** What checks and calls add up to. The one place that decides it. */
export function judge({ intent, connection, signs }: Standing, thresholds: Thresholds): Judgement {
  if (intent === 'off' || connection === 'off') return unknown('switched-off')
  if (connection === 'needs-approval' || connection === 'needs-auth') return unknown(connection)
  if (signs.length === 0) return unknown('not-checked')
  const { reach, failures, slow } = tally(signs, thresholds)
  if (reach === 'down')
    return failures > 0
      ? { verdict: 'down', reason: 'failing', detail: { failures } }
      : { verdict: 'down', reason: 'recovering', detail: {} }
  if (failures > 0) return { verdict: reach, reason: 'failing-once', detail: { failures } }
  if (slow >= thresholds.slowAfter)
    return { verdict: 'slow', reason: 'answering-slowly', detail: { slowAfterMs: thresholds.slowAfterMs } }
  return { verdict: 'up', reason: 'answering', detail: {} }
}

function unknown(reason: VerdictReason): Judgement {
  return { verdict: 'unknown', reason, detail: {} }
}

function tally(signs: readonly Sign[], { downAfter, upAfter }: Thresholds) {
  let reach: 'up' | 'down' | 'unknown' = 'unknown'
  let failures = 0
  let successes = 0
  let slow = 0
  for (const sign of signs) {
    failures = sign.ok ? 0 : failures + 1
    successes = sign.ok ? successes + 1 : 0
    slow = sign.ok && sign.slow ? slow + 1 : 0
    if (failures >= downAfter) reach = 'down'
    else if (successes >= upAfter || (sign.ok && reach === 'unknown')) reach = 'up'
  }
  return { reach, failures, slow }
}
