import { EventEmitter } from 'node:events'
import {
  type Client,
  type McpSubscription,
  type Progress,
  SdkError,
  SdkErrorCode,
  type Tool as SdkTool,
  SseError,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client'
import type { Clock } from '../host'
import { backoffMs } from './backoff'
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
import { ResourceSubscriptions } from './resource-subscriptions'
import type { ServerLog } from './server-log'

export const offerKinds = ['tools', 'resources', 'prompts'] as const
/** The three things a server can offer. */
export type OfferKind = (typeof offerKinds)[number]

/** Hears how far a call is, as often as the server says it. */
export type OnProgress = (progress: Progress) => void

const probeMs = 10_000
const farewellMs = 1_000
/** However often a tool says how far it is. No setting of the request timeout is longer. */
const callMaxMs = 600_000

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
  /** Why the transport closed, where it knows. */
  readonly causeOf: () => ConnectionFailure | undefined
  readonly streamOpened: (listener: () => void) => void
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
}

/** What a probe found. */
export interface Probe {
  readonly kind: 'ping' | 'discover'
  readonly latencyMs: number
  /** Null where the server answered, be it with a protocol error. */
  readonly error: ConnectionError | null
}

/**
 * A live session with a server. Says `lost` once, when it can no longer be used, and `stale` when a list may have
 * changed. The SDK's own reconnecting is not relied on: whatever goes wrong is checked with a probe at once.
 */
export class Session extends EventEmitter<{ lost: [ConnectionError]; stale: [OfferKind] }> {
  readonly era: Era
  readonly kind: Parts['kind']
  readonly address: string
  readonly pid: number | null
  readonly subscriptions: ResourceSubscriptions
  readonly #parts: Parts
  readonly #abort = new AbortController()
  #over = false
  #lostTo: ConnectionError | undefined
  #doubting: Promise<void> | undefined
  #subscription: McpSubscription | undefined
  #cancelListen = () => {}

  constructor(parts: Parts) {
    super()
    this.#parts = parts
    this.era = parts.era
    this.kind = parts.kind
    this.address = parts.address
    this.pid = parts.pid
    this.subscriptions = new ResourceSubscriptions(parts.client, parts.era)
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
    const { client, log } = this.#parts
    client.onclose = () => this.#lose(this.#parts.causeOf()?.error ?? this.#errorOf('closed'))
    client.onerror = (error) => this.#trouble(error)
    if (this.kind === 'stdio' && this.#parts.causeOf()) client.onclose()
    for (const kind of offerKinds)
      client.setNotificationHandler(`notifications/${kind}/list_changed`, () => {
        log?.protocol(`${kind}-changed`, 'info')
        this.#stale(kind)
      })
    client.setNotificationHandler('notifications/message', ({ params }) =>
      log?.notice(params.level, params.logger ?? null, params.data),
    )
    this.subscriptions.start()
    this.#parts.streamOpened(() => this.#allStale())
    if (this.era === 'modern') void this.#listen(0)
    else void this.#askForLog()
  }

  /** Whether the server said it offers these. */
  offers(kind: OfferKind): boolean {
    return Boolean(this.client.getServerCapabilities()?.[kind])
  }

  /** For a request that `signal` may give up. */
  terms(signal?: AbortSignal): RequestTerms {
    return { timeout: this.#parts.requestTimeoutMs(), ...(signal && { signal }) }
  }

  /** Asks for a sign of life, at most 10 s: `server/discover` on a modern server, `ping` on a legacy one. */
  async probe(signal?: AbortSignal): Promise<Probe> {
    const kind = this.era === 'modern' ? 'discover' : 'ping'
    const startedAt = this.#parts.clock.now()
    const timeoutMs = Math.min(probeMs, this.#parts.requestTimeoutMs())
    const error = await this.client[kind]({
      timeout: timeoutMs,
      signal: signal ? AbortSignal.any([signal, this.#abort.signal]) : this.#abort.signal,
    }).then(
      () => null,
      (thrown: unknown) => this.failureOf(thrown, timeoutMs),
    )
    const answered = error === null || error.code === 'protocol'
    return { kind, latencyMs: this.#parts.clock.now() - startedAt, error: answered ? null : error }
  }

  /**
   * Sends one tool call, once. `definition` comes from the list; without its output schema, so that the SDK neither
   * compiles a stranger's schema nor lists and calls again by itself. Progress is asked for where somebody listens;
   * each renews the request timeout, until 10 minutes have passed since the beginning.
   */
  async callTool(definition: SdkTool, args: Record<string, unknown>, { onProgress, ...terms }: CallTerms) {
    const { outputSchema: _, ...toolDefinition } = definition
    const limit = new AbortController()
    // The SDK looks at its own maximum only when progress comes.
    const cancel = this.#parts.clock.after(callMaxMs, () =>
      limit.abort(new SdkError(SdkErrorCode.RequestTimeout, 'The call took too long.')),
    )
    try {
      return await this.client.callTool(
        { name: definition.name, arguments: args },
        {
          ...terms,
          toolDefinition,
          signal: terms.signal ? AbortSignal.any([terms.signal, limit.signal]) : limit.signal,
          ...(onProgress && { onprogress: onProgress, resetTimeoutOnProgress: true }),
        },
      )
    } finally {
      cancel()
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

  /** Ends it: tells an HTTP server so where it keeps a session, ends a process with all it started. Within 4 s. */
  async close(): Promise<void> {
    const { client, transport } = this.#parts
    const farewell = !this.#over && transport instanceof StreamableHTTPClientTransport && transport.sessionId
    this.#over = true
    this.#cancelListen()
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

  /**
   * A legacy server with a log is asked for `info` and up: what it would send unasked is its own choice, and often
   * nothing. A modern one is asked request by request, which Rollcall does not.
   */
  async #askForLog(): Promise<void> {
    if (!this.client.getServerCapabilities()?.logging) return
    const options = { timeout: probeMs, signal: this.#abort.signal }
    await this.client.setLoggingLevel('info', options).catch((error: unknown) => {
      if (!this.#over) this.#parts.log?.protocol('trouble', 'notice', { reason: reasonOf(error) })
    })
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
    this.#over = true
    this.#lostTo = error
    this.emit('lost', error)
  }

  #stale(kind: OfferKind): void {
    if (!this.#over && this.offers(kind)) this.emit('stale', kind)
  }

  #allStale(): void {
    for (const kind of offerKinds) this.#stale(kind)
  }

  /** Keeps the one stream open on which a modern server tells of changes, where it tells of any. */
  async #listen(failures: number): Promise<void> {
    const able = this.client.getServerCapabilities()
    const filter = {
      ...(able?.tools?.listChanged && { toolsListChanged: true }),
      ...(able?.resources?.listChanged && { resourcesListChanged: true }),
      ...(able?.prompts?.listChanged && { promptsListChanged: true }),
    }
    if (this.#over || Object.keys(filter).length === 0) return
    const startedAt = this.#parts.clock.now()
    try {
      this.#subscription = await this.client.listen(filter, { timeout: probeMs, signal: this.#abort.signal })
      this.#allStale()
      if ((await this.#subscription.closed) === 'local') return
    } catch {
      // Refused or unanswered: the same as a stream that ended at once.
    }
    await this.doubt()
    const lasted = this.#parts.clock.now() - startedAt > probeMs
    const next = lasted ? 0 : failures + 1
    if (!this.#over)
      this.#cancelListen = this.#parts.clock.after(backoffMs(next), () => void this.#listen(next))
  }

  #errorOf(code: 'closed'): ConnectionError {
    return describe(code, { address: this.address })
  }
}
