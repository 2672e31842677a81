import type { Client, McpSubscription } from '@modelcontextprotocol/client'
import type { Clock } from '../host'
import { backoffMs } from './backoff'
import { reasonOf } from './errors'
import type { Era } from './negotiate'
import type { Cause } from './refreshes'
import type { ServerLog } from './server-log'

export const offerKinds = ['tools', 'resources', 'prompts'] as const
/** The three things a server can offer. */
export type OfferKind = (typeof offerKinds)[number]

/** For requests of our own that nobody waits for. */
const patienceMs = 10_000

interface Parts {
  readonly client: Client
  readonly era: Era
  readonly clock: Clock
  readonly log?: ServerLog
  /** The session has ended. */
  readonly over: AbortSignal
  /** A list may have changed. */
  readonly onStale: (kind: OfferKind, cause: Cause) => void
  /** Looks whether the session still lives. */
  readonly doubt: () => Promise<void>
}

/** What a server says unasked over one session: that a list changed, and what goes into its log. */
export class Notices {
  readonly #parts: Parts
  readonly #settled = Promise.withResolvers<void>()
  #ended = false
  #subscription: McpSubscription | undefined
  #cancelListen = () => {}

  constructor(parts: Parts) {
    this.#parts = parts
  }

  start(): void {
    const { client, era, log, onStale } = this.#parts
    for (const kind of offerKinds)
      client.setNotificationHandler(`notifications/${kind}/list_changed`, () => {
        log?.protocol(`${kind}-changed`, 'info')
        onStale(kind, 'notice')
      })
    client.setNotificationHandler('notifications/message', ({ params }) =>
      log?.notice(params.level, params.logger ?? null, params.data),
    )
    if (era === 'modern') void this.#listen(0)
    else void this.#askForLog()
  }

  /** Resolves once what the server says is heard, or it is clear that it is not for now. */
  get settled(): Promise<void> {
    return this.#settled.promise
  }

  end(): void {
    this.#ended = true
    this.#settled.resolve()
    this.#cancelListen()
  }

  /** The stream that is the server's own in the legacy era was tried: what was said before it stood is lost. */
  streamTried(stands: boolean): void {
    if (stands) this.#allStale()
    if (this.#parts.era === 'legacy') this.#settled.resolve()
  }

  #allStale(): void {
    for (const kind of offerKinds) this.#parts.onStale(kind, 'reopened')
  }

  /**
   * A legacy server with a log is asked for `info` and up: what it would send unasked is its own choice, and often
   * nothing. A modern one is asked request by request, which Rollcall does not.
   */
  async #askForLog(): Promise<void> {
    if (!this.#parts.client.getServerCapabilities()?.logging) return
    const options = { timeout: patienceMs, signal: this.#parts.over }
    await this.#parts.client.setLoggingLevel('info', options).catch((error: unknown) => {
      if (!this.#ended) this.#parts.log?.protocol('trouble', 'notice', { reason: reasonOf(error) })
    })
  }

  /** Keeps the one stream open on which a modern server tells of changes, where it tells of any. */
  async #listen(failures: number): Promise<void> {
    const able = this.#parts.client.getServerCapabilities()
    const filter = {
      ...(able?.tools?.listChanged && { toolsListChanged: true }),
      ...(able?.resources?.listChanged && { resourcesListChanged: true }),
      ...(able?.prompts?.listChanged && { promptsListChanged: true }),
    }
    if (Object.keys(filter).length === 0) this.#settled.resolve()
    if (this.#ended || Object.keys(filter).length === 0) return
    const startedAt = this.#parts.clock.now()
    try {
      this.#subscription = await this.#parts.client.listen(filter, {
        timeout: patienceMs,
        signal: this.#parts.over,
      })
      this.#allStale()
      this.#settled.resolve()
      if ((await this.#subscription.closed) === 'local') return
    } catch {
      // Refused or unanswered: the same as a stream that ended at once.
    }
    this.#settled.resolve()
    await this.#parts.doubt()
    const lasted = this.#parts.clock.now() - startedAt > patienceMs
    const next = lasted ? 0 : failures + 1
    if (!this.#ended)
      this.#cancelListen = this.#parts.clock.after(backoffMs(next), () => void this.#listen(next))
  }
}
