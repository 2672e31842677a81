import { type Client, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client'
import type { Era } from './negotiate'
import type { RequestTerms } from './session'

export interface Subscription {
  /** Tells the server that nobody wants to hear of it any more; never rejects. */
  end(): Promise<void>
}

interface Listener {
  readonly onChanged: () => void
  /** The server ended the subscription by itself. */
  readonly onLost: () => void
}

const farewellMs = 5_000

/** Of one session: the resources whose changes somebody wants to hear of, each asked for in the era's way. */
export class ResourceSubscriptions {
  readonly #client: Client
  readonly #era: Era
  readonly #listeners = new Map<string, Listener>()

  constructor(client: Client, era: Era) {
    this.#client = client
    this.#era = era
  }

  /** Resources somebody listens to. */
  get count(): number {
    return this.#listeners.size
  }

  /** Whether the server said it tells of changes of single resources. */
  get offered(): boolean {
    return Boolean(this.#client.getServerCapabilities()?.resources?.subscribe)
  }

  start(): void {
    this.#client.setNotificationHandler('notifications/resources/updated', ({ params }) =>
      this.#heard(params.uri),
    )
  }

  /**
   * Asks to be told of changes of one resource; one listener for each URI. What changed before this resolves was not
   * heard. Throws what the SDK throws; with the terms' signal it ends as by `end`.
   */
  async open(uri: string, listener: Listener, terms: RequestTerms): Promise<Subscription> {
    this.#listeners.set(uri, listener)
    try {
      return this.#era === 'modern'
        ? await this.#openStream(uri, listener, terms)
        : await this.#subscribe(uri, terms)
    } catch (error) {
      this.#listeners.delete(uri)
      throw error
    }
  }

  async #subscribe(uri: string, terms: RequestTerms): Promise<Subscription> {
    try {
      await this.#client.subscribeResource({ uri }, terms)
    } catch (error) {
      // Given up on, it may have been heard all the same.
      if (terms.signal?.aborted) await this.#unsubscribe(uri)
      throw error
    }
    return { end: () => this.#unsubscribe(uri) }
  }

  async #unsubscribe(uri: string): Promise<void> {
    this.#listeners.delete(uri)
    // A session that is gone has forgotten its subscriptions.
    await this.#client.unsubscribeResource({ uri }, { timeout: farewellMs }).catch(() => {})
  }

  async #openStream(uri: string, listener: Listener, terms: RequestTerms): Promise<Subscription> {
    const stream = await this.#client.listen({ resourceSubscriptions: [uri] }, terms)
    if (!stream.honoredFilter.resourceSubscriptions?.length) {
      await stream.close()
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        'It does not tell of changes of this resource.',
      )
    }
    void stream.closed.then((by) => {
      if (by !== 'local') listener.onLost()
    })
    return {
      end: async () => {
        this.#listeners.delete(uri)
        await stream.close().catch(() => {})
      },
    }
  }

  /** A notice may name a part of what was subscribed to. */
  #heard(changed: string): void {
    for (const [uri, { onChanged }] of this.#listeners) if (changed.startsWith(uri)) onChanged()
  }
}
