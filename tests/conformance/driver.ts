import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import PQueue from 'p-queue'
import { play } from './scripts'

/** Scenes at the same time: the suite begins them all at once, and none is meant for a machine that is busy with others. */
const scenesMax = 4

/** What the suite wants of a client under test. */
export interface Scene {
  readonly scenario: string
  /** Where the suite's own server answers. */
  readonly url: string
  /** What the scenario gives the client to know, as the suite shapes it. */
  readonly context: {
    readonly toolCalls?: readonly { name: string; arguments: Record<string, unknown> }[]
    /** What it registered the client as. */
    readonly client_id?: string
    readonly client_secret?: string
  }
}

/**
 * The client under test of the official conformance suite. The suite starts a command per scenario; the command
 * (`knock.mjs`) only passes the scene on to here, where Rollcall's own connections play it, in this process.
 */
export class Driver implements AsyncDisposable {
  /** Why a scene did not come to its end, by scenario. */
  readonly failures = new Map<string, unknown>()
  readonly #queue = new PQueue({ concurrency: scenesMax, autoStart: false })
  readonly #scenes: number
  readonly #http: Server = createServer((request, response) => {
    void text(request).then(async (body) => {
      const scene: Scene = JSON.parse(body)
      const playing = this.#queue.add(() => play(scene))
      if (this.#queue.size === this.#scenes) this.#queue.start()
      const played = await playing.then(
        () => true,
        (error: unknown) => {
          this.failures.set(scene.scenario, error)
          return false
        },
      )
      response.writeHead(played ? 204 : 500).end()
    })
  })

  /** Begins to play once so many scenes have come: until then the suite is busy with starting. */
  constructor(scenes: number) {
    this.#scenes = scenes
  }

  async start(): Promise<this> {
    this.#http.listen(0, '127.0.0.1')
    await once(this.#http, 'listening')
    return this
  }

  /** What the suite is to run; it adds the address of its server. */
  get command(): string {
    const { port } = this.#http.address() as AddressInfo
    const knock = fileURLToPath(new URL('knock.mjs', import.meta.url))
    return [process.execPath, knock, String(port)].map((word) => JSON.stringify(word)).join(' ')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections()
    this.#http.close()
  }
}
