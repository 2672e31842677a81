import type { PagePipe } from '../../shared/pipe'
import type { Socket, SocketStatus } from './socket'

declare global {
  interface Window {
    /** What the desktop's preload gives the page; absent in a browser. */
    readonly rollcall?: PagePipe
  }
}

/** The desktop's pipe to the core. It is open for as long as the page lives. */
export class Pipe extends EventTarget implements Socket {
  readonly status: SocketStatus = 'open'
  readonly readyState = WebSocket.OPEN
  readonly #pipe: PagePipe
  #stop: () => void = () => {}

  constructor(pipe: PagePipe) {
    super()
    this.#pipe = pipe
  }

  start(): void {
    this.#stop = this.#pipe.onFrame((data) => this.dispatchEvent(new MessageEvent('message', { data })))
  }

  send(data: Parameters<WebSocket['send']>[0]): void {
    if (typeof data !== 'string') throw new TypeError('The pipe carries text only.')
    this.#pipe.send(data)
  }

  onStatus(): () => void {
    return () => {}
  }

  end(): void {
    this.#stop()
    this.dispatchEvent(new Event('close'))
  }
}
