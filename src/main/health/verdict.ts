import type { HealthAction, Verdict, VerdictReason } from '../../shared/contract/health'
import type { ConnectionState } from '../connections/connection-state'
import type { ConnectionError } from '../connections/errors'
import { isFlapping } from './flapping'
import type { Blindness } from './vantage'

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
  /** What counts as slow, in milliseconds. */
  readonly slowAfterMs: number
}

export interface Standing {
  readonly intent: 'on' | 'off'
  readonly connection: ConnectionState['state']
  /** What does not work of a connected server although it answers its checks. */
  readonly trouble: 'lists' | 'calls' | null
  /** Why the last attempt or the last session ended, where it did. */
  readonly error: ConnectionError['code'] | null
  /** Oldest first, since it was last switched on or changed; the last few dozen are enough. */
  readonly signs: readonly Sign[]
  /** When it went up or down, oldest first, epoch milliseconds. */
  readonly changes: readonly number[]
  /** How often its process ended before Rollcall gave up starting it; 0 where it has not. */
  readonly crashes: number
  /** How often it was given a new connection because it hung, where that was as often as may be; 0 where it was not. */
  readonly recoveries: number
  /** What keeps it from being seen from here. */
  readonly blindness: Blindness | null
  /** Nothing was heard since this machine slept or could not see it. */
  readonly unseen: boolean
  readonly now: number
}

export interface Judgement {
  readonly verdict: Verdict
  readonly reason: VerdictReason
  /** Values of the reason's sentence. */
  readonly detail: Readonly<Record<string, number>>
  readonly action: HealthAction | null
}

/** What checks and calls add up to. The one place that decides it. */
export function judge(standing: Standing, thresholds: Thresholds): Judgement {
  const { connection, changes, crashes, now } = standing
  if (standing.intent === 'off') return of('off', 'switched-off', 'connect')
  // Wanted, but not by this run of Rollcall.
  if (connection === 'off') return of('unknown', 'not-checked', null)
  if (connection === 'needs-approval') return of('unknown', connection, 'approve')
  if (connection === 'needs-auth') return of('unknown', connection, 'sign-in')
  if (connection === 'failed' && standing.error === 'identity-changed')
    return of('down', 'another-server', 'accept')
  if (connection === 'failed' && standing.error === 'program-changed')
    return of('down', 'another-program', 'accept')
  if (connection === 'asleep') return judgeAsleep(standing, thresholds)
  if (crashes > 0) return of('down', 'crash-loop', 'open-log', { crashes })
  if (standing.blindness === 'offline') return of('unknown', 'machine-offline', 'wait')
  if (standing.blindness === 'outage') return of('unknown', 'outage', 'wait')
  if (standing.unseen) return of('unknown', 'asking-anew', 'wait')
  if (isFlapping(changes, now)) return of('flapping', 'unsettled', 'resume', { changes: changes.length })
  if (standing.signs.length === 0) return of('unknown', 'not-checked', 'wait')
  return judgeSigns(standing, thresholds)
}

/** It was ended because nobody used it: as good as it was then, and asked nothing until it is used again. */
function judgeAsleep({ signs }: Standing, thresholds: Thresholds): Judgement {
  return of(reachOf(signs, thresholds) === 'down' ? 'unknown' : 'up', 'asleep', null)
}

function judgeSigns({ signs, trouble, ...standing }: Standing, thresholds: Thresholds): Judgement {
  const { reach, failures, slow } = tally(signs, thresholds)
  if (reach === 'down') return judgeDown(standing, failures)
  if (trouble !== null) return of('slow', `${trouble}-failing`, 'open-log')
  if (failures > 0) return of(reach, 'failing-once', 'wait', { failures })
  const { slowAfter, slowAfterMs } = thresholds
  if (slow >= slowAfter) return of('slow', 'answering-slowly', null, { slowAfterMs, slowAfter })
  return of('up', 'answering', null)
}

/** It is down; after some failures, or answering again. */
function judgeDown(
  { connection, error, recoveries }: Pick<Standing, 'connection' | 'error' | 'recoveries'>,
  failures: number,
): Judgement {
  if (failures === 0) return of('down', 'recovering', 'wait')
  if (connection === 'connected' && recoveries > 0)
    return of('down', 'left-hanging', 'resume', { recoveries })
  return of('down', 'failing', mendingOf(error), { failures })
}

function of(
  verdict: Verdict,
  reason: VerdictReason,
  action: HealthAction | null,
  detail: Judgement['detail'] = {},
): Judgement {
  return { verdict, reason, detail, action }
}

/** What mends a server that is down: some causes lie in the registration, a process tells its own. */
function mendingOf(error: ConnectionError['code'] | null): HealthAction {
  if (error === 'process-exited') return 'open-log'
  return error !== null && inRegistration.has(error) ? 'edit' : 'check-now'
}

const inRegistration: ReadonlySet<ConnectionError['code']> = new Set([
  'host-not-found',
  'not-mcp',
  'command-missing',
  'command-not-executable',
  'command-is-folder',
  'command-wrong-machine',
  'interpreter-missing',
  'argument-unsafe',
  'cwd-missing',
  'secret-missing',
])

/** Whether the signs say up or down, by the thresholds; unknown until they first say either. */
export function reachOf(signs: readonly Sign[], thresholds: Thresholds): 'up' | 'down' | 'unknown' {
  return tally(signs, thresholds).reach
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
