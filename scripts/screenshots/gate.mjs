import { once } from 'node:events'
import { createServer, request as forward } from 'node:http'

/** @import { AddressInfo } from 'node:net' */

/** A port in front of a server that answers as far away servers do: after a while, slowly, or no more. */
export class Gate {
  #http = createServer((request, response) => this.#pass(request, response))

  /** @param {string} target The address of the server behind it. @param {() => number} delayMs Before each request. */
  constructor(target, delayMs) {
    this.target = new URL(target)
    this.delayMs = delayMs
    /** Where it answers, once it is open. */
    this.url = ''
  }

  /** Opens the port, or any free one where it is taken. @param {number} port */
  async open(port) {
    this.#http.listen(port, '127.0.0.1')
    await once(this.#http, 'listening').catch(async () => {
      this.#http.listen(0, '127.0.0.1')
      await once(this.#http, 'listening')
    })
    const address = /** @type {AddressInfo} */ (this.#http.address())
    this.url = `http://localhost:${address.port}${this.target.pathname}`
  }

  /** Nobody answers here any more. */
  close() {
    this.#http.close()
    this.#http.closeAllConnections()
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  #pass(request, response) {
    const { hostname, port, host } = this.target
    setTimeout(() => {
      const headers = { ...request.headers, host }
      const onward = forward(
        { hostname, port, path: request.url, method: request.method, headers },
        (reply) => {
          response.writeHead(reply.statusCode ?? 502, reply.headers)
          reply.pipe(response)
        },
      )
      onward.on('error', () => response.destroy())
      response.on('close', () => onward.destroy())
      request.pipe(onward)
    }, this.delayMs())
  }
}
