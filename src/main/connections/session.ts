import { EventEmitter } from 'node:events'
import {
  type Client,
  type Progress,
  SdkError,
  SdkErrorCode,
  type Tool as SdkTool,
  SseError,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client'
import type { Clock } from '../host'
import type { Compatibility } from './compatibility'
import { Elicitations, type OnElicit } from './elicitations'
import {
  type ConnectionError,
  type ConnectionFailure,
  connectionErrorOf,
  describe,
  endsSession,
  httpStatusOf,
  reasonOf,
} from './errors'
import type { Era } from './negotiate'
import { Notices, type OfferKind } from './notices'
import { Patience } from './patience'
import { type Probe, Pulse } from './pulse'
import type { Cause } from './refreshes'
import { ResourceSubscriptions } from './resource-subscriptions'
import type { ServerLog } from './server-log'
import { Traffic } from './traffic'

/** Hears how far a call is, as often as the server says it. */
export type OnProgress = (progress: Progress) => void

const farewellMs = 1_000
/** Some servers send the head of their stream with the first notice only. */
const hearingMs = 500
/** However often a tool says how far it is. No setting of the request timeout is longer. */
const callMaxMs = 600_000
/** Of the SDK's own timer, which cannot wait for a person: never the one that ends a call. */
const sdkTimeoutMs = 2 ** 31 - 1

interface Parts {
  readonly client: Client
  readonly transport: Transport
  readonly era: Era
  readonly kind: 'http' | 'sse' | 'stdio'
  /** The URL that answered, or the command. */
  readonly address: string
  readonly pid: number | null
  readonly clock: Clock
  readonly requestTimeoutMs: () => number
  readonly compatibility: Compatibility
  /** Why the transport closed, where it knows. */
  readonly causeOf: () => ConnectionFailure | undefined
  /** It can no longer be used. */
  readonly onLost?: () => void
  /** Tells of the server's own stream each time it was tried, and at once where that was before: whether it stands. */
  readonly followStream: (listener: (stands: boolean) => void) => void
  /** Is told what the server says and what goes wrong on the wire. */
  readonly log?: ServerLog
}

/** How long a request may take, and what gives it up. */
export interface RequestTerms {
  readonly timeout: number
  readonly signal?: AbortSignal
}

export interface CallTerms extends RequestTerms {
  /** Hears how far the call is; without it the server is not asked to say so. */
  readonly onProgress?: OnProgress | undefined
  /** Is asked what the server wants to know of a person; without it nobody is. */
  readonly onElicit?: OnElicit | undefined
}

/**
 * A live session with a server. Says `lost` once, when it can no longer be used, and `stale` when a list may have
 * changed. The SDK's own reconnecting is not relied on: whatever goes wrong is checked with a probe at once.
 */
export class Session extends EventEmitter<{ lost: [ConnectionError]; stale: [OfferKind, Cause] }> {
  readonly era: Era
  readonly kind: Parts['kind']
  readonly address: string
  readonly pid: number | null
  readonly subscriptions: ResourceSubscriptions
  readonly traffic: Traffic
  readonly #parts: Parts
  readonly #abort = new AbortController()
  readonly #notices: Notices
  readonly #pulse: Pulse
  readonly #elicitations: Elicitations
  #over = false
  #lostTo: ConnectionError | undefined
  #doubting: Promise<void> | undefined

  constructor(parts: Parts) {
    super()
    this.#parts = parts
    this.era = parts.era
    this.kind = parts.kind
    this.address = parts.address
    this.pid = parts.pid
    this.subscriptions = new ResourceSubscriptions(parts.client, parts.era)
    this.traffic = new Traffic(parts.clock)
    this.#elicitations = new Elicitations(parts)
    this.#pulse = new Pulse({
      ...parts,
      traffic: this.traffic,
      failureOf: (thrown, timeoutMs) => this.failureOf(thrown, timeoutMs),
    })
    this.#notices = new Notices({
      ...parts,
      over: this.#abort.signal,
      onStale: (kind, cause) => {
        if (!this.#over && this.offers(kind)) this.emit('stale', kind, cause)
      },
      doubt: () => this.doubt(),
    })
  }

  /** What it was lost to, once it is. */
  get lostTo(): ConnectionError | undefined {
    return this.#lostTo
  }

  get client(): Client {
    return this.#parts.client
  }

  /** Begins to watch the transport and to listen for change notices. */
  start(): void {
    const { client, transport } = this.#parts
    this.traffic.watch(transport)
    client.onclose = () => this.#lose(this.#parts.causeOf()?.error ?? this.#errorOf('closed'))
    client.onerror = (error) => this.#trouble(error)
    if (this.kind === 'stdio' && this.#parts.causeOf()) client.onclose()
    this.subscriptions.start()
    this.#elicitations.start()
    this.#notices.start()
    this.#parts.followStream((stands) => this.#notices.streamTried(stands))
  }

  /**
   * Resolves once change notices are heard, or it is clear that they will not be; after half a second in any case. A list
   * that is read after that is read once; whatever opens later has the lists read again.
   */
  async hearing(): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>()
    const cancel = this.#parts.clock.after(hearingMs, resolve)
    await Promise.race([this.#notices.settled, late])
    cancel()
  }

  /** Whether the server said it offers these. */
  offers(kind: OfferKind): boolean {
    return Boolean(this.client.getServerCapabilities()?.[kind])
  }

  /** For a request that `signal` may give up. */
  terms(signal?: AbortSignal): RequestTerms {
    return { timeout: this.#parts.requestTimeoutMs(), ...(signal && { signal }) }
  }

  /** Asks for a sign of life, as `Pulse.feel`. */
  probe(signal?: AbortSignal, withinMs?: number): Promise<Probe> {
    const until = AbortSignal.any([this.#abort.signal, ...(signal ? [signal] : [])])
    return this.#pulse.feel(until, withinMs)
  }

  /**
   * Sends one tool call, once. `definition` comes from the list; without its output schema, so that the SDK neither
   * compiles a stranger's schema nor lists and calls again by itself. Progress is asked for where somebody listens;
   * each renews the request timeout, until 10 minutes have passed since the beginning.
   */
  async callTool(definition: SdkTool, args: Record<string, unknown>, terms: CallTerms) {
    const { outputSchema: _, ...toolDefinition } = definition
    const { onProgress, onElicit, timeout, signal } = terms
    const limit = new AbortController()
    const giveUp = () => limit.abort(new SdkError(SdkErrorCode.RequestTimeout, 'The call took too long.'))
    const waiting = this.#waiting({ onProgress, onElicit, timeout, giveUp })
    const mayBeGivenUp = onProgress !== undefined || onElicit !== undefined
    const signals = [...(signal ? [signal] : []), ...(mayBeGivenUp ? [limit.signal] : [])]
    const [only, other] = signals
    try {
      return await this.client.callTool(
        { name: definition.name, arguments: args },
        {
          timeout: onElicit ? sdkTimeoutMs : timeout,
          toolDefinition,
          ...(only && { signal: other ? AbortSignal.any(signals) : only }),
          ...(onProgress && {
            resetTimeoutOnProgress: true,
            onprogress: (progress) => {
              waiting.renew()
              onProgress(progress)
            },
          }),
        },
      )
    } finally {
      waiting.end()
    }
  }

  /** Gives a call up that takes too long: the SDK looks at its own maximum only when progress comes, and cannot wait for a person. */
  #waiting({
    onProgress,
    onElicit,
    timeout,
    giveUp,
  }: Pick<CallTerms, 'onProgress' | 'onElicit' | 'timeout'> & { giveUp: () => void }) {
    const { clock } = this.#parts
    if (!onElicit) return { renew: () => {}, end: onProgress ? clock.after(callMaxMs, giveUp) : () => {} }
    const patience = new Patience(clock, { quietMs: timeout, wholeMs: callMaxMs }, giveUp)
    const stopListening = this.#elicitations.listen((request, until) =>
      patience.during(() => onElicit(request, until)),
    )
    patience.start()
    return {
      renew: () => patience.renew(),
      end: () => {
        patience.end()
        stopListening()
      },
    }
  }

  /** What an error of a request means for this session. */
  failureOf(thrown: unknown, timeoutMs = this.#parts.requestTimeoutMs()): ConnectionError {
    const { transport } = this.#parts
    const status = httpStatusOf(thrown)
    const hasSession = this.kind === 'http' && transport.sessionId !== undefined
    if (hasSession && (status === 400 || status === 404)) return describe('session-lost', { status })
    return this.#parts.causeOf()?.error ?? connectionErrorOf(thrown, { address: this.address, timeoutMs })
  }

  /** Looks whether the session still lives, after something went wrong with it. */
  doubt(): Promise<void> {
    this.#doubting ??= this.#verify().finally(() => {
      this.#doubting = undefined
    })
    return this.#doubting
  }

  /** It was found dead or another's: nothing more is sent in it than what is under way. */
  giveUp(): void {
    if (this.#over) return
    this.#over = true
    this.#notices.end()
    this.#parts.onLost?.()
  }

  /** Ends it: tells an HTTP server so where it keeps a session, ends a process with all it started. Within 4 s. */
  async close(): Promise<void> {
    const { client, transport } = this.#parts
    const farewell = !this.#over && transport instanceof StreamableHTTPClientTransport && transport.sessionId
    this.#over = true
    this.#notices.end()
    client.onerror = () => {}
    if (farewell) await this.#terminate(transport)
    this.#abort.abort()
    await client.close()
    // Once its channel is closed the client forgets the transport, but its process may still be ending.
    await transport.close()
  }

  async #terminate(transport: StreamableHTTPClientTransport): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>()
    const cancel = this.#parts.clock.after(farewellMs, resolve)
    // Servers may refuse to end sessions on request; they forget them by themselves then.
    await Promise.race([transport.terminateSession().catch(() => {}), late])
    cancel()
  }

  #trouble(error: Error): void {
    this.#parts.log?.protocol('trouble', 'warning', { reason: reasonOf(error) })
    // The old transport's stream reconnects into a session the server has not been introduced to.
    if (error instanceof SseError) this.#lose(this.#errorOf('closed'))
    else void this.doubt()
  }

  async #verify(): Promise<void> {
    if (this.#over) return
    const { error } = await this.probe()
    if (error !== null && endsSession(error)) this.#lose(error)
  }

  #lose(error: ConnectionError): void {
    if (this.#over) return
    this.giveUp()
    this.#lostTo = error
    this.emit('lost', error)
  }

  #errorOf(code: 'closed'): ConnectionError {
    return describe(code, { address: this.address })
  }
}
