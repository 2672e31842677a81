import { Fault } from '../../shared/contract/fault'
import type { Connections, Evidence } from '../connections/connections'
import { endsSession } from '../connections/errors'
import type { Clock } from '../host'
import type { ServerRecord } from '../registry/server-record'
import { probeHttp } from './http-probe'

/** How one server is checked, connected or not. */
export class Checkup {
  readonly #connections: Connections
  readonly #clock: Clock
  readonly #over = new AbortController()

  constructor(connections: Connections, clock: Clock) {
    this.#connections = connections
    this.#clock = clock
  }

  /** Probes a connected server, and its health address where it has one: both must pass. At most 10 s. */
  async connected(record: ServerRecord): Promise<Evidence> {
    const { id, registration } = record
    const [spoken, page] = await Promise.all([
      this.#connections.probe(id, this.#over.signal),
      registration.healthCheckUrl === undefined ? null : probeHttp(registration.healthCheckUrl, this.#clock),
    ])
    if (spoken.error && endsSession(spoken.error)) this.#connections.suspect(id, spoken.error)
    if (spoken.ok && page?.error)
      return { ...spoken, at: this.#clock.now(), kind: 'http', ok: false, latencyMs: null, error: page.error }
    return spoken
  }

  /** A server that is wanted but not connected: if its health address answers, it is worth an attempt at once. */
  async knock({ id, registration }: ServerRecord): Promise<void> {
    const { state } = this.#connections.state(id)
    if (registration.healthCheckUrl === undefined || (state !== 'waiting' && state !== 'failed')) return
    const { error } = await probeHttp(registration.healthCheckUrl, this.#clock)
    if (error === null) this.#connections.retryNow(id)
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
    this.#connections.retryNow(id)
    return promise.finally(() => {
      this.#connections.off('evidence', onEvidence).off('changed', onChanged)
      this.#over.signal.removeEventListener('abort', onOver)
    })
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
