import { stripVTControlCharacters } from 'node:util'
import type {
  DoctorCode,
  DoctorFinding,
  DoctorFound,
  DoctorStep,
  DoctorStepName,
  Examination,
} from '../../../shared/contract/doctor'
import { findingOf } from './finding'

const textMax = 4_000
const linesMax = 20
const lineMax = 500

type Facts = DoctorStep['facts']

/** What a step has beside its outcome. */
interface More {
  readonly facts?: Facts
  readonly lines?: readonly string[]
}

/** What is wrong, by its code and the values of its sentence. */
export interface Trouble extends More {
  readonly code: DoctorCode
  readonly detail?: DoctorFinding['detail']
}

/** The steps of one examination as they come; at most one is under way. */
export class Sheet {
  readonly #now: () => number
  readonly #onChange: () => void
  #steps: readonly DoctorStep[]
  #since: number
  #hide = (text: string): string => text

  constructor(
    names: readonly DoctorStepName[],
    { now, onChange }: { now: () => number; onChange: () => void },
  ) {
    this.#now = now
    this.#onChange = onChange
    this.#since = now()
    this.#steps = names.map((step) => ({
      step,
      outcome: 'pending',
      durationMs: null,
      found: null,
      facts: {},
      lines: [],
      finding: null,
    }))
  }

  /** Takes secrets out of every text from now on. */
  set hide(hide: (text: string) => string) {
    this.#hide = hide
  }

  get steps(): readonly DoctorStep[] {
    return this.#steps
  }

  get outcome(): Examination['outcome'] {
    const is = (outcome: DoctorStep['outcome']) => this.#steps.some((one) => one.outcome === outcome)
    if (is('failed')) return 'failed'
    if (is('running') || is('pending')) return 'running'
    return is('warning') ? 'warned' : 'well'
  }

  /** The step under way. */
  get current(): DoctorStepName | undefined {
    return this.#steps.find(({ outcome }) => outcome === 'running')?.step
  }

  begin(step: DoctorStepName): void {
    this.#since = this.#now()
    this.#write(step, { outcome: 'running' })
  }

  /** The step under way is done, with a warning where there is one. */
  pass(found: DoctorFound, { warning, ...more }: More & { warning?: Trouble | undefined } = {}): void {
    this.#end({
      ...this.#shown(more),
      outcome: warning ? 'warning' : 'ok',
      found,
      finding: warning ? this.#finding(warning) : null,
    })
  }

  /** The step under way failed; those after it are not reached. */
  fail(trouble: Trouble): void {
    this.#end({ ...this.#shown(trouble), outcome: 'failed', finding: this.#finding(trouble) })
    this.#steps = this.#steps.map((one) =>
      one.outcome === 'pending' ? { ...one, outcome: 'not-reached' } : one,
    )
    this.#onChange()
  }

  #end(part: Partial<DoctorStep>): void {
    const { current } = this
    if (current) this.#write(current, { ...part, durationMs: this.#now() - this.#since })
  }

  #write(step: DoctorStepName, part: Partial<DoctorStep>): void {
    this.#steps = this.#steps.map((one) => (one.step === step ? { ...one, ...part } : one))
    this.#onChange()
  }

  #shown({ facts = {}, lines = [] }: More): Pick<DoctorStep, 'facts' | 'lines'> {
    return {
      facts: this.#values(facts),
      lines: lines.slice(-linesMax).map((line) => this.#text(line, lineMax)),
    }
  }

  #finding({ code, detail = {} }: Trouble): DoctorFinding {
    return findingOf(code, this.#values(detail))
  }

  #values<T extends Readonly<Record<string, string | number | undefined>>>(values: T): T {
    const shown = Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? this.#text(value, textMax) : value,
    ])
    return Object.fromEntries(shown) as T
  }

  #text(text: string, max: number): string {
    return this.#hide(stripVTControlCharacters(text)).slice(0, max)
  }
}
