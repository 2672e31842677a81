import type { Ask, Decision } from '../../shared/contract/consents'
import type { LiveTurn } from './live-turn'

interface Asking {
  readonly decide: (decision: Decision) => void
  readonly leave: () => void
}

/** A turn that runs, with what of it waits for a person and what ends it. */
export class RunningTurn {
  readonly live: LiveTurn
  readonly #stopping = new AbortController()
  readonly #asking = new Map<string, Asking>()
  /** Servers that are not trusted whose words the model has read. */
  readonly strangers = new Set<string>()

  constructor(live: LiveTurn) {
    this.live = live
  }

  /** Ends when somebody stops it. */
  get signal(): AbortSignal {
    return this.#stopping.signal
  }

  stop(): void {
    this.#stopping.abort()
  }

  isAsking(call: string): boolean {
    return this.#asking.has(call)
  }

  /** Has a call ask the person. Rejects when the turn is stopped. */
  ask(call: string, ask: Ask): Promise<Decision> {
    const { promise, resolve, reject } = Promise.withResolvers<Decision>()
    const onStop = () => reject(this.signal.reason)
    const leave = () => {
      this.signal.removeEventListener('abort', onStop)
      this.#asking.delete(call)
      if (!this.signal.aborted) this.live.set({ state: this.#asking.size > 0 ? 'waiting' : 'running' })
    }
    this.#asking.set(call, { decide: resolve, leave })
    this.live.setCall(call, { state: 'asking', ask })
    this.live.set({ state: 'waiting' })
    this.signal.addEventListener('abort', onStop, { once: true })
    if (this.signal.aborted) onStop()
    return promise.finally(leave)
  }

  decide(call: string, decision: Decision): void {
    const asking = this.#asking.get(call)
    this.live.setCall(call, { state: decision === 'deny' ? 'denied' : 'waiting', ask: null })
    asking?.leave()
    asking?.decide(decision)
  }
}
