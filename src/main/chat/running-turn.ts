import { randomUUID } from 'node:crypto'
import type { Ask, Decision } from '../../shared/contract/consents'
import type { Elicitation } from '../../shared/contract/turns'
import type { ElicitAnswer, ElicitRequest } from '../connections/connections'
import type { LiveTurn } from './live-turn'

interface Wait<Answer> {
  readonly call: string
  /** What was asked; for the record of what an answer is to. */
  readonly asked: Answer extends Decision ? Ask : Elicitation
  readonly settle: (answer: Answer) => void
}

/** A turn that runs, with what of it waits for a person and what ends it. */
export class RunningTurn {
  readonly live: LiveTurn
  /** Servers that are not trusted whose words the model has read. */
  readonly strangers = new Set<string>()
  readonly #stopping = new AbortController()
  /** By call. */
  readonly #asking = new Map<string, Wait<Decision>>()
  /** By their own ids. */
  readonly #elicitations = new Map<string, Wait<ElicitAnswer>>()

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

  /** Waits for work that cannot be stopped no longer than the turn runs. Rejects when it is stopped. */
  async within<T>(work: Promise<T>): Promise<T> {
    const { promise, reject } = Promise.withResolvers<never>()
    const onStop = () => reject(this.signal.reason)
    this.signal.addEventListener('abort', onStop, { once: true })
    if (this.signal.aborted) onStop()
    try {
      return await Promise.race([work, promise])
    } finally {
      this.signal.removeEventListener('abort', onStop)
    }
  }

  /** What a sequence gives, no longer than the turn runs. */
  async *each<T>(sequence: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
    try {
      for (;;) {
        const next = await this.within(sequence.next())
        if (next.done) return
        yield next.value
      }
    } finally {
      // Not awaited: it may hang in what does not heed the stop.
      sequence.return().catch(() => {})
    }
  }

  /** What a call asks, if it does. */
  asked(call: string): Ask | undefined {
    return this.#asking.get(call)?.asked
  }

  /** Calls that ask about this very tool because of what it is, not because of what the model has read. */
  askingFor(fingerprint: string): string[] {
    return [...this.#asking.values()]
      .filter(({ asked }) => asked.fingerprint === fingerprint && asked.reason !== 'strangers-data')
      .map(({ call }) => call)
  }

  elicited(id: string): Elicitation | undefined {
    return this.#elicitations.get(id)?.asked
  }

  /** Has a call ask the person. Rejects when the turn is stopped. */
  async ask(call: string, ask: Ask): Promise<Decision> {
    this.live.setCall(call, { state: 'asking', ask })
    return this.#wait(this.#asking, call, { call, asked: ask }, this.signal)
  }

  decide(call: string, decision: Decision): void {
    const wait = this.#asking.get(call)
    if (!wait) return
    this.live.setCall(call, { state: decision === 'deny' ? 'denied' : 'waiting', ask: null })
    wait.settle(decision)
  }

  /** Puts to the person what a server wants to know; nobody answers once `signal` or the turn has ended. */
  async elicit(
    call: string,
    request: ElicitRequest & { readonly server: string; readonly at: string },
    signal: AbortSignal,
  ): Promise<ElicitAnswer> {
    const elicitation = { ...request, id: randomUUID() }
    this.live.setCall(call, { elicitation })
    const until = AbortSignal.any([signal, this.signal])
    try {
      return await this.#wait(this.#elicitations, elicitation.id, { call, asked: elicitation }, until)
    } catch {
      return { action: 'cancel' }
    } finally {
      if (this.live.call(call).elicitation?.id === elicitation.id)
        this.live.setCall(call, { elicitation: null })
    }
  }

  answer(id: string, answer: ElicitAnswer): void {
    this.#elicitations.get(id)?.settle(answer)
  }

  async #wait<Answer>(
    waits: Map<string, Wait<Answer>>,
    id: string,
    what: Pick<Wait<Answer>, 'call' | 'asked'>,
    until: AbortSignal,
  ): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const onEnd = () => reject(until.reason)
    const settle = (answer: Answer) => {
      until.removeEventListener('abort', onEnd)
      waits.delete(id)
      this.#tell()
      resolve(answer)
    }
    waits.set(id, { ...what, settle })
    this.#tell()
    until.addEventListener('abort', onEnd, { once: true })
    if (until.aborted) onEnd()
    try {
      return await promise
    } finally {
      if (waits.delete(id)) this.#tell()
    }
  }

  #tell(): void {
    if (this.signal.aborted) return
    const isWaiting = this.#asking.size + this.#elicitations.size > 0
    this.live.set({ state: isWaiting ? 'waiting' : 'running' })
  }
}
