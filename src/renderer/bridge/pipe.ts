import type { Socket, SocketStatus } from './socket'

/** What the desktop's preload gives the page, and all it gives. */
export interface Preload {
  /** Hands one frame to the core. */
  send(frame: string): void
  /** Calls back with each frame from the core; the returned function stops that. */
  onFrame(listener: (frame: string) => void): () => void
  /** The full path of a file that was dropped or picked; empty where it has none. */
  pathForFile(file: File): string
}

declare global {
  interface Window {
    readonly rollcall?: Preload
  }
}

/** The desktop's pipe to the core. It is open for as long as the page lives. */
export class Pipe extends EventTarget implements Socket {
  readonly status: SocketStatus = 'open'
  readonly readyState = WebSocket.OPEN
  readonly #preload: Preload
  #stop: () => void = () => {}

  constructor(preload: Preload) {
    super()
    this.#preload = preload
  }

  start(): void {
    this.#stop = this.#preload.onFrame((data) => this.dispatchEvent(new MessageEvent('message', { data })))
  }

  send(data: Parameters<WebSocket['send']>[0]): void {
    if (typeof data !== 'string') throw new TypeError('The pipe carries text only.')
    this.#preload.send(data)
  }

  onStatus(): () => void {
    return () => {}
  }

  end(): void {
    this.#stop()
    this.dispatchEvent(new Event('close'))
  }
}
