import type { Beat, Health as HealthShape, Verdict } from '../../shared/contract/health'
import type { Evidence } from '../connections/evidence'
import { checkView, type Entry } from './check-log'
import { Crashes } from './crashes'
import type { Cause } from './incidents'
import { timedKinds } from './latencies'
import type { Remote } from './outage'
import { Recoveries } from './recoveries'
import { type Judgement, judge, reachOf, type Sign, type Standing, type Thresholds } from './verdict'

/** Bars of a row, and as many signs as a verdict can depend on. */
const keptMax = 40
/** Ups and downs remembered; more within five minutes say nothing more. */
const changesMax = 16
/** Up without a failure for this long, a server needs looking at less often. */
const steadyMs = 10 * 60_000

/** A server that answered this shortly before it failed was working. */
const workingMs = 10 * 60_000

/** What the connection and the place contribute to a verdict. */
type Circumstances = Pick<Standing, 'intent' | 'connection' | 'trouble' | 'error' | 'blindness'>

/** What is known of one server's health. */
export class Chart {
  #signs: Sign[] = []
  #changes: number[] = []
  readonly #crashes = new Crashes()
  readonly #recoveries = new Recoveries()
  readonly #beats: Beat[]
  #last: Entry | undefined
  #ok: Pick<Entry, 'at' | 'kind'> | undefined
  #judgement: Judgement = { verdict: 'unknown', reason: 'not-checked', detail: {}, action: 'wait' }
  #reached: boolean | null = null
  #since: number | null = null
  #faultyAt = Number.NEGATIVE_INFINITY
  #brokeAt: number | null = null
  #unseen = false
  #told: Verdict = 'unknown'
  #cause: Cause | null = null
  #failingSince = Number.NEGATIVE_INFINITY

  /** Begins with what earlier runs kept, newest first: shown as bars, but no base for a verdict. */
  constructor(earlier: readonly Entry[], lastGood: Pick<Entry, 'at' | 'kind'> | undefined) {
    this.#beats = earlier.slice(0, keptMax).toReversed().map(beatOf)
    this.#last = earlier[0]
    this.#ok = lastGood
  }

  get judgement(): Judgement {
    return this.#judgement
  }

  /** The first failure of the last run of them; null where there was none. */
  get cause(): Cause | null {
    return this.#cause
  }

  /** When the first of the last run of failures was seen, epoch milliseconds; only of use while it lasts. */
  get failingSince(): number {
    return this.#failingSince
  }

  /** Whether its last signs are failures. */
  get isFailing(): boolean {
    return this.#signs.at(-1)?.ok === false
  }

  /** Whether it is to be left alone: trying again by itself has made nothing better. */
  get resting(): boolean {
    const { reason } = this.#judgement
    return reason === 'unsettled' || reason === 'crash-loop'
  }

  /** Takes a piece of evidence and returns it as it is to be kept. */
  add(evidence: Evidence, thresholds: Thresholds): Entry {
    const { serverId: server, at, kind, ok, latencyMs, error } = evidence
    const slow = ok && timedKinds.has(kind) && (latencyMs ?? 0) > thresholds.slowAfterMs
    const mark = ok ? (slow || evidence.strained ? 's' : 'u') : 'd'
    const told = error && { code: error.code, message: error.message }
    const entry: Entry = { server, at, kind, mark, latencyMs, error: told }
    if (error && this.#signs.at(-1)?.ok !== false) {
      this.#cause = { ...error, detail: { ...error.detail } }
      this.#failingSince = at
    }
    this.#sign({ ok, slow }, at, thresholds)
    if (error?.code === 'process-exited') this.#crashes.add(at)
    this.#beats.push(beatOf(entry))
    if (this.#beats.length > keptMax) this.#beats.shift()
    this.#last = entry
    if (ok) this.#ok = entry
    else this.#faultyAt = at
    this.#brokeAt = ok ? null : this.#brokenSince(at)
    this.#unseen = false
    return entry
  }

  /** What was seen so far says nothing of the server as it is now. */
  forgetSigns(): void {
    this.#signs = []
    this.#unseen = false
    this.#brokeAt = null
    this.#cause = null
    this.resume()
  }

  /** What was seen until now may have been this machine's own doing; a loop of crashes is none. */
  loseSight(): void {
    this.#signs = []
    this.#changes = []
    this.#unseen = true
  }

  /** Time went on without this machine, or was set: no two moments before and after can be compared. */
  sleep(): void {
    this.loseSight()
    this.#brokeAt = null
  }

  /** For whether many broke at once. */
  get remote(): Remote {
    return { brokeAt: this.#brokeAt, okAt: this.#ok?.at ?? null }
  }

  /** The verdict that was last told, where this one is news. Not knowing is none, unless a person is asked for something. */
  news(): Verdict | undefined {
    const { verdict, reason } = this.#judgement
    const before = this.#told
    const asks = reason === 'needs-approval' || reason === 'needs-auth'
    if (verdict === before || (verdict === 'unknown' && !asks)) return undefined
    this.#told = verdict
    return before
  }

  /** It is to be tried by itself again. */
  resume(): void {
    this.#changes = []
    this.#crashes.forget()
    this.#recoveries.forget()
  }

  /** Whether it may be given a new connection because it hangs; it counts then. */
  mayRecover(now: number): boolean {
    return this.#recoveries.allow(now)
  }

  /** Judges anew; true where the verdict changed, or it fell asleep or woke. */
  judge(circumstances: Circumstances, thresholds: Thresholds, now: number): boolean {
    const before = this.#judgement
    this.#reached = reachedOf(circumstances, this.#reached)
    const standing = {
      ...circumstances,
      signs: this.#signs,
      changes: this.#changes,
      crashes: this.#crashes.looping,
      recoveries: this.#recoveries.spent(now),
      unseen: this.#unseen,
      now,
    }
    this.#judgement = judge(standing, thresholds)
    const { verdict, reason } = this.#judgement
    const turned = (reason === 'asleep') !== (before.reason === 'asleep')
    const changed = verdict !== before.verdict || turned
    if (changed) this.#since = now
    return changed
  }

  /** Up and without a failure for so long that it need not be looked at so often. */
  isSteady(now: number): boolean {
    if (this.#judgement.reason !== 'answering' || this.#since === null) return false
    return now - Math.max(this.#since, this.#faultyAt) >= steadyMs
  }

  view(uptime24h: number | null): HealthShape {
    const { verdict, reason, detail, action } = this.#judgement
    return {
      verdict,
      reason,
      detail: { ...detail },
      action,
      reached: this.#reached,
      since: isoOf(this.#since),
      checkedAt: this.#last ? isoOf(this.#last.at) : null,
      okAt: this.#ok ? isoOf(this.#ok.at) : null,
      okKind: this.#ok?.kind ?? null,
      latencyMs: this.#last?.latencyMs ?? null,
      uptime24h,
      beats: [...this.#beats],
    }
  }

  #brokenSince(at: number): number | null {
    if (this.#brokeAt !== null) return this.#brokeAt
    return this.#ok !== undefined && at - this.#ok.at <= workingMs ? at : null
  }

  #sign(sign: Sign, at: number, thresholds: Thresholds): void {
    const before = reachOf(this.#signs, thresholds)
    this.#signs = [...this.#signs, sign].slice(-keptMax)
    const now = reachOf(this.#signs, thresholds)
    if (before !== now && before !== 'unknown') this.#changes = [...this.#changes, at].slice(-changesMax)
  }
}

/** An attempt that is under way has not been decided; being asked to sign in is an answer. */
function reachedOf({ intent, connection, error }: Circumstances, before: boolean | null): boolean | null {
  if (intent === 'off' || connection === 'off' || connection === 'needs-approval') return null
  if (connection === 'connected' || connection === 'asleep' || connection === 'needs-auth') return true
  return error === null ? before : false
}

function beatOf(entry: Entry): Beat {
  return { at: checkView(entry).at, mark: entry.mark, latencyMs: entry.latencyMs }
}

function isoOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
