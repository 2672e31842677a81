import { createHash } from 'node:crypto'
import type { EmbeddingsState, EmbeddingsTest, EmbeddingsUse } from '../../shared/contract/routing'
import type { Settings } from '../../shared/contract/settings'
import type { Clock, Log } from '../host'
import type { Vault } from '../registry/vault'
import { type EmbeddingEndpoint, embed, similarity } from './embedding-endpoint'
import type { Vectors } from './vectors'

/** How long a question waits for its vector before the words answer alone. */
const questionMs = 1_500
const batchMs = 30_000
const batchSize = 64
/** An endpoint that failed is left alone for so long. */
const pauseMs = 30_000
/** Of a tool's name and description. */
const textMax = 1_000
const questionsKept = 100
const nearMax = 200
const prefix = 'embeddings '

interface DescribedTool {
  readonly name: string
  readonly title?: string | undefined
  readonly description?: string | undefined
}

/** A tool, and how near its description is to a question: -1 to 1. */
export interface NearTool {
  readonly serverId: string
  readonly tool: string
  readonly meaning: number
}

export interface Nearness {
  readonly use: EmbeddingsUse
  /** Nearest first; nothing unless `use` is `used`. */
  readonly tools: readonly NearTool[]
}

/**
 * What tools and questions mean to a model elsewhere, where a person chose one. Descriptions are sent in batches when
 * somebody asks and only once each; until all are known, and whenever the endpoint fails, words alone answer.
 */
export class Embeddings {
  readonly #settings: { get(): Settings }
  readonly #vault: Vault
  readonly #vectors: Vectors
  readonly #clock: Clock
  readonly #log: Log
  readonly #ending = new AbortController()
  /** The hash of each tool's text, by server. */
  readonly #tools = new Map<string, Map<string, string>>()
  readonly #texts = new Map<string, string>()
  /** Hashes not looked for among the kept vectors yet. */
  readonly #unread = new Set<string>()
  /** Of the endpoint and model in `#of`, by hash. */
  readonly #known = new Map<string, Float32Array>()
  readonly #questions = new Map<string, Float32Array>()
  #of = ''
  #filling = false
  #pausedUntil = 0

  constructor(parts: {
    settings: { get(): Settings }
    vault: Vault
    vectors: Vectors
    clock: Clock
    log: Log
  }) {
    this.#settings = parts.settings
    this.#vault = parts.vault
    this.#vectors = parts.vectors
    this.#clock = parts.clock
    this.#log = parts.log
  }

  end(): void {
    this.#ending.abort()
  }

  follow(serverId: string, name: string, tools: readonly DescribedTool[]): void {
    const hashes = new Map<string, string>()
    for (const tool of tools) {
      const text = `${name}: ${tool.title ?? tool.name}\n${tool.description ?? ''}`.slice(0, textMax)
      const hash = createHash('sha256').update(text).digest('base64url')
      hashes.set(tool.name, hash)
      this.#texts.set(hash, text)
      this.#unread.add(hash)
    }
    this.#tools.set(serverId, hashes)
  }

  forget(serverId: string): void {
    this.#tools.delete(serverId)
  }

  /** The tools nearest to a question, within 1.5 s. Never throws. */
  async near(question: string): Promise<Nearness> {
    const endpoint = this.#endpoint()
    if (!endpoint) return { use: 'off', tools: [] }
    this.#turnTo(endpoint)
    if (this.#clock.now() < this.#pausedUntil) return { use: 'failed', tools: [] }
    void this.#fill(endpoint)
    const vector = await this.#vectorOf(question, endpoint)
    if (!vector) return { use: 'failed', tools: [] }
    const tools = this.#nearest(vector)
    return { use: tools.length > 0 ? 'used' : 'preparing', tools }
  }

  state(): EmbeddingsState {
    const endpoint = this.#endpoint()
    if (endpoint) this.#turnTo(endpoint)
    const hashes = this.#hashes()
    const known = endpoint ? [...hashes].filter((hash) => this.#known.has(hash)).length : 0
    return { hasKey: endpoint?.key !== undefined, known, all: hashes.size }
  }

  /** Keeps the key for the endpoint that is set now, or none any more; another address never gets it. Throws Fault `disk-full`. */
  async setKey(key: string | null): Promise<EmbeddingsState> {
    const { embeddingsUrl } = this.#settings.get()
    if (embeddingsUrl !== 'off') await this.#vault.hold(nameOf(embeddingsUrl), key)
    this.#pausedUntil = 0
    return this.state()
  }

  /** Sends one word, and tells what came of it. */
  async test(): Promise<EmbeddingsTest> {
    const endpoint = this.#endpoint()
    if (!endpoint) return { ok: false, reason: '' }
    const startedAt = performance.now()
    try {
      const [vector] = await embed(endpoint, ['weather'], this.#within(batchMs))
      this.#pausedUntil = 0
      return { ok: true, dimensions: vector?.length ?? 0, tookMs: performance.now() - startedAt }
    } catch (error) {
      return { ok: false, reason: reasonOf(error, endpoint) }
    }
  }

  #endpoint(): EmbeddingEndpoint | undefined {
    const { embeddingsUrl: url, embeddingsModel: model } = this.#settings.get()
    return url === 'off' ? undefined : { url, model, key: this.#vault.held(nameOf(url)) }
  }

  /** Another endpoint or model sees everything anew. */
  #turnTo({ url, model }: EmbeddingEndpoint): void {
    const now = `${url} ${model}`
    if (this.#of !== now) {
      this.#of = now
      this.#known.clear()
      this.#questions.clear()
      this.#pausedUntil = 0
      for (const hash of this.#hashes()) this.#unread.add(hash)
    }
    for (const hash of this.#unread) {
      const vector = this.#known.has(hash) ? undefined : this.#vectors.read(now, hash)
      if (vector) this.#known.set(hash, vector)
    }
    this.#unread.clear()
  }

  /** One run at a time sends what is not known yet. */
  async #fill(endpoint: EmbeddingEndpoint): Promise<void> {
    if (this.#filling) return
    this.#filling = true
    const of = this.#of
    try {
      for (;;) {
        const missing = [...this.#hashes()].filter((hash) => !this.#known.has(hash)).slice(0, batchSize)
        if (missing.length === 0 || this.#of !== of) break
        const texts = missing.map((hash) => this.#texts.get(hash) ?? '')
        const vectors = await embed(endpoint, texts, this.#within(batchMs))
        if (this.#of !== of) break
        this.#keep(missing, vectors)
      }
    } catch (error) {
      this.#failed(error, endpoint)
    } finally {
      this.#filling = false
    }
  }

  #keep(hashes: readonly string[], vectors: readonly Float32Array[]): void {
    const made = new Map(hashes.map((hash, at) => [hash, vectors[at] ?? new Float32Array(0)]))
    for (const [hash, vector] of made) this.#known.set(hash, vector)
    this.#vectors.write(this.#of, made)
    const hashesNow = this.#hashes()
    if ([...hashesNow].every((hash) => this.#known.has(hash))) this.#letGo(hashesNow)
  }

  #letGo(hashes: ReadonlySet<string>): void {
    this.#vectors.retain(this.#of, hashes)
    for (const hash of this.#known.keys()) if (!hashes.has(hash)) this.#known.delete(hash)
    for (const hash of this.#texts.keys()) if (!hashes.has(hash)) this.#texts.delete(hash)
  }

  async #vectorOf(question: string, endpoint: EmbeddingEndpoint): Promise<Float32Array | undefined> {
    const known = this.#questions.get(question)
    if (known) return known
    const of = this.#of
    try {
      const [vector] = await embed(endpoint, [question], this.#within(questionMs))
      if (!vector || this.#of !== of) return undefined
      const [oldest] = this.#questions.keys()
      if (this.#questions.size >= questionsKept && oldest !== undefined) this.#questions.delete(oldest)
      this.#questions.set(question, vector)
      return vector
    } catch (error) {
      this.#failed(error, endpoint)
      return undefined
    }
  }

  #nearest(vector: Float32Array): NearTool[] {
    const near: NearTool[] = []
    for (const [serverId, tools] of this.#tools)
      for (const [tool, hash] of tools) {
        const known = this.#known.get(hash)
        if (known) near.push({ serverId, tool, meaning: similarity(vector, known) })
      }
    return near.sort((one, other) => other.meaning - one.meaning).slice(0, nearMax)
  }

  #hashes(): Set<string> {
    return new Set([...this.#tools.values()].flatMap((tools) => [...tools.values()]))
  }

  #failed(error: unknown, endpoint: EmbeddingEndpoint): void {
    if (this.#ending.signal.aborted) return
    this.#pausedUntil = this.#clock.now() + pauseMs
    this.#log.warn(
      { reason: reasonOf(error, endpoint) },
      'the embeddings endpoint failed; words answer alone',
    )
  }

  #within(ms: number): AbortSignal {
    return AbortSignal.any([this.#ending.signal, AbortSignal.timeout(ms)])
  }
}

/** A key is kept for one address: another that is set later must not get it. */
function nameOf(url: string): string {
  return prefix + new URL(url).origin
}

/** What a person may read; an endpoint that repeats the key does not bring it here. */
function reasonOf(error: unknown, { key }: EmbeddingEndpoint): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined
  const reason = cause ?? (error instanceof Error ? error.message : String(error))
  return key ? reason.replaceAll(key, '…') : reason
}
