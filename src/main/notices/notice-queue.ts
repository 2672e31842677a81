/** What a server, or this machine, can be told of. `blind`: the machine cannot see. */
type Trouble = 'down' | 'crash-loop' | 'flapping' | 'needs-auth' | 'certificate' | 'blind'
export type Condition = 'well' | Trouble

/** The subject that is this machine; told of by itself, and never made to wait for servers. */
export const thisMachine = ''

/** What happens within this is told together. */
const gatherMs = 10_000
/** One subject is told of no sooner again. */
const betweenOfOneMs = 5 * 60_000
/** Nothing is told of servers sooner after the last time. */
const betweenMs = 60_000

interface Subject {
  /** As a person knows it: told, or so from the start; null before the first. */
  known: Condition | null
  /** Since when; epoch milliseconds, as all times here. */
  since: number
  /** A person was told of it. */
  told: boolean
  toldAt: number | null
  /** What is otherwise by now. */
  waiting: { readonly condition: Condition; readonly since: number } | null
}

/** One thing to tell. */
export interface Telling {
  readonly subject: string
  readonly condition: Condition
  /** Where it is well again: how long it was not. */
  readonly lastedMs: number | null
}

/**
 * Decides what a person is told and when. The first that is known of a subject is no news; neither is what has passed by
 * the time it could be told, nor a recovery from trouble nobody was told of. Only the present state of a subject waits.
 */
export class NoticeQueue {
  readonly #subjects = new Map<string, Subject>()
  #toldAt: number | null = null

  /** Whether there may be something to tell later. */
  get waits(): boolean {
    return this.#subjects.values().some(({ waiting }) => waiting !== null)
  }

  /** How a subject is now. */
  note(id: string, condition: Condition, now: number): void {
    const subject = this.#subjects.get(id) ?? unknown(now)
    this.#subjects.set(id, subject)
    if (subject.known === null) {
      settle(subject, { condition, since: now }, false)
    } else if (subject.known === condition) {
      subject.waiting = null
    } else if (isQuietChange(subject, condition)) {
      settle(subject, { condition, since: now }, subject.told && condition !== 'well')
    } else if (subject.waiting?.condition !== condition) {
      subject.waiting = { condition, since: now }
    }
  }

  /** It cannot be seen: what waited may not be so. */
  lose(id: string): void {
    const subject = this.#subjects.get(id)
    if (subject) subject.waiting = null
  }

  /** It is not wanted: what comes next is the first that is known. */
  rest(id: string): void {
    const subject = this.#subjects.get(id)
    if (subject) Object.assign(subject, { known: null, waiting: null })
  }

  /** It is not there any more. */
  forget(id: string): void {
    this.#subjects.delete(id)
  }

  /**
   * What is to be told at this moment, together, in the order it came about. `quiet`: nothing now, it waits. `silent`:
   * of these never; what is so by now counts as known.
   */
  take(now: number, { quiet, silent }: { quiet: boolean; silent: (id: string) => boolean }): Telling[] {
    for (const [id, subject] of this.#subjects)
      if (subject.waiting && silent(id)) settle(subject, subject.waiting, false)
    if (quiet) return []
    const ready = [...this.#subjects]
      .flatMap(([id, subject]) => (subject.waiting ? [{ id, subject, ...subject.waiting }] : []))
      .filter(({ subject: { toldAt } }) => isPast(toldAt, betweenOfOneMs, now))
      .sort((one, other) => one.since - other.since)
    const machine = ready.filter(({ id }) => id === thisMachine)
    const servers = ready.filter(({ id }) => id !== thisMachine)
    const due = [machine, isPast(this.#toldAt, betweenMs, now) ? servers : []].find(
      ([first]) => first !== undefined && isPast(first.since, gatherMs, now),
    )
    if (!due) return []
    if (due === servers) this.#toldAt = now
    return due.map(({ id, subject, condition, since }) => {
      const lastedMs = condition === 'well' ? Math.max(0, since - subject.since) : null
      settle(subject, { condition, since }, true)
      subject.toldAt = now
      return { subject: id, condition, lastedMs }
    })
  }
}

const unknown = (since: number): Subject => ({ known: null, since, told: false, toldAt: null, waiting: null })

const endsQuietly: ReadonlySet<Condition> = new Set(['needs-auth', 'certificate', 'blind'])

/** A change nobody needs to hear of: the end of what was not told, or of what a person ended; less of the same. */
function isQuietChange({ known, told }: Subject, condition: Condition): boolean {
  if (condition === 'well') return !told || (known !== null && endsQuietly.has(known))
  return known === 'crash-loop' && condition === 'down'
}

function settle(
  subject: Subject,
  { condition, since }: NonNullable<Subject['waiting']>,
  told: boolean,
): void {
  // From one trouble to another it has not been well in between.
  if (subject.known === null || subject.known === 'well' || condition === 'well') subject.since = since
  subject.known = condition
  subject.told = told
  subject.waiting = null
}

/** A clock that was set back does not make anybody wait. */
function isPast(at: number | null, ms: number, now: number): boolean {
  return at === null || now - at >= ms || now < at
}
