import type {
  JSONRPCMessage,
  JSONRPCRequest,
  RequestId,
  Transport,
  TransportSendOptions,
} from '@modelcontextprotocol/client'
import { ZodError } from 'zod'
import type { LogEntry } from '../../shared/contract/log'
import type { Clock } from '../host'
import { type Conduct, pingsMax, type Violation, violationsMax } from './conduct'
import { ConnectionFailure, causes } from './errors'
import { Excessive, excessive } from './excess'
import { withoutStrays } from './list-entries'

/** Ids that were answered or given up: whoever answers late has done nothing wrong. */
const settledMax = 1_000
/** How long the stream of an answered request may stay open. */
const lingerMs = 2_000

export interface Guard {
  readonly address: string
  readonly clock: Clock
  readonly conduct: Conduct
  /** What a legacy server may ask. */
  readonly mayAsk: ReadonlySet<string>
  readonly onViolation?: ((violation: Violation, detail: LogEntry['detail']) => void) | undefined
  /** A limit was broken. */
  readonly onExcess?: ((failure: ConnectionFailure) => void) | undefined
}

/** A request on its way. */
interface Asked {
  readonly method: string
  /** Closes what it is answered on. */
  readonly stop: AbortController | undefined
  readonly settle: () => void
}

/**
 * Stands between the SDK's client and a transport and lets through what the protocol allows: answers to what was asked,
 * once, under the id it was asked with. What else comes is counted and dropped, and too much of it ends the connection.
 * A request that is given up closes its socket, and one whose answer breaks off fails at once.
 */
export class GuardedTransport implements Transport {
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: Transport['onmessage']
  readonly #inner: Transport
  protected readonly guard: Guard
  readonly #asked = new Map<RequestId, Asked>()
  /** True for those that were answered. */
  readonly #settled = new Map<RequestId, boolean>()
  /** Of requests whose stream goes on after the answer: answered before and since the last sweep. */
  readonly #old = new Set<AbortController>()
  readonly #fresh = new Set<AbortController>()
  #cancelSweep: (() => void) | undefined
  #isLegacy = false
  /** It was put aside: nothing of it counts any more. */
  #isOver = false

  constructor(inner: Transport, guard: Guard) {
    this.#inner = inner
    this.guard = guard
  }

  get sessionId(): string | undefined {
    return this.#inner.sessionId
  }

  get hasPerRequestStream(): boolean {
    return this.#inner.hasPerRequestStream === true
  }

  setProtocolVersion(version: string): void {
    this.#inner.setProtocolVersion?.(version)
  }

  setSupportedProtocolVersions(versions: string[]): void {
    this.#inner.setSupportedProtocolVersions?.(versions)
  }

  start(): Promise<void> {
    const inner = this.#inner
    inner.onclose = () => this.#closed()
    inner.onerror = (error) => this.#trouble(error)
    inner.onmessage = (message, extra) => {
      const asked = 'method' in message || message.id === undefined ? undefined : this.#asked.get(message.id)
      if (this.#isOver || !this.#admits(message)) return
      const tidy = asked ? this.#tidy(message, asked) : message
      if (!(tidy instanceof Promise)) this.onmessage?.(tidy, extra)
      else
        void tidy.then((whole) => {
          if (!this.#isOver) this.onmessage?.(whole, extra)
        })
    }
    return inner.start()
  }

  /** Resolves, for a request, once it was answered; the SDK looks only at whether it fails. */
  send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    if (!('method' in message)) return this.#inner.send(message, options)
    if (message.method === 'initialize') this.#isLegacy = true
    if ('id' in message) return this.#ask(message, options)
    const sent = this.#inner.send(message, options)
    if (message.method === 'notifications/cancelled') this.#giveUp(message.params?.requestId)
    return sent
  }

  close(): Promise<void> {
    return this.#inner.close()
  }

  #ask(message: JSONRPCRequest, options: TransportSendOptions = {}): Promise<void> {
    const { id } = message
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const stop = this.hasPerRequestStream ? new AbortController() : undefined
    this.#asked.set(id, { method: message.method, stop, settle: resolve })
    const { requestSignal } = options
    const giveUp = () => {
      this.#forget(id, false)
      stop?.abort(requestSignal?.reason)
    }
    requestSignal?.addEventListener('abort', giveUp, { once: true })
    const signal = stop?.signal
    const hasEnded = () => {
      if (!stop) return
      this.#old.delete(stop)
      this.#fresh.delete(stop)
    }
    const fail = (error: unknown) => {
      if (this.#forget(id, false)) reject(error)
    }
    const onRequestStreamEnd = () => {
      const { conduct, address } = this.guard
      hasEnded()
      options.onRequestStreamEnd?.()
      fail(conduct.takeExcess() ?? new ConnectionFailure('closed', { address }))
    }
    this.#inner
      .send(message, { ...options, ...(signal && { requestSignal: signal }), onRequestStreamEnd })
      // One that was answered by then was answered with a body that has ended.
      .then(() => this.#asked.has(id) || hasEnded(), fail)
    return promise
  }

  /** The caller wants no answer any more: in the legacy era that is said by a notice alone, and its stream stays open. */
  #giveUp(id: unknown): void {
    if (typeof id !== 'number' && typeof id !== 'string') return
    this.#asked.get(id)?.stop?.abort()
    this.#forget(id, false)
  }

  /** False where it was not waited for. */
  #forget(id: RequestId, answered: boolean): boolean {
    if (!this.#asked.delete(id)) return false
    this.#settled.set(id, answered)
    const [oldest] = this.#settled.keys()
    if (this.#settled.size > settledMax && oldest !== undefined) this.#settled.delete(oldest)
    return true
  }

  #admits(message: JSONRPCMessage): boolean {
    if (!('method' in message)) return this.#admitsAnswer(message.id)
    if (!('id' in message)) return true
    if (this.#isLegacy && message.method === 'ping') return this.#admitsPing()
    // What a client that says so may be asked.
    if (this.#isLegacy && this.guard.mayAsk.has(message.method)) return true
    this.violate('request-unasked', { method: message.method.slice(0, 100) })
    // The client refuses what a legacy server asks; in the modern era servers ask nothing.
    return this.#isLegacy
  }

  #admitsPing(): boolean {
    const { conduct, clock } = this.guard
    if (conduct.pinged(clock.now())) return true
    this.violate('ping-flood', { most: pingsMax })
    return false
  }

  #admitsAnswer(id: RequestId | undefined): boolean {
    const asked = id === undefined ? undefined : this.#asked.get(id)
    if (id !== undefined && asked) {
      this.#forget(id, true)
      asked.settle()
      if (asked.stop) this.#linger(asked.stop)
      return true
    }
    const answered = id === undefined ? undefined : this.#settled.get(id)
    const detail = { id: JSON.stringify(id ?? null).slice(0, 100) }
    if (answered === undefined) this.violate('answer-unknown', detail)
    else if (answered) this.violate('answer-twice', detail)
    return false
  }

  /** An answer whose list has been looked through; at once where it has none. */
  #tidy<T extends JSONRPCMessage>(message: T, { method }: Asked): T | Promise<T> {
    if (!('result' in message)) return message
    const onStrays = (names: string) => this.violate('entry-stray', { names, method })
    const tidy = withoutStrays(method, message.result, this.#isLegacy, onStrays)
    if (!(tidy instanceof Promise)) return message
    return tidy.then((result) => ({ ...message, result }))
  }

  /** Servers end the stream of a request with its answer; of one that does not, the socket is closed a little later. */
  #linger(stop: AbortController): void {
    this.#fresh.add(stop)
    this.#cancelSweep ??= this.guard.clock.after(lingerMs, () => this.#sweep())
  }

  #sweep(): void {
    for (const stop of this.#old) stop.abort()
    this.#old.clear()
    for (const stop of this.#fresh) this.#old.add(stop)
    this.#fresh.clear()
    this.#cancelSweep = this.#old.size > 0 ? this.guard.clock.after(lingerMs, () => this.#sweep()) : undefined
  }

  #trouble(error: Error): void {
    const { conduct, address } = this.guard
    for (const cause of causes(error)) {
      if (cause instanceof Excessive) {
        const failure = excessive(cause.excess, address)
        this.guard.onExcess?.(failure)
        conduct.fail(failure)
      }
      if (cause instanceof SyntaxError || cause instanceof ZodError) {
        this.violate('not-a-message', { line: cause.message.slice(0, 1_000) })
        return
      }
    }
    this.onerror?.(error)
  }

  protected violate(violation: Violation, detail: LogEntry['detail']): void {
    const { conduct, clock, address, onViolation } = this.guard
    if (this.#isOver) return
    onViolation?.(violation, detail)
    if (!conduct.violate(violation, clock.now())) return
    this.#isOver = true
    conduct.fail(new ConnectionFailure('quarantined', { address, violations: violationsMax }))
    void this.close()
  }

  #closed(): void {
    this.#cancelSweep?.()
    this.#cancelSweep = undefined
    this.#isOver = true
    this.#asked.clear()
    this.onclose?.()
  }
}

/** The same over a process: the SDK tells a stdio transport from others by these two members. */
export class GuardedProcess extends GuardedTransport {
  readonly #process: { readonly pid: number | null }

  constructor(inner: Transport & { readonly pid: number | null }, guard: Guard) {
    super(inner, guard)
    this.#process = inner
  }

  /** A line that is no message. One that was meant to be is a violation; a banner is noise. */
  broken(line: string): void {
    const detail = { line: line.slice(0, 1_000) }
    if (line.includes('"jsonrpc"')) this.violate('not-a-message', detail)
    else {
      this.guard.conduct.noise()
      this.guard.onViolation?.('not-a-message', detail)
    }
  }

  get stderr(): null {
    return null
  }

  get pid(): number | null {
    return this.#process.pid
  }
}
