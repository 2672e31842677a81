import { type LookupAddress, lookup } from 'node:dns'
import { Agent, type IncomingMessage, request as requestPlainly } from 'node:http'
import { request as requestSecurely, Agent as SecureAgent } from 'node:https'
import type { LookupFunction, Socket } from 'node:net'
import { pipeline, type Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { literalOf, nearnessOf } from '../addresses'
import { certificateEndOf } from './certificate-end'
import { ConnectionFailure, connectMs } from './errors'

/** A socket nobody uses is let go after this: many servers close it after 5 s without having said so. */
const idleSocketMs = 4_000
/** So much earlier than the server says a socket is let go: a call sent on one that just closed is lost, not repeated. */
const marginMs = 2_000

/** A request on its way to one place: redirects are answers like others. */
export interface Asked {
  readonly url: URL
  readonly method: string
  readonly headers: Headers
  readonly body: string | undefined
  readonly signal: AbortSignal | undefined
}

/** What a body is read from, decoded; to cancel it closes the socket under it. */
export interface Source {
  read(): Promise<IteratorResult<Uint8Array, unknown>>
  cancel(reason?: unknown): Promise<void>
}

/** An answer whose body is still to come. */
export interface Answer {
  readonly status: number
  readonly statusText: string
  readonly headers: Headers
  readonly body: Source
}

/**
 * The sockets of one server, none of them to an address that is barred to all. Node's own HTTP: a request costs half of what `fetch` takes for it, and a third where the
 * socket is new, as it is at most checks.
 */
export class Sockets {
  readonly #address: string
  readonly #onCertificate: (endsAt: number) => void
  #plain: Agent | undefined
  #secure: SecureAgent | undefined

  /** `onCertificate` hears at each new handshake until when the certificate is good, epoch milliseconds. */
  constructor(address: string, onCertificate: (endsAt: number) => void = () => {}) {
    this.#address = address
    this.#onCertificate = onCertificate
  }

  /**
   * Resolves once the head of the answer is there. Without a time limit but on connecting. Rejects as `fetch` does: with
   * the signal's reason, else with a `TypeError` that has the cause.
   */
  async ask(asked: Asked): Promise<Answer> {
    const literal = literalOf(asked.url)
    if (literal !== undefined && nearnessOf(literal) === 'barred')
      throw new TypeError('fetch failed', { cause: new BarredAddress(literal) })
    const agent = asked.url.protocol === 'https:' ? this.#securely() : this.#plainly()
    if (Object.keys(agent.freeSockets).length > 0) await heard()
    asked.signal?.throwIfAborted()
    return this.#send(asked, agent)
  }

  #send({ url, method, headers, body, signal }: Asked, agent: Agent): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const isSecure = url.protocol === 'https:'
    const encoded = isSecure ? 'br, gzip, deflate' : 'gzip, deflate'
    const asked = (isSecure ? requestSecurely : requestPlainly)(url, {
      agent,
      method,
      headers: { 'accept-encoding': encoded, 'user-agent': 'rollcall', ...Object.fromEntries(headers) },
      timeout: 0,
    })
    let answer: IncomingMessage | undefined
    const giveUp = () => {
      const target = answer ?? asked
      target.destroy(signal?.reason)
    }
    signal?.addEventListener('abort', giveUp, { once: true })
    asked
      .once('socket', (socket) => this.#hurry(socket, isSecure, (late) => asked.destroy(late)))
      .once('response', (message) => {
        answer = message
        // Whoever reads the body hears of it; nobody else has to.
        message.on('error', () => {})
        resolve(answered(message))
      })
      .on('error', (cause) =>
        reject(signal?.aborted ? signal.reason : new TypeError('fetch failed', { cause })),
      )
      .once('close', () => signal?.removeEventListener('abort', giveUp))
      .end(body)
    return promise
  }

  #plainly(): Agent {
    this.#plain ??= new Agent(keeping)
    return this.#plain
  }

  #securely(): SecureAgent {
    this.#secure ??= new SecureAgent(keeping)
    return this.#secure
  }

  /** A machine that does not accept is given up. */
  #hurry(socket: Socket, isSecure: boolean, giveUp: (late: ConnectionFailure) => void): void {
    if (!socket.connecting) return
    const timer = setTimeout(
      () => giveUp(new ConnectionFailure('timeout', { address: this.#address, seconds: connectMs / 1_000 })),
      connectMs,
    ).unref()
    const stop = () => clearTimeout(timer)
    socket.once(isSecure ? 'secureConnect' : 'connect', stop).once('close', stop)
    if (socket instanceof TLSSocket)
      socket.once('secureConnect', () => {
        const endsAt = certificateEndOf(socket)
        if (endsAt !== undefined) this.#onCertificate(endsAt)
      })
  }
}

/** Until the sockets have told what came: one that was closed by now is not used again. */
async function heard(): Promise<void> {
  await nextTurn()
  await nextTurn()
}

/** A name leads where no server may be; what is connected to is what was looked at, not the name asked again. */
const lookupAllowed: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, '')
    const allowed = found.filter(({ address }: LookupAddress) => nearnessOf(address) !== 'barred')
    const [first] = allowed
    if (!first) return callback(new BarredAddress(found[0]?.address ?? ''), '')
    if (options.all) callback(null, allowed)
    else callback(null, first.address, first.family)
  })
}

/** Where clouds keep credentials, what reaches the next machine only, and what is no machine's address. */
class BarredAddress extends ConnectionFailure {
  constructor(address: string) {
    super('unreachable', { address })
  }
}

const keeping = {
  keepAlive: true,
  timeout: idleSocketMs,
  agentKeepAliveTimeoutBuffer: marginMs,
  lookup: lookupAllowed,
}

function answered(message: IncomingMessage): Answer {
  const headers = new Headers()
  const { rawHeaders, statusCode = 0, statusMessage = '' } = message
  for (let at = 0; at < rawHeaders.length; at += 2)
    headers.append(String(rawHeaders[at]), String(rawHeaders[at + 1]))
  return {
    status: statusCode,
    statusText: statusMessage,
    headers,
    body: sourceOf(decoded(message, headers.get('content-encoding'))),
  }
}

/** Streams end where the socket does, not where the packing says: a server may flush in the middle of it. */
const flushing = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH }
const flushingBrotli = {
  flush: constants.BROTLI_OPERATION_FLUSH,
  finishFlush: constants.BROTLI_OPERATION_FLUSH,
}

function decoded(message: IncomingMessage, encoding: string | null): Readable {
  const decoder = decoderOf(encoding?.trim().toLowerCase())
  if (decoder === undefined) return message
  return pipeline(message, decoder, () => {})
}

function decoderOf(encoding: string | undefined) {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip(flushing)
  if (encoding === 'deflate') return createInflate(flushing)
  return encoding === 'br' ? createBrotliDecompress(flushingBrotli) : undefined
}

function sourceOf(stream: Readable): Source {
  const pieces: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]()
  return {
    read: () => pieces.next(),
    cancel: async () => {
      stream.destroy()
    },
  }
}
