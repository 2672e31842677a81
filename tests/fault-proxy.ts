import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import type { Clock } from '../src/main/host'

/** Where an answer is broken off: after the headers, within the first line of a chunk, further on, within a character. */
export type Cut = 'headers' | 'body' | 'chunk' | 'character'

/**
 * How requests are treated from now on. `refuse`: nothing listens. `hang`: accepted, never answered. `cut`: the answer
 * to one method breaks off with a reset. `half-close`: the request is taken, then the sending side is closed. `drip`:
 * answers come at one byte per second of the clock. `answer`: this, whatever was asked.
 */
export type Manner =
  | { readonly do: 'pass' | 'refuse' | 'hang' | 'half-close' }
  | { readonly do: 'cut'; readonly at: Cut; readonly method: string }
  | { readonly do: 'drip'; readonly clock: Clock }
  | {
      readonly do: 'answer'
      readonly status: string
      readonly headers?: readonly string[]
      readonly body?: string
    }

/** Stands between Rollcall and a real server on loopback, passes everything through, and goes wrong on command. */
export class FaultProxy implements AsyncDisposable {
  /** Heads of all requests so far with their bodies, as they came. */
  readonly requests: string[] = []
  readonly #sockets = new Set<Socket>()
  readonly #stuck = new Set<Socket>()
  #manner: Manner = { do: 'pass' }
  #server: Server | undefined
  #port = 0
  #target: number

  /** `target` is the port of the real server. */
  constructor(target: number) {
    this.#target = target
  }

  async start(): Promise<this> {
    await this.#listen()
    return this
  }

  get port(): number {
    return this.#port
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/mcp`
  }

  /** Connections whose client still waits for an answer that will not come, or not soon. */
  get stuck(): number {
    return this.#stuck.size
  }

  /** Requests that name this method, or begin with this. */
  count(what: string): number {
    return this.requests.filter((one) => one.startsWith(what) || methodOf(one) === what).length
  }

  async become(manner: Manner): Promise<void> {
    this.#manner = manner
    if (manner.do === 'refuse') await this.#close()
    else if (!this.#server) await this.#listen()
  }

  /** Another server takes the port: whoever was connected is cut off. */
  swap(target: number): void {
    this.#target = target
    this.#reset()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close()
  }

  async #listen(): Promise<void> {
    this.#server = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket))
    this.#server.listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#port = (this.#server.address() as AddressInfo).port
  }

  async #close(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    this.#reset()
    if (!server) return
    server.close()
    await once(server, 'close')
  }

  #reset(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  #accept(client: Socket): void {
    this.#sockets.add(client)
    let upstream: Upstream | undefined
    const over = () => {
      this.#sockets.delete(client)
      this.#stuck.delete(client)
      upstream?.end()
    }
    client.on('close', over).on('end', () => client.end())
    client.on('error', () => {})
    let waiting = Buffer.alloc(0)
    client.on('data', (chunk) => {
      waiting = Buffer.concat([waiting, chunk])
      for (let size = requestSize(waiting); size > 0; size = requestSize(waiting)) {
        const request = waiting.subarray(0, size)
        waiting = waiting.subarray(size)
        this.requests.push(request.toString())
        upstream ??= new Upstream(this.#target, client)
        this.#treat(request, client, upstream)
      }
    })
  }

  #treat(request: Buffer, client: Socket, upstream: Upstream): void {
    const manner = this.#manner
    if (manner.do === 'hang' || manner.do === 'drip') this.#stuck.add(client)
    if (manner.do === 'hang') return
    if (manner.do === 'half-close') return void client.end()
    if (manner.do === 'answer') {
      const { status, headers = [], body = '' } = manner
      const length = `Content-Length: ${Buffer.byteLength(body)}`
      client.end([`HTTP/1.1 ${status}`, ...headers, length, 'Connection: close', '', body].join('\r\n'))
      return
    }
    if (manner.do === 'drip') upstream.onAnswer = drip(client, manner.clock)
    else if (manner.do === 'cut' && methodOf(request.toString()) === manner.method)
      upstream.onAnswer = cut(client, manner.at)
    else upstream.onAnswer = (bytes) => client.write(bytes)
    upstream.send(request)
  }
}

/** The connection to the real server that belongs to one of the client's. */
class Upstream {
  onAnswer: (bytes: Buffer) => void = () => {}
  readonly #port: number
  readonly #socket: Socket

  constructor(port: number, client: Socket) {
    this.#port = port
    this.#socket = connect(port, '127.0.0.1')
    this.#socket.on('data', (bytes: Buffer) => this.onAnswer(bytes))
    this.#socket.on('error', () => client.resetAndDestroy())
    this.#socket.on('end', () => client.end())
  }

  /** Servers that mind by what name they are called hear their own. */
  send(request: Buffer): void {
    const named = request.toString('latin1').replace(/^host: .*$/imu, `Host: 127.0.0.1:${this.#port}`)
    this.#socket.write(named, 'latin1')
  }

  end(): void {
    this.#socket.destroy()
  }
}

/** How long the first request in these bytes is; 0 while it is not complete. */
function requestSize(bytes: Buffer): number {
  const head = bytes.indexOf('\r\n\r\n')
  if (head < 0) return 0
  const length = /^content-length: (\d+)/imu.exec(bytes.toString('latin1', 0, head))
  const size = head + 4 + Number(length?.[1] ?? 0)
  return bytes.length < size ? 0 : size
}

function methodOf(request: string): string | undefined {
  return /"method":"([^"]+)"/u.exec(request)?.[1]
}

/** Passes on one byte a second. */
function drip(client: Socket, clock: Clock): (bytes: Buffer) => void {
  const queue: number[] = []
  const one = () => {
    const byte = queue.shift()
    if (byte === undefined || client.destroyed) return
    client.write(Buffer.from([byte]))
    clock.after(1_000, one)
  }
  return (bytes) => {
    const idle = queue.length === 0
    queue.push(...bytes)
    if (idle) one()
  }
}

/** Passes on as much as comes before the cut, then resets. */
function cut(client: Socket, at: Cut): (bytes: Buffer) => void {
  let answer = Buffer.alloc(0)
  return (bytes) => {
    answer = Buffer.concat([answer, bytes])
    const end = cutOf(answer, at)
    if (end === 0 || client.destroyed) return
    client.write(answer.subarray(0, end), () => client.resetAndDestroy())
  }
}

/** How much of an answer comes before the cut; 0 while it cannot be said. */
function cutOf(answer: Buffer, at: Cut): number {
  const head = answer.indexOf('\r\n\r\n') + 4
  if (head < 4) return 0
  if (at === 'headers') return head
  if (at === 'character') {
    const lead = answer.findIndex((byte, index) => index >= head && byte >= 0xc2)
    return lead + 1
  }
  if (answer.length < head + 40) return 0
  return head + (at === 'chunk' ? 1 : 40)
}
