import { EventEmitter } from 'node:events'
import type { ServerRecord } from '../registry/server-record'
import { Attempts } from './attempts'
import { Coming } from './coming'
import { type ConnectionState, entered, stateAfter, switchedOff } from './connection-state'
import { detailsOf, type ToldDetails } from './details'
import { type ConnectionError, ConnectionFailure, connectionErrorOf } from './errors'
import { type Evidence, evidenceOf } from './evidence'
import { Farewells } from './farewells'
import { LastLines } from './last-lines'
import { type ConnectionParts, type Live, openLive } from './live'
import { noteAsleep, noteAttempt, noteConnected, noteFailed, noteLost } from './log-notes'
import { type Learned, nothingLearned } from './open'
import { Renewals } from './renewals'
import { asksLess } from './respite'
import { Retries } from './retries'
import { ServerLog } from './server-log'
import type { Session } from './session'
import { Shelf } from './shelf'
import { sameTarget } from './target'

/** How long requests under way may still take before their session is ended for another. */
const drainMs = 10_000
/** Attempts somebody waits for go before all others. */
const urgent = 10_000_000

/** Wanted, and between two attempts. */
const atRest: ReadonlySet<ConnectionState['state']> = new Set(['waiting', 'failed', 'needs-auth'])

/**
 * The life of one server's connection: off, waiting for a place or the next attempt, connecting, connected, and back,
 * for ever while it is wanted; asleep while nobody uses it. At most one of an attempt, a timer and a live session exists at any time.
 */
export class Connection extends EventEmitter<{
  changed: []
  evidence: [Evidence]
  connected: []
  /** Its registration is another one now. */
  replaced: []
  /** Its lists were read. */
  listed: []
}> {
  /** Lives as long as the server is registered. */
  readonly log: ServerLog
  /** What it offers, as of the last lists; kept while disconnected. */
  readonly shelf = new Shelf()
  readonly #parts: ConnectionParts
  readonly #retries: Retries
  #record: ServerRecord
  #state: ConnectionState
  #live: Live | undefined
  readonly #attempts: Attempts<Live>
  readonly #renewals: Renewals
  readonly #farewells = new Farewells()
  /** Somebody may wait for the session that is being opened. */
  readonly #coming = new Coming()
  #learned: Learned = nothingLearned()
  #held = false
  #ended = false
  readonly #stderr = new LastLines()

  constructor(record: ServerRecord, parts: ConnectionParts) {
    super()
    this.#record = record
    this.#parts = parts
    this.#state = switchedOff(parts.host.clock.now())
    this.log = new ServerLog(parts.host.clock)
    this.#renewals = new Renewals(parts.host.clock)
    this.#attempts = new Attempts(parts.gate, (live) => this.#farewells.say(live, 0))
    this.#retries = new Retries(parts.host.clock, () => this.reconsider())
  }

  get record(): ServerRecord {
    return this.#record
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** The live session, if there is one. */
  get session(): Session | undefined {
    return this.#live?.session
  }

  /** Reads its lists, while there is a live session. */
  get offers(): Live['offers'] | undefined {
    return this.#live?.offers
  }

  /** Settles when the session that requests may wait for is there, or will not come; undefined where none is to come. */
  get coming(): Promise<void> | undefined {
    return this.#coming.promise
  }

  get details(): ToldDetails {
    return detailsOf(this.#live, this.#learned, this.#stderr)
  }

  /** It asked to be left alone, and that is not over. */
  get isResting(): boolean {
    return !this.#learned.conduct.respite.isOver(this.#parts.host.clock.now())
  }

  get certificateEndsAt(): number | null {
    return this.#learned.certificateEndsAt
  }

  /** Begins, changes or ends as the registration, the switch and the approvals say now. */
  reconsider(): void {
    if (this.#ended) return
    const hindrance = this.#hindrance()
    if (hindrance !== undefined) {
      if (this.#state.state !== hindrance) this.#rest(hindrance)
    } else if (this.#state.state === 'asleep') return
    else if (this.#held) {
      this.#coming.settle()
      if (this.#idle && !atRest.has(this.#state.state)) this.#enter({ state: 'waiting', error: null })
    } else if (this.#idle) this.#begin(this.#priority)
  }

  /**
   * Held, it tries nothing by itself; a live session and an attempt under way go on. Let go, it tries within `withinMs`.
   */
  hold(held: boolean, withinMs = 0): void {
    if (this.#held === held) return
    this.#held = held
    if (held) this.#suspend()
    else if (!this.#ended && this.#idle && atRest.has(this.#state.state)) this.#later(withinMs)
  }

  /** Takes a changed registration over; what changes the target starts anew, all else leaves the connection up. */
  replace(record: ServerRecord): void {
    const before = this.#record
    this.#record = record
    if (!sameTarget(before.registration, record.registration)) {
      if (this.#live) this.#coming.announce()
      this.#leave(drainMs)
      this.#learned = nothingLearned()
      this.#retries.forget()
      this.shelf.clear()
      this.#stderr.clear()
      if (this.#state.state === 'asleep') this.#enter({ state: 'waiting', error: null })
    }
    this.emit('replaced')
    this.reconsider()
  }

  /** Tries at once if it is wanted and neither connected nor trying. */
  retryNow(): void {
    if (this.#state.state !== 'asleep') this.wake()
  }

  /** The same, be it asleep. */
  wake(): void {
    if (this.#ended || this.#live || this.#attempts.underWay || this.#hindrance() !== undefined) return
    if (this.#state.state === 'asleep') this.#coming.announce()
    this.#begin(this.#priority + urgent)
  }

  /** Ends what there is and begins anew at once; false where it is not wanted or may not be. */
  restart(): boolean {
    if (this.#ended || this.#hindrance() !== undefined) return false
    this.#farewells.hurry()
    this.#leave()
    this.#retries.forget()
    this.#begin(this.#priority + urgent)
    return true
  }

  /** Ends a live process until it is used again. */
  sleep(): void {
    if (this.#live?.session.kind !== 'stdio' || this.#ended) return
    noteAsleep(this.log)
    this.#release()
    this.#enter({ state: 'asleep', error: null })
  }

  /** Gives the live session up and starts over: at once where the server only forgot it, which others may wait for. */
  drop(error: ConnectionError): void {
    const live = this.#live
    if (!live || this.#ended) return
    this.#retries.lost(live.since)
    live.session.giveUp()
    noteLost(this.log, error)
    if (error.code === 'session-lost' && !this.#held && this.#renewals.allow()) {
      this.#coming.announce()
      this.#release(drainMs)
      this.#enter({ state: 'waiting', error })
      this.#begin(this.#priority + urgent)
    } else {
      if (error.code === 'session-lost') this.#tellLost(live, error)
      this.#release()
      this.#retryLater(error)
    }
  }

  /** Ends all of it, process and sockets included, within 4 s. */
  async end(): Promise<void> {
    this.#ended = true
    this.#farewells.hurry()
    this.#release()
    this.#coming.settle()
    this.log.end()
    await this.#attempts.over()
  }

  /** Neither connected nor about to try. */
  get #idle(): boolean {
    return !this.#live && !this.#attempts.underWay && !this.#retries.pending
  }

  get #priority(): number {
    return this.#record.registration.priority
  }

  #hindrance(): 'off' | 'needs-approval' | undefined {
    if (this.#record.intent === 'off') return 'off'
    return this.#parts.approvals.approved(this.#record) ? undefined : 'needs-approval'
  }

  #rest(state: 'off' | 'needs-approval'): void {
    this.#farewells.hurry()
    this.#leave()
    this.#retries.forget()
    this.#enter({ state, error: null })
    this.#coming.settle()
  }

  #begin(priority: number): void {
    this.#retries.cancel()
    this.#enter({ state: 'waiting' })
    const isProcess = this.#record.registration.url === undefined
    this.#attempts.begin({ priority, isProcess }, (signal) => this.#open(signal), {
      onOpened: (live) => this.#connected(live),
      onFailed: (error) => this.#failed(error),
    })
  }

  #open(signal: AbortSignal): Promise<Live> {
    if (this.#hindrance() !== undefined) throw new Error('an attempt began that nobody wants')
    this.#enter({ state: 'connecting' })
    const { registration } = this.#record
    noteAttempt(this.log, registration)
    return openLive({
      owner: { kind: 'server', id: this.#record.id, name: registration.name },
      serverId: this.#record.id,
      registration,
      log: this.log,
      learned: this.#learned,
      stderr: this.#stderr,
      signal,
      parts: this.#parts,
      shelf: this.shelf,
      onListed: () => {
        if (!signal.aborted) this.emit('changed')
      },
      onListLost: (error) => {
        if (!signal.aborted) this.#tell('list', error, null)
      },
    })
  }

  #connected(live: Live): void {
    const { session } = live
    this.#live = live
    session.on('lost', (error) => this.#lost(live, error))
    this.#tell('connect', null, live.connectMs)
    const { era, kind: transport } = session
    noteConnected(this.log, live)
    this.#enter({ state: 'connected', era, transport, error: null })
    this.emit('listed')
    this.emit('connected')
    if (session.lostTo) this.#lost(live, session.lostTo)
    else this.#coming.settle()
  }

  #lost(live: Live, error: ConnectionError): void {
    if (this.#live !== live) return
    // A server that forgot the session has answered: it works, only not in this session.
    if (error.code !== 'session-lost') this.#tellLost(live, error)
    this.drop(error)
  }

  #tellLost({ session: { kind, era } }: Live, error: ConnectionError): void {
    this.#tell(kind === 'stdio' ? 'process' : era === 'modern' ? 'discover' : 'ping', error, null)
  }

  #failed(thrown: unknown): void {
    const { name } = this.#record.registration
    if (!(thrown instanceof ConnectionFailure))
      this.#parts.host.log.error(
        { server: name, error: String(thrown) },
        'an attempt to connect failed oddly',
      )
    const error = connectionErrorOf(thrown, { address: name, timeoutMs: 0 })
    this.#retries.failed()
    noteFailed(this.log, error)
    this.#tell('connect', error, null)
    this.#retryLater(error)
  }

  #retryLater(error: ConnectionError): void {
    this.#enter({ state: stateAfter(error), error })
    this.#coming.settle()
    if (!this.#held) this.#later(this.#retries.delayMs(error))
  }

  #later(delayMs: number): void {
    this.#enter({ state: this.#state.state, nextAttemptAt: this.#retries.plan(delayMs) })
  }

  #suspend(): void {
    if (!this.#retries.pending) return
    this.#retries.cancel()
    this.#enter({ state: this.#state.state })
  }

  /** The same as a loss, but wanted. */
  #leave(withinMs = 0): void {
    if (this.#live || this.#attempts.underWay) this.log.connection('ended', 'info')
    this.#release(withinMs)
  }

  /** Lets go of whatever there is: an attempt, a timer, a live session once its requests have ended or `withinMs` passed. */
  #release(withinMs = 0): void {
    this.#retries.cancel()
    this.#attempts.abort()
    const live = this.#live
    this.#live = undefined
    if (!live) return
    const ending = this.#farewells.say(live, withinMs)
    // A process is not started beside the one it takes the place of.
    this.#attempts.after(ending, live.session.kind === 'stdio')
  }

  #enter(next: Partial<ConnectionState> & Pick<ConnectionState, 'state'>): void {
    const now = this.#parts.host.clock.now()
    this.#state = entered(this.#state, { attempt: this.#retries.failures, ...next }, now)
    this.emit('changed')
  }

  #tell(kind: Evidence['kind'], error: ConnectionError | null, latencyMs: number | null): void {
    // It has answered; what it wants is a person, or time.
    if (error && (stateAfter(error) === 'needs-auth' || asksLess(error))) return
    const at = this.#parts.host.clock.now()
    this.emit('evidence', evidenceOf({ serverId: this.#record.id, at, kind, error, latencyMs }))
  }
}
