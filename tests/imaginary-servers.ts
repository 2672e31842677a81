import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Transport } from '@modelcontextprotocol/client'
import { ConnectionFailure, describe } from '../src/main/connections/errors'
import { negotiate } from '../src/main/connections/negotiate'
import type { Opening } from '../src/main/connections/open'
import type { Probe } from '../src/main/connections/pulse'
import { Session } from '../src/main/connections/session'
import type { Clock } from '../src/main/host'

const slowMs = 2_000

/**
 * `well`: answers. `slow`: the same after two seconds. `refusing`: nothing listens. `silent`: takes requests and fails them.
 * `deaf`: answers everything but checks, which fail once they have had their time. `crashing`: ends when asked.
 */
export type Manner = 'well' | 'slow' | 'refusing' | 'silent' | 'deaf' | 'crashing'

/** A session whose checks wait by the host's clock where its server is deaf to them. */
class ImaginarySession extends Session {
  readonly #isDeaf: () => boolean
  readonly #clock: Clock

  constructor(parts: ConstructorParameters<typeof Session>[0], isDeaf: () => boolean) {
    super(parts)
    this.#isDeaf = isDeaf
    this.#clock = parts.clock
  }

  override async probe(signal?: AbortSignal, withinMs = 0): Promise<Probe> {
    if (!this.#isDeaf()) return super.probe(signal, withinMs)
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#clock.after(withinMs, resolve)
    await promise
    const error = describe('timeout', { address: this.address, seconds: withinMs / 1_000 })
    return { kind: 'ping', latencyMs: withinMs, error }
  }
}

/**
 * Servers that exist in memory only, reached over the real connection code: the SDK's client, sessions, lists. Each is
 * known by its URL or its command, and behaves as told.
 */
export class ImaginaryServers {
  readonly #manners = new Map<string, Manner>()
  readonly #lines = new Set<Line>()
  readonly #opening = new Map<string, number>()
  /** The most attempts at one server that were ever under way together. */
  mostOpening = 0
  /** The most attempts that were ever under way together, at whichever servers. */
  mostTogether = 0
  /** Until when the certificate is good that each shows, epoch milliseconds. */
  certificateEndsAt: number | null = null
  /** When each attempt began, by the host's clock. */
  readonly attempts: number[] = []

  become(address: string, manner: Manner): void {
    this.#manners.set(address, manner)
  }

  /** Breaks what is connected to a server. */
  hangUp(address: string): void {
    for (const line of [...this.#lines]) if (line.address === address) void line.close()
  }

  /** In the place of the real `open`. */
  readonly open = async (opening: Opening): Promise<Session> => {
    const { registration, signal, timeoutMs, host, learned } = opening
    learned.certificateEndsAt = this.certificateEndsAt
    const address = registration.url ?? registration.command ?? ''
    const isProcess = registration.url === undefined
    const opens = (this.#opening.get(address) ?? 0) + 1
    this.#opening.set(address, opens)
    this.mostOpening = Math.max(this.mostOpening, opens)
    const together = [...this.#opening.values()].reduce((sum, count) => sum + count, 0)
    this.mostTogether = Math.max(this.mostTogether, together)
    this.attempts.push(host.clock.now())
    try {
      await this.#takeTime(opening)
      const manner = () => this.#manners.get(address) ?? 'well'
      if (manner() === 'refusing' || manner() === 'silent')
        throw new ConnectionFailure('refused', { address })
      if (isProcess && manner() === 'crashing') throw new ConnectionFailure('process-exited', { exitCode: 1 })
      const make = () => {
        const line = new Line(address, manner, host.clock, () => this.#lines.delete(line))
        this.#lines.add(line)
        return line
      }
      const { compatibility } = opening
      const spoken = await negotiate(make, {
        version: host.version,
        knownLegacy: true,
        timeoutMs,
        signal,
        compatibility,
      })
      const parts = {
        ...spoken,
        kind: isProcess ? ('stdio' as const) : ('http' as const),
        address,
        pid: null,
        clock: host.clock,
        requestTimeoutMs: opening.requestTimeoutMs,
        compatibility,
        causeOf: () =>
          isProcess && spoken.transport.closed
            ? new ConnectionFailure('process-exited', { exitCode: 1 })
            : undefined,
        followStream: (listener: (isOpen: boolean) => void) => listener(true),
      }
      return new ImaginarySession(parts, () => manner() === 'deaf')
    } finally {
      const left = (this.#opening.get(address) ?? 1) - 1
      if (left === 0) this.#opening.delete(address)
      else this.#opening.set(address, left)
    }
  }

  /** Reaching anything takes half a second of the host's time; an attempt that is given up is a while in ending. */
  async #takeTime({ host, signal }: Opening): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = host.clock.after(500, resolve)
    const stop = () => resolve()
    signal.addEventListener('abort', stop, { once: true })
    await promise
    cancel()
    signal.removeEventListener('abort', stop)
    for (let turn = 0; signal.aborted && turn < 30; turn++) await nextTurn()
    signal.throwIfAborted()
  }
}

const answers: Readonly<Record<string, object>> = {
  initialize: {
    protocolVersion: '2025-11-25',
    capabilities: { tools: {} },
    serverInfo: { name: 'imaginary', version: '1' },
  },
  ping: {},
  'tools/list': { tools: [{ name: 'echo', inputSchema: { type: 'object' } }] },
  'tools/call': { content: [] },
}

class Line implements Transport {
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: Transport['onmessage']
  readonly address: string
  closed = false
  readonly #manner: () => Manner
  readonly #clock: Clock
  readonly #gone: () => void

  constructor(address: string, manner: () => Manner, clock: Clock, gone: () => void) {
    this.address = address
    this.#manner = manner
    this.#clock = clock
    this.#gone = gone
  }

  async start(): Promise<void> {}

  async send(message: Parameters<Transport['send']>[0]): Promise<void> {
    if (this.closed) throw new Error('terminated')
    if (!('method' in message) || !('id' in message)) return
    const manner = this.#manner()
    if (manner === 'crashing') return this.close()
    if (manner === 'refusing' || manner === 'silent')
      throw Object.assign(new Error(manner), { code: manner === 'silent' ? 'ETIMEDOUT' : 'ECONNREFUSED' })
    const answer = { jsonrpc: '2.0' as const, id: message.id, result: { ...answers[message.method] } }
    const tell = () => this.onmessage?.(answer)
    if (manner === 'slow') this.#clock.after(slowMs, tell)
    else queueMicrotask(tell)
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    this.#gone()
    this.onclose?.()
  }
}
