import { Fault } from '../../shared/contract/fault'
import type { Connections, Evidence } from '../connections/connections'
import { endsSession } from '../connections/errors'
import type { Clock } from '../host'
import type { ServerRecord } from '../registry/server-record'
import { type HealthChecker, runChecker } from './checker'
import { type HttpProbe, probeHttp } from './http-probe'

/** The health address of a server that is not connected has so long to answer. */
const knockMs = 10_000

/** How one server is checked, connected or not. */
export class Checkup {
  readonly #connections: Connections
  readonly #clock: Clock
  readonly #over = new AbortController()
  /** Health addresses that asked to be left alone until then. */
  readonly #pageDueAt = new Map<string, number>()
  #checker: HealthChecker | null = null

  constructor(connections: Connections, clock: Clock) {
    this.#connections = connections
    this.#clock = clock
  }

  /** Another check to make beside the usual ones; null takes it away. */
  set checker(checker: HealthChecker | null) {
    this.#checker = checker
  }

  /**
   * Probes a connected server, and what else there is to check of it: all must pass. The server and its health address
   * have `withinMs` each, a checker 10 s; a server that gives no sign of life has failed without waiting for the others.
   */
  async connected(record: ServerRecord, withinMs: number): Promise<Evidence> {
    const { id } = record
    const beside = Promise.all([
      this.#page(record, withinMs),
      this.#checker === null ? null : runChecker(this.#checker, record, this.#clock),
    ])
    const spoken = await this.#connections.probe(id, this.#over.signal, withinMs)
    if (spoken.error && endsSession(spoken.error)) this.#connections.suspect(id, spoken.error)
    if (!spoken.ok) return spoken
    const [page, own] = await beside
    const at = this.#clock.now()
    if (page?.error) return { ...spoken, at, kind: 'http', ok: false, latencyMs: null, error: page.error }
    if (own) return { ...spoken, at, kind: 'custom', ok: false, latencyMs: null, error: own }
    return page?.waitMs ? { ...spoken, strained: true } : spoken
  }

  /** A server that is wanted but not connected: if its health address answers, it is worth an attempt at once. */
  async knock(record: ServerRecord): Promise<void> {
    const { state } = this.#connections.state(record.id)
    if (state !== 'waiting' && state !== 'failed') return
    const page = await this.#page(record, knockMs)
    if (page?.error === null) this.#connections.retryNow(record.id)
  }

  /** What the health address says; null where there is none, or it asked not to be asked yet. */
  async #page({ id, registration }: ServerRecord, withinMs: number): Promise<HttpProbe | null> {
    const { healthCheckUrl } = registration
    if (healthCheckUrl === undefined || this.#clock.now() < (this.#pageDueAt.get(id) ?? 0)) return null
    const page = await probeHttp(healthCheckUrl, withinMs, this.#clock)
    if (page.waitMs === null) this.#pageDueAt.delete(id)
    else this.#pageDueAt.set(id, this.#clock.now() + page.waitMs)
    return page
  }

  /** Has a waiting server try at once; resolves to that attempt's outcome. Throws Fault not-connected. */
  async attempt({ id, registration }: ServerRecord): Promise<Evidence> {
    const { promise, resolve, reject } = Promise.withResolvers<Evidence>()
    const onEvidence = (evidence: Evidence) => {
      if (evidence.serverId === id && evidence.kind === 'connect') resolve(evidence)
    }
    const onChanged = (changedId: string) => {
      if (changedId === id) this.#refuseIfAtRest(id, registration.name, reject)
    }
    this.#refuseIfAtRest(id, registration.name, reject)
    this.#connections.on('evidence', onEvidence).on('changed', onChanged)
    const onOver = () => reject(this.#over.signal.reason)
    this.#over.signal.addEventListener('abort', onOver)
    this.#connections.wake(id)
    return promise.finally(() => {
      this.#connections.off('evidence', onEvidence).off('changed', onChanged)
      this.#over.signal.removeEventListener('abort', onOver)
    })
  }

  /** The clock was set, or the server is gone. */
  forget(id: string): void {
    this.#pageDueAt.delete(id)
  }

  /** Lets go of whatever is being waited for. */
  end(): void {
    this.#over.abort(new Fault('cancelled', 'Rollcall is ending.'))
  }

  #refuseIfAtRest(id: string, server: string, reject: (reason: Fault) => void): void {
    const { state, error } = this.#connections.state(id)
    if (state !== 'off' && state !== 'needs-approval' && state !== 'needs-auth') return
    const reason = error?.message ?? `It is ${state}.`
    reject(new Fault('not-connected', `${server} cannot be checked. ${reason}`, { server, state, reason }))
  }
}
