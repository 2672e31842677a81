import type { IpcMain, IpcMainEvent, WebContents } from 'electron'
import { frameChannel } from '../../shared/pipe'
import { type frameDoor, frameMax } from '../door'
import type { Log } from '../host'

/**
 * The door a window's page comes through: one IPC channel each way. A frame counts only from the main frame of a
 * window let in here, showing our own origin. Each document has a pipe of its own, and when the document goes (closed,
 * reloaded, crashed) the pipe closes and everything subscribed through it ends.
 */
export class PageDoor {
  readonly #door: ReturnType<typeof frameDoor>
  readonly #ipc: Pick<IpcMain, 'on' | 'off'>
  readonly #origin: string
  readonly #log: Log
  readonly #pipes = new Map<WebContents, Pipe | undefined>()
  readonly #refused = new Set<string>()

  constructor(parts: {
    door: ReturnType<typeof frameDoor>
    ipc: Pick<IpcMain, 'on' | 'off'>
    origin: string
    log: Log
  }) {
    this.#door = parts.door
    this.#ipc = parts.ipc
    this.#origin = parts.origin
    this.#log = parts.log
  }

  start(): void {
    this.#ipc.on(frameChannel, this.#receive)
  }

  /** Closes every pipe and hears no frame any more. */
  end(): void {
    this.#ipc.off(frameChannel, this.#receive)
    for (const page of this.#pipes.keys()) this.#close(page)
    this.#pipes.clear()
  }

  /** From now on this window's page may come in, until the window is destroyed. */
  letIn(page: WebContents): void {
    this.#pipes.set(page, undefined)
    page.on('did-navigate', () => this.#close(page))
    page.on('render-process-gone', () => this.#close(page))
    page.on('destroyed', () => {
      this.#close(page)
      this.#pipes.delete(page)
    })
  }

  readonly #receive = (event: IpcMainEvent, frame: unknown): void => {
    const reason = this.#reasonToRefuse(event, frame)
    if (reason === undefined) this.#pipeOf(event.sender).receive(String(frame))
    else this.#refuse(reason, event)
  }

  #reasonToRefuse({ sender, senderFrame }: IpcMainEvent, frame: unknown): string | undefined {
    if (!this.#pipes.has(sender)) return 'not a window of ours'
    if (!senderFrame || senderFrame.isDestroyed()) return 'the frame is gone'
    if (senderFrame.parent) return 'not the main frame'
    if (senderFrame.origin !== this.#origin) return 'another origin'
    if (typeof frame !== 'string') return 'not a string'
    if (frame.length > frameMax) return 'too long'
    return undefined
  }

  /** Logged once for each reason and origin: a page that insists must not fill the log. */
  #refuse(reason: string, { senderFrame }: IpcMainEvent): void {
    const origin = senderFrame?.isDestroyed() === false ? senderFrame.origin : ''
    const known = `${reason} ${origin}`
    if (this.#refused.has(known) || this.#refused.size >= 100) return
    this.#refused.add(known)
    this.#log.warn({ reason, origin }, 'a frame was refused')
  }

  #pipeOf(page: WebContents): Pipe {
    const open = this.#pipes.get(page)
    if (open) return open
    const pipe = new Pipe(page)
    this.#pipes.set(page, pipe)
    this.#door.upgrade(pipe)
    return pipe
  }

  #close(page: WebContents): void {
    const pipe = this.#pipes.get(page)
    if (!pipe) return
    this.#pipes.set(page, undefined)
    pipe.close()
  }
}

/** One document's two-way line, in the shape of a WebSocket. */
class Pipe extends EventTarget {
  readonly #page: WebContents
  #closed = false

  constructor(page: WebContents) {
    super()
    this.#page = page
  }

  receive(frame: string): void {
    this.dispatchEvent(new MessageEvent('message', { data: frame }))
  }

  /** Frames for a document that is gone are dropped. Throws on anything but text: the contract is plain JSON. */
  send(frame: unknown): void {
    if (typeof frame !== 'string') throw new TypeError('Only text frames cross to the page')
    if (!this.#closed && !this.#page.isDestroyed()) this.#page.send(frameChannel, frame)
  }

  close(): void {
    this.#closed = true
    this.dispatchEvent(new Event('close'))
  }
}
