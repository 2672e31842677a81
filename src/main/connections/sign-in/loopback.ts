import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerPage, pageHeaders } from './answer-page'

const path = '/callback'

/** The browser's way back, once. */
export interface Callback {
  readonly params: URLSearchParams
  /** Shows in the browser how it ended. */
  reply(ok: boolean): void
}

/**
 * Waits on 127.0.0.1 for the browser to come back with the state it was sent off with. Anything else that calls is sent
 * away and changes nothing; after the first that fits nobody is answered any more.
 */
export class Loopback {
  readonly redirectUrl: string
  readonly port: number
  readonly callback: Promise<Callback>
  readonly #http: Server
  readonly #state: string
  readonly #arrive: (callback: Callback) => void
  #taken = false

  private constructor(http: Server, state: string) {
    this.#http = http
    this.#state = state
    this.port = (http.address() as AddressInfo).port
    this.redirectUrl = `http://127.0.0.1:${this.port}${path}`
    const { promise, resolve } = Promise.withResolvers<Callback>()
    this.callback = promise
    this.#arrive = resolve
    http.on('request', (request, response) => this.#answer(request, response))
  }

  /** On the port given where it is free, else on any. */
  static async open(state: string, port = 0): Promise<Loopback> {
    const http = await listening(port).catch((error: unknown) => {
      if (port === 0) throw error
      return listening(0)
    })
    return new Loopback(http, state)
  }

  /** Lets go of the port; a page that is being answered is still sent. */
  end(): void {
    this.#http.close()
    this.#http.closeIdleConnections()
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const language = request.headers['accept-language']
    const show = (status: number, words: Parameters<typeof answerPage>[0]) => {
      response.writeHead(status, pageHeaders).end(answerPage(words, language))
    }
    const url = new URL(request.url ?? '/', this.redirectUrl)
    const isOurs = request.headers.host === `127.0.0.1:${this.port}`
    const isHere = request.method === 'GET' && url.pathname === path && isOurs
    const isExpected = !this.#taken && isSame(url.searchParams.get('state') ?? '', this.#state)
    if (!isHere || !isExpected) {
      show(isHere ? 400 : 404, 'stray')
      return
    }
    this.#taken = true
    this.#http.close()
    this.#arrive({ params: url.searchParams, reply: (ok) => show(ok ? 200 : 400, ok ? 'done' : 'failed') })
  }
}

async function listening(port: number): Promise<Server> {
  const http = createServer({ keepAlive: false })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  http.once('error', reject)
  http.listen(port, '127.0.0.1', resolve)
  await promise
  http.unref()
  return http
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
