import type { ActivityEvent, EventKind } from '../../shared/contract/activity'
import { ActivityEvent as ActivityEventShape } from '../../shared/contract/activity'
import { Fault } from '../../shared/contract/fault'
import type { Database } from '../database/database'
import { LateWrite } from '../database/late-write'
import type { Clock } from '../host'
import { Wake } from '../wake'
import { conditionsOf, type EventFilter, fits } from './event-filter'

/** Events kept; older ones go. */
export const activityMax = 50_000
/** Events a follower may lag behind, and events held in memory while the disk is full. */
const waitingMax = 1_000
const pruneEvery = 500
/** Calls are written together: none waits for the disk, and a crash loses those of the last second. */
const lateMs = 1_000
const mayBeLate: ReadonlySet<EventKind> = new Set(['tool-called'])

export interface Happening {
  readonly kind: EventKind
  /** The server's name. */
  readonly server?: string | null
  /** The source's id. */
  readonly source?: string | null
  readonly detail?: ActivityEvent['detail']
}

interface Query extends EventFilter {
  readonly after?: number | undefined
  readonly before?: number | undefined
  readonly limit: number
}

/** What happened, in order, bounded. Ids are given out here, one by one, so that a gap means something was missed. */
export class Activity {
  readonly #database: Database
  readonly #clock: Clock
  readonly #followers = new Set<Follower>()
  readonly #late: LateWrite
  #lastId = 0
  #prunedAt = 0
  /** Not on disk yet, or because the disk was full; that is tried again with the next event. */
  #unwritten: ActivityEvent[] = []
  /** What is unwritten will be at the end of this turn. */
  #isWriting = false

  constructor(parts: { database: Database; clock: Clock }) {
    this.#database = parts.database
    this.#clock = parts.clock
    this.#late = new LateWrite(parts.clock, lateMs, () => this.#write())
  }

  start(): void {
    this.#lastId = Number(this.#database.prepare('SELECT max(id) AS id FROM activity').get()?.id ?? 0)
    this.#prune()
  }

  /** Writes what is waiting. */
  end(): void {
    this.#late.end()
    if (this.#unwritten.length > 0) this.#write()
  }

  record({ kind, server = null, source = null, detail = {} }: Happening): ActivityEvent {
    const at = new Date(this.#clock.now()).toISOString()
    const event = { id: ++this.#lastId, at, kind, server, source, detail }
    this.#unwritten.push(event)
    if (this.#unwritten.length >= waitingMax) this.#write()
    else if (mayBeLate.has(kind)) this.#late.soon()
    else this.#writeThisTurn()
    for (const follower of this.#followers) follower.push(event)
    return event
  }

  /** Those that follow `after`, else those just before `before`, else the newest. Oldest first, at most `limit`. */
  list({ after, before, limit, ...filter }: Query): ActivityEvent[] {
    const over = Math.max(after ?? 0, this.#lastId - activityMax)
    const below = before ?? this.#lastId + 1
    const { where, values } = conditionsOf(filter)
    const rows = this.#database
      .prepare(
        `SELECT id, at, kind, server, source, detail FROM activity
         WHERE ${['id > ?', 'id < ?', ...where].join(' AND ')}
         ORDER BY id ${after === undefined ? 'DESC' : 'ASC'} LIMIT ?`,
      )
      .all(over, below, ...values, limit)
      .map(eventOf)
    if (after === undefined) rows.reverse()
    const held = this.#unwritten.filter((event) => event.id > over && event.id < below && fits(event, filter))
    const all = [...rows, ...held]
    return after === undefined ? all.slice(-limit) : all.slice(0, limit)
  }

  /**
   * Each event once, from the moment of asking (not of the first read) until the signal ends.
   * Throws Fault `too-many` to a follower that lags over 1,000 events behind: it asks again with `list({ after })`.
   */
  follow(signal: AbortSignal): AsyncGenerator<ActivityEvent> {
    const follower = new Follower(signal, () => this.#followers.delete(follower))
    if (!signal.aborted) this.#followers.add(follower)
    return follower.events()
  }

  /** Sequences being followed now. */
  get followers(): number {
    return this.#followers.size
  }

  /** What happens in one turn is written at its end, together: ten thousand servers are not ten thousand transactions. */
  #writeThisTurn(): void {
    if (this.#isWriting) return
    this.#isWriting = true
    queueMicrotask(() => {
      this.#isWriting = false
      if (this.#unwritten.length > 0) this.#write()
    })
  }

  #write(): void {
    try {
      this.#database.quickTransaction(() => {
        for (const event of this.#unwritten) this.#insert(event)
      })
      this.#unwritten = []
      if (this.#lastId - this.#prunedAt >= pruneEvery) this.#prune()
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'disk-full')) throw error
      this.#unwritten = this.#unwritten.slice(-waitingMax)
    }
  }

  #insert({ id, at, kind, server, source, detail }: ActivityEvent): void {
    this.#database
      .prepare('INSERT INTO activity (id, at, kind, server, source, detail) VALUES (?, ?, ?, ?, ?, ?)')
      .run(id, Date.parse(at), kind, server, source, JSON.stringify(detail))
  }

  #prune(): void {
    this.#prunedAt = this.#lastId
    this.#database.quickTransaction(() =>
      this.#database.prepare('DELETE FROM activity WHERE id <= ?').run(this.#lastId - activityMax),
    )
  }
}

function eventOf(row: Record<string, unknown>): ActivityEvent {
  return ActivityEventShape.parse({
    ...row,
    at: new Date(Number(row.at)).toISOString(),
    detail: JSON.parse(String(row.detail)),
  })
}

/** One reader of the sequence, with what it has not read yet. */
class Follower {
  readonly #signal: AbortSignal
  readonly #leave: () => void
  readonly #wake: Wake
  readonly #waiting: ActivityEvent[] = []
  #lagging = false

  constructor(signal: AbortSignal, leave: () => void) {
    this.#signal = signal
    this.#leave = leave
    this.#wake = new Wake(signal)
    signal.addEventListener('abort', leave, { once: true })
  }

  push(event: ActivityEvent): void {
    if (this.#waiting.length < waitingMax) {
      this.#waiting.push(event)
    } else {
      this.#lagging = true
      this.#leave()
    }
    this.#wake.wake()
  }

  async *events(): AsyncGenerator<ActivityEvent> {
    try {
      for (;;) {
        for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
          if (this.#signal.aborted) return
          yield next
        }
        if (this.#lagging)
          throw new Fault('too-many', `Fell more than ${waitingMax} events behind.`, { limit: waitingMax })
        if (this.#signal.aborted) return
        await this.#wake.sleep()
      }
    } finally {
      this.#signal.removeEventListener('abort', this.#leave)
      this.#leave()
    }
  }
}
