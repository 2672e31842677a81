import type { Beat, Health as HealthShape } from '../../shared/contract/health'
import type { Evidence } from '../connections/evidence'
import { checkView, type Entry } from './check-log'
import { type Judgement, judge, type Sign, type Standing, type Thresholds } from './verdict'

/** Bars of a row, and as many signs as a verdict can depend on. */
const keptMax = 40

/** Kinds whose time says how fast the server is; a connect starts processes, a call does the tool's work. */
const timed: ReadonlySet<Evidence['kind']> = new Set(['ping', 'discover', 'http'])

/** What is known of one server's health. */
export class Chart {
  #signs: Sign[] = []
  readonly #beats: Beat[]
  #last: Entry | undefined
  #okAt: number | null
  #judgement: Judgement = { verdict: 'unknown', reason: 'not-checked', detail: {} }
  #since: number | null = null

  /** Begins with what earlier runs kept, newest first: shown as bars, but no base for a verdict. */
  constructor(earlier: readonly Entry[], okAt: number | null) {
    this.#beats = earlier.slice(0, keptMax).toReversed().map(beatOf)
    this.#last = earlier[0]
    this.#okAt = okAt
  }

  get judgement(): Judgement {
    return this.#judgement
  }

  /** Takes a piece of evidence and returns it as it is to be kept. */
  add(evidence: Evidence, slowAfterMs: number): Entry {
    const { serverId: server, at, kind, ok, latencyMs, error } = evidence
    const slow = ok && timed.has(kind) && (latencyMs ?? 0) > slowAfterMs
    const mark = ok ? (slow ? 's' : 'u') : 'd'
    const told = error && { code: error.code, message: error.message }
    const entry: Entry = { server, at, kind, mark, latencyMs, error: told }
    this.#signs = [...this.#signs, { ok, slow }].slice(-keptMax)
    this.#beats.push(beatOf(entry))
    if (this.#beats.length > keptMax) this.#beats.shift()
    this.#last = entry
    if (ok) this.#okAt = at
    return entry
  }

  /** What was seen so far says nothing of the server as it is now. */
  forgetSigns(): void {
    this.#signs = []
  }

  /** Judges anew; true where the verdict changed. */
  judge(standing: Omit<Standing, 'signs'>, thresholds: Thresholds, now: number): boolean {
    const before = this.#judgement
    this.#judgement = judge({ ...standing, signs: this.#signs }, thresholds)
    const changed = this.#judgement.verdict !== before.verdict
    if (changed) this.#since = now
    return changed
  }

  view(uptime24h: number | null): HealthShape {
    const { verdict, reason, detail } = this.#judgement
    return {
      verdict,
      reason,
      detail: { ...detail },
      since: isoOf(this.#since),
      checkedAt: this.#last ? isoOf(this.#last.at) : null,
      okAt: isoOf(this.#okAt),
      latencyMs: this.#last?.latencyMs ?? null,
      uptime24h,
      beats: [...this.#beats],
    }
  }
}

function beatOf(entry: Entry): Beat {
  return { at: checkView(entry).at, mark: entry.mark, latencyMs: entry.latencyMs }
}

function isoOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
