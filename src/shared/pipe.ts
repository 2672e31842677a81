/** The one IPC channel, used in both directions. It carries the wire's frames, as strings. */
export const frameChannel = 'rollcall:frame'

/** What the preload gives the desktop's page as `window.rollcall`; in a browser there is none. */
export interface PagePipe {
  /** Sends one frame to main. */
  send(frame: string): void
  /** Hears every frame main sends from now on; the returned function stops that. */
  onFrame(hear: (frame: string) => void): () => void
  /** Full path of a file the person dropped or chose; empty for one that is not on disk. */
  pathForFile(file: File): string
}
