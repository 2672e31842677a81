import type { SourceIssue, SourceStep, SourceTest } from '../../shared/contract/discovery'
import type { Clock } from '../host'
import type { NamedEntry } from './kind'

/** At most this many names and issues are told. */
const namesMax = 20
const issuesMax = 50

/** The steps of trying a source as they are taken, each with the time since the one before. */
export class SourceTrial {
  readonly #clock: Clock
  readonly #steps: SourceStep[] = []
  #since: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#since = clock.now()
  }

  /** Takes a step; answers with whether it passed. */
  step(code: SourceStep['code'], passed: boolean, detail: SourceStep['detail'] = {}): boolean {
    const now = this.#clock.now()
    const outcome = passed ? 'passed' : 'failed'
    this.#steps.push({ code, outcome, tookMs: Math.max(0, now - this.#since), detail })
    this.#since = now
    return passed
  }

  /** The last step: what it names. */
  named(entries: readonly NamedEntry[], issues: readonly SourceIssue[] = []): SourceTest {
    const names = entries.flatMap(({ document }) => document?.name ?? [])
    this.step('names-servers', names.length > 0, { servers: names.length })
    const told = [...issues, ...entries.flatMap((entry) => entry.issues)]
    return { ...this.outcome(told), servers: { count: names.length, names: names.slice(0, namesMax) } }
  }

  /** How it went, where nothing is named. */
  outcome(issues: readonly SourceIssue[] = []): SourceTest {
    return { steps: [...this.#steps], servers: { count: 0, names: [] }, issues: issues.slice(0, issuesMax) }
  }
}
