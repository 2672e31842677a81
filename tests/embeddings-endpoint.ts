import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

interface Asked {
  readonly authorization: string | undefined
  readonly model: string
  readonly input: readonly string[]
}

/** An OpenAI-compatible endpoint on loopback. Texts that share any of an axis' words are near each other. */
export class EmbeddingsEndpoint implements AsyncDisposable {
  readonly asked: Asked[] = []
  /** Instead of vectors. */
  answer: ((response: ServerResponse) => void) | undefined
  readonly #axes: readonly (readonly string[])[]
  readonly #http = createServer((request, response) => void this.#serve(request, response))

  constructor(axes: readonly (readonly string[])[]) {
    this.#axes = axes
  }

  async start(): Promise<this> {
    this.#http.listen(0, '127.0.0.1')
    await once(this.#http, 'listening')
    return this
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}/v1`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections()
    await new Promise((resolve) => this.#http.close(resolve))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { model, input } = JSON.parse(await text(request)) as Omit<Asked, 'authorization'>
    this.asked.push({ authorization: request.headers.authorization, model, input })
    if (request.method !== 'POST' || request.url !== '/v1/embeddings') {
      response.writeHead(404).end()
      return
    }
    if (this.answer) return this.answer(response)
    const data = input.map((one, index) => ({ object: 'embedding', index, embedding: this.#vectorOf(one) }))
    // Not in the order that was asked for: the index says which is which.
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ object: 'list', model, data: data.toReversed() }))
  }

  #vectorOf(one: string): number[] {
    const said = one.toLowerCase()
    return [...this.#axes.map((words) => (words.some((word) => said.includes(word)) ? 1 : 0)), 0.1]
  }
}
