import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { Fault } from '../../shared/contract/fault'
import { frameDoor, frameMax } from '../door'
import type { Log } from '../host'
import type { Rollcall } from '../rollcall'
import { nothingHere } from './rest'
import type { TokenGate } from './token-gate'

const protocol = 'rollcall.v1'
const tokenPrefix = 'token.'

/** Bytes that may wait for a page that does not read; then it is cut off and may come back. */
const backlogMax = 33_554_432

/** The web door: each page's WebSocket at `/ws`, speaking the same frames as the desktop's channel. */
export class PageSockets {
  readonly #server = new WebSocketServer({
    noServer: true,
    // UTF-8 takes up to three bytes for one UTF-16 unit.
    maxPayload: frameMax * 3,
    perMessageDeflate: false,
    // Never the one with the token: the answer's headers are anybody's to read.
    handleProtocols: () => protocol,
  })
  readonly #door: ReturnType<typeof frameDoor>
  readonly #gate: TokenGate
  readonly #log: Log

  constructor(router: Rollcall['router'], gate: TokenGate, log: Log) {
    this.#door = frameDoor(router, log)
    this.#gate = gate
    this.#log = log
  }

  /** Faults: not-found, forbidden, unauthorized, too-many. */
  check({ url = '', headers }: IncomingMessage): void {
    const [path] = url.split('?', 1)
    if (path !== '/ws') throw nothingHere()
    // That it is ours was checked for every request; here its absence counts too.
    if (headers.origin === undefined)
      throw new Fault('forbidden', 'Only a page of Rollcall opens this connection.')
    const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((entry) => entry.trim())
    const token = offered.find((entry) => entry.startsWith(tokenPrefix))?.slice(tokenPrefix.length)
    this.#gate.admit(offered.includes(protocol) ? token : undefined)
  }

  /** Takes over a connection that passed `check`. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (page) => this.#serve(page))
  }

  /** Tells every page that Rollcall goes away; resolves once all are gone, cutting off those that do not close in time. */
  async end(graceMs: number): Promise<void> {
    const pages = [...this.#server.clients]
    const gone = Promise.all(pages.map((page) => once(page, 'close')))
    for (const page of pages) page.close(1001, 'Rollcall ends')
    this.#server.close()
    const impatience = setTimeout(() => pages.map((page) => page.terminate()), graceMs)
    await gone
    clearTimeout(impatience)
  }

  #serve(page: WebSocket): void {
    const peer = new PagePeer(page)
    page.on('message', (data, isBinary) => {
      const served = isBinary
        ? Promise.reject(new Error('binary'))
        : this.#door.message(peer, data.toString())
      // A frame that cannot be read is the page's fault: it is cut off, nobody else notices.
      served.catch((error) => {
        this.#log.warn({ error: String(error) }, 'a page sent a frame that cannot be read')
        page.close(1007, 'unreadable frame')
      })
    })
    page.on('error', (error) => this.#log.warn({ error: error.message }, 'a page broke the connection'))
    page.on('close', () => this.#door.close(peer))
  }
}

/** A page as the door sees it: something to send to. */
class PagePeer extends EventTarget {
  readonly #page: WebSocket

  constructor(page: WebSocket) {
    super()
    this.#page = page
  }

  send(frame: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    if (typeof frame !== 'string') throw new TypeError('Only text crosses the bridge.')
    this.#page.send(frame)
    if (this.#page.bufferedAmount > backlogMax) this.#page.terminate()
  }
}
