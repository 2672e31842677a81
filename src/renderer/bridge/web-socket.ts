import type { Socket, SocketStatus } from './socket'

const firstDelayMs = 250
const longestDelayMs = 5_000
/** How long to wait for the reason of a refusal. */
const askMs = 2_000

/** A WebSocket to the core that opens itself again, sooner at first, at least every five seconds, unless it is refused. */
export class RecurringWebSocket extends EventTarget implements Socket {
  readonly #url: string
  readonly #token: string
  readonly #listeners = new Set<() => void>()
  #socket: WebSocket | undefined
  #status: SocketStatus = 'opening'
  #attempt = 0
  #timer: number | undefined
  #ended = false

  constructor(url: string, token: string) {
    super()
    this.#url = url
    this.#token = token
  }

  get status(): SocketStatus {
    return this.#status
  }

  get readyState(): WebSocket['readyState'] {
    return this.#socket?.readyState ?? WebSocket.CLOSED
  }

  start(): void {
    window.addEventListener('online', this.#openNow)
    this.#open()
  }

  send(data: Parameters<WebSocket['send']>[0]): void {
    this.#socket?.send(data)
  }

  onStatus(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  end(): void {
    this.#ended = true
    window.clearTimeout(this.#timer)
    window.removeEventListener('online', this.#openNow)
    this.#socket?.close()
  }

  readonly #openNow = () => {
    if (this.#status === 'open' || this.#status === 'refused' || this.#ended) return
    window.clearTimeout(this.#timer)
    if (this.#socket?.readyState !== WebSocket.CONNECTING) this.#open()
  }

  #open(): void {
    const socket = new WebSocket(this.#url, ['rollcall.v1', `token.${this.#token}`])
    this.#socket = socket
    socket.addEventListener('open', () => {
      this.#attempt = 0
      this.#become('open')
      this.dispatchEvent(new Event('open'))
    })
    socket.addEventListener('message', ({ data }) =>
      this.dispatchEvent(new MessageEvent('message', { data })),
    )
    socket.addEventListener('close', () => {
      this.dispatchEvent(new Event('close'))
      if (!this.#ended) void this.#again()
    })
  }

  async #again(): Promise<void> {
    this.#become('lost')
    const refused = await this.#tokenRefused()
    if (this.#ended) return
    // The same token will not be welcome later either, and each try counts against this machine.
    if (refused) return this.#become('refused')
    const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** this.#attempt)
    this.#attempt += 1
    this.#timer = window.setTimeout(() => this.#open(), delayMs * (0.75 + Math.random() / 2))
  }

  /** A browser does not tell why a WebSocket was not opened; a plain request with the same token does. */
  async #tokenRefused(): Promise<boolean> {
    try {
      const headers = { authorization: `Bearer ${this.#token}` }
      const { status } = await fetch('/api/about', { headers, signal: AbortSignal.timeout(askMs) })
      return status === 401
    } catch {
      return false
    }
  }

  #become(status: SocketStatus): void {
    if (this.#status === status) return
    this.#status = status
    for (const listener of [...this.#listeners]) listener()
  }
}
