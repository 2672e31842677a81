import { EventEmitter } from 'node:events'
import type { ConnectionDetails } from '../../shared/contract/connections'
import type { ServerRecord } from '../registry/server-record'
import { backoffMs } from './backoff'
import { type ConnectionState, stateAfter, switchedOff } from './connection-state'
import { detailsOf } from './details'
import { type ConnectionError, ConnectionFailure, connectionErrorOf } from './errors'
import { type Evidence, evidenceOf } from './evidence'
import { LastLines } from './last-lines'
import { type ConnectionParts, type Live, openLive } from './live'
import { noteAttempt, noteConnected, noteFailed, noteListFailed, noteLost } from './log-notes'
import { noOffer, type Offer } from './offers'
import { type Learned, nothingLearned } from './open'
import { ServerLog } from './server-log'
import type { Session } from './session'
import { sameTarget } from './target'

/** Between attempts that only a person's doing is likely to mend. */
const slowRetryMs = 60_000
/** A connection that lived this long counts as good: the next loss starts counting anew. */
const steadyMs = 10 * 60_000
/** Attempts a person asked for go before all others. */
const urgent = 10_000_000

/** Wanted, and between two attempts. */
const atRest: ReadonlySet<ConnectionState['state']> = new Set(['waiting', 'failed', 'needs-auth'])

/**
 * The life of one server's connection: off, waiting for a place or the next attempt, connecting, connected, and back,
 * for ever while it is wanted. At most one of an attempt, a timer and a live session exists at any time.
 */
export class Connection extends EventEmitter<{ changed: []; evidence: [Evidence] }> {
  /** Lives as long as the server is registered. */
  readonly log: ServerLog
  readonly #parts: ConnectionParts
  #record: ServerRecord
  #state: ConnectionState
  #offer: Offer = noOffer
  #live: Live | undefined
  #attempt: AbortController | undefined
  #cancelTimer: (() => void) | undefined
  #failures = 0
  #learned: Learned = nothingLearned()
  #held = false
  #ended = false
  readonly #stderr = new LastLines()
  /** What is still ending: the next attempt waits for it, so that no server runs twice. */
  #leftovers: Promise<unknown> = Promise.resolve()

  constructor(record: ServerRecord, parts: ConnectionParts) {
    super()
    this.#record = record
    this.#parts = parts
    this.#state = switchedOff(parts.host.clock.now())
    this.log = new ServerLog(parts.host.clock)
  }

  get record(): ServerRecord {
    return this.#record
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** As of the last lists; kept while disconnected. */
  get offer(): Offer {
    return this.#offer
  }

  /** The live session, if there is one. */
  get session(): Session | undefined {
    return this.#live?.session
  }

  get details(): ConnectionDetails {
    return detailsOf(this.#live, this.#learned, this.#stderr)
  }

  /** Begins, changes or ends as the registration, the switch and the approvals say now. */
  reconsider(): void {
    if (this.#ended) return
    const hindrance = this.#hindrance()
    if (hindrance !== undefined) {
      if (this.#state.state !== hindrance) this.#rest(hindrance)
    } else if (this.#held) {
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
      this.#leave()
      this.#learned = nothingLearned()
      this.#failures = 0
      this.#offer = noOffer
      this.#stderr.clear()
    }
    this.reconsider()
  }

  /** Tries at once if it is wanted and neither connected nor trying. */
  retryNow(): void {
    if (this.#ended || this.#live || this.#attempt || this.#hindrance() !== undefined) return
    this.#begin(this.#priority + urgent)
  }

  /** Gives the live session up and starts over. */
  drop(error: ConnectionError): void {
    const live = this.#live
    if (!live || this.#ended) return
    const now = this.#parts.host.clock.now()
    this.#failures = now - live.since >= steadyMs ? 0 : this.#failures + 1
    noteLost(this.log, error)
    this.#release()
    this.#retryLater(error)
  }

  /** Ends all of it, process and sockets included, within 4 s. */
  async end(): Promise<void> {
    this.#ended = true
    this.#release()
    this.log.end()
    await this.#leftovers
  }

  /** Neither connected nor about to try. */
  get #idle(): boolean {
    return !this.#live && !this.#attempt && !this.#cancelTimer
  }

  get #priority(): number {
    return this.#record.registration.priority
  }

  #hindrance(): 'off' | 'needs-approval' | undefined {
    if (this.#record.intent === 'off') return 'off'
    return this.#parts.approvals.approved(this.#record) ? undefined : 'needs-approval'
  }

  #rest(state: 'off' | 'needs-approval'): void {
    this.#leave()
    this.#failures = 0
    this.#enter({ state, error: null })
  }

  #begin(priority: number): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    const attempt = new AbortController()
    this.#attempt = attempt
    this.#enter({ state: 'waiting' })
    this.#leftovers = this.#run(attempt.signal, priority, this.#leftovers)
  }

  async #run(signal: AbortSignal, priority: number, leftovers: Promise<unknown>): Promise<void> {
    await leftovers
    try {
      const live = await this.#parts.gate.pass(priority, signal, async () => this.#open(signal))
      if (signal.aborted) {
        live.offers.end()
        return await live.session.close()
      }
      this.#attempt = undefined
      this.#connected(live)
    } catch (error) {
      if (signal.aborted) return
      this.#attempt = undefined
      this.#failed(error)
    }
  }

  #open(signal: AbortSignal): Promise<Live> {
    if (this.#hindrance() !== undefined) throw new Error('an attempt began that nobody wants')
    this.#enter({ state: 'connecting' })
    const { registration } = this.#record
    noteAttempt(this.log, registration)
    return openLive({
      serverId: this.#record.id,
      registration,
      log: this.log,
      learned: this.#learned,
      stderr: this.#stderr,
      signal,
      parts: this.#parts,
      onOffer: (part) => {
        if (signal.aborted) return
        this.#offer = { ...this.#offer, ...part }
        this.emit('changed')
      },
      onListFailed: (error) => {
        if (signal.aborted) return
        noteListFailed(this.log, error)
        this.#tell('list', error, null)
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
    if (session.lostTo) this.#lost(live, session.lostTo)
  }

  #lost(live: Live, error: ConnectionError): void {
    if (this.#live !== live) return
    const { kind, era } = live.session
    // A server that forgot the session has answered: it works, only not in this session.
    if (error.code !== 'session-lost')
      this.#tell(kind === 'stdio' ? 'process' : era === 'modern' ? 'discover' : 'ping', error, null)
    this.drop(error)
  }

  #failed(thrown: unknown): void {
    const { name } = this.#record.registration
    if (!(thrown instanceof ConnectionFailure))
      this.#parts.host.log.error(
        { server: name, error: String(thrown) },
        'an attempt to connect failed oddly',
      )
    const error = connectionErrorOf(thrown, { address: name, timeoutMs: 0 })
    this.#failures += 1
    noteFailed(this.log, error)
    this.#tell('connect', error, null)
    this.#retryLater(error)
  }

  #retryLater(error: ConnectionError): void {
    const state = stateAfter(error)
    this.#enter({ state, error })
    if (!this.#held) this.#later(state === 'waiting' ? backoffMs(this.#failures) : slowRetryMs)
  }

  #later(delayMs: number): void {
    const { clock } = this.#parts.host
    this.#cancelTimer = clock.after(delayMs, () => {
      this.#cancelTimer = undefined
      this.reconsider()
    })
    this.#enter({ state: this.#state.state, nextAttemptAt: clock.now() + delayMs })
  }

  #suspend(): void {
    if (!this.#cancelTimer) return
    this.#cancelTimer()
    this.#cancelTimer = undefined
    this.#enter({ state: this.#state.state })
  }

  /** The same as a loss, but wanted. */
  #leave(): void {
    if (this.#live || this.#attempt) this.log.connection('ended', 'info')
    this.#release()
  }

  /** Lets go of whatever there is: an attempt, a timer, a live session. */
  #release(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    this.#attempt?.abort(new ConnectionFailure('closed'))
    this.#attempt = undefined
    const live = this.#live
    this.#live = undefined
    if (!live) return
    live.offers.end()
    this.#leftovers = Promise.allSettled([this.#leftovers, live.session.close()])
  }

  #enter(next: Partial<ConnectionState> & Pick<ConnectionState, 'state'>): void {
    const { state, since, error } = this.#state
    this.#state = {
      era: null,
      transport: null,
      nextAttemptAt: null,
      error,
      since: next.state === state ? since : this.#parts.host.clock.now(),
      attempt: this.#failures,
      ...next,
    }
    this.emit('changed')
  }

  #tell(kind: Evidence['kind'], error: ConnectionError | null, latencyMs: number | null): void {
    const at = this.#parts.host.clock.now()
    this.emit('evidence', evidenceOf({ serverId: this.#record.id, at, kind, error, latencyMs }))
  }
}
