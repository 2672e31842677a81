import type { Socket } from 'node:net'

/** Connections that have not asked anything; more than this and the oldest go. */
export const idleMax = 256

/** Keeps connections that never finish a request from taking every place: the oldest of them make room. */
export class IdleSockets {
  readonly #waiting = new Set<Socket>()

  add(socket: Socket): void {
    this.#waiting.add(socket)
    socket.once('close', () => this.#waiting.delete(socket))
    if (this.#waiting.size <= idleMax) return
    const [oldest] = this.#waiting
    oldest?.destroy()
  }

  /** The socket has asked something whole. */
  busy(socket: Socket): void {
    this.#waiting.delete(socket)
  }
}
