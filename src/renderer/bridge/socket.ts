/** `opening`: the first time. `lost`: it was there, or should be; being tried again. `refused`: the token is not accepted; for good. */
export type SocketStatus = 'opening' | 'open' | 'lost' | 'refused'

/** What the client speaks through: a WebSocket as far as it looks, whatever carries the frames. */
export interface Socket
  extends Pick<WebSocket, 'addEventListener' | 'removeEventListener' | 'send' | 'readyState'> {
  readonly status: SocketStatus
  /** Tells of each change of `status`; the returned function stops that. */
  onStatus(listener: () => void): () => void
  end(): void
}

/** Resolves once the socket is open, or the signal is aborted. */
export function opened(socket: Socket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (socket.status === 'open' || signal.aborted) return resolve()
    const settle = () => {
      if (socket.status !== 'open' && !signal.aborted) return
      stop()
      signal.removeEventListener('abort', settle)
      resolve()
    }
    const stop = socket.onStatus(settle)
    signal.addEventListener('abort', settle)
  })
}
