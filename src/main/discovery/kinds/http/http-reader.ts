import { createHash } from 'node:crypto'
import type { SourceIssue } from '../../../../shared/contract/discovery'
import { literalOf, nearnessOf } from '../../../addresses'
import { slices } from '../../../slices'
import { fileIssue } from '../../issue'
import type { Reader, ReaderParts, Reading } from '../../kind'
import { HttpList, type Look } from './http-list'
import type { HttpOptions } from './http-options'
import type { Resolve } from './reach'

const usualMs = 60_000
/** Whoever asks the official registry directly is asked to do so about hourly. */
const officialMs = 3_600_000
const leastMs = 1_000
/** The longest wait after failures, unless the interval is longer. */
const backoffMs = 900_000
/** The longest `Retry-After` that is believed. */
const askedMs = 3_600_000
/** So much of a wait is left to chance, each way: sources read together should not stay together. */
const jitter = 0.1

/** What tests replace. */
export interface HttpPolling {
  readonly resolve?: Resolve
  /** From 0 to 1. */
  readonly random?: () => number
}

type Named = Extract<Reading, { outcome: 'named' }>

/** Asks an address again and again; what cannot be read leaves the last good list as it is. */
export class HttpReader implements Reader {
  readonly #parts: ReaderParts<HttpOptions>
  readonly #random: () => number
  readonly #list: HttpList
  readonly #stop = new AbortController()
  #intervalMs: number | null
  #nextLookAt: number | null = null
  #cancelNext: () => void = () => {}
  #looking: Promise<void> | undefined
  #failures = 0
  #retryAfterMs = 0
  /** The last list that was named, and its print; a `304` means it. */
  #named: readonly [Named, string] | undefined
  /** What was told last, to tell news from noise. */
  #told = ''

  constructor(parts: ReaderParts<HttpOptions>, { resolve, random = Math.random }: HttpPolling = {}) {
    const { address, options, secret, host } = parts
    this.#parts = parts
    this.#random = random
    this.#intervalMs = parts.intervalMs
    this.#list = new HttpList({ address, options, secret, clock: host.clock, resolve })
  }

  start(): Promise<void> {
    return this.#look({ whole: true })
  }

  async read(): Promise<void> {
    while (this.#looking) await this.#looking
    this.#told = ''
    await this.#look({ whole: true })
  }

  async end(): Promise<void> {
    this.#stop.abort()
    this.#cancelNext()
    this.#nextLookAt = null
    await this.#looking
  }

  forget(): void {
    this.#told = ''
  }

  lookEvery(intervalMs: number | null): void {
    this.#intervalMs = intervalMs
    if (this.#nextLookAt !== null) this.#lookLater()
  }

  get intervalMs(): number {
    const { hostname } = new URL(this.#parts.address)
    const kindsMs = hostname === 'registry.modelcontextprotocol.io' ? officialMs : usualMs
    return Math.max(leastMs, this.#intervalMs ?? kindsMs)
  }

  get nextLookAt(): number | null {
    return this.#nextLookAt
  }

  get remarks(): readonly SourceIssue[] {
    return sentInClear(this.#parts)
  }

  #look(how: { readonly whole: boolean }): Promise<void> {
    this.#cancelNext()
    this.#nextLookAt = null
    this.#looking = this.#lookOnce(how).finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  async #lookOnce(how: { readonly whole: boolean }): Promise<void> {
    const { signal } = this.#stop
    if (signal.aborted) return
    let look: Look
    try {
      look = await this.#list.look(signal, how)
    } catch (error) {
      if (signal.aborted) return
      throw error
    }
    if (signal.aborted) return
    const hasFailed = look.outcome === 'failed'
    this.#failures = hasFailed ? this.#failures + 1 : 0
    this.#retryAfterMs = look.outcome === 'failed' ? Math.min(askedMs, look.retryAfterMs ?? 0) : 0
    await this.#tell(look)
    if (signal.aborted) return
    this.#lookLater()
  }

  async #tell(look: Look): Promise<void> {
    const [reading, print] = await this.#readingOf(look)
    if (this.#stop.signal.aborted) return
    if (print !== this.#told) {
      this.#told = print
      this.#parts.onReading(reading)
    } else {
      this.#parts.onSame(reading.outcome)
    }
  }

  /** A reading, and what tells it from others. */
  async #readingOf(look: Look): Promise<readonly [Reading, string]> {
    if (look.outcome === 'failed') {
      const { issue } = look
      return [{ outcome: 'failed', issue }, JSON.stringify(issue)]
    }
    if (look.outcome === 'named') {
      const { entries, frame, issues } = look
      const reading = { outcome: 'named', entries, frame, issues } as const
      this.#named = [reading, await printOf(reading)]
    }
    if (this.#named === undefined) throw new Error('what was never named cannot be the same')
    return this.#named
  }

  #lookLater(): void {
    const { clock } = this.#parts.host
    this.#cancelNext()
    const waitMs = this.#waitMs()
    this.#nextLookAt = clock.now() + waitMs
    this.#cancelNext = clock.after(waitMs, () => void this.#look({ whole: false }))
    this.#parts.onChange()
  }

  /** The interval, doubled with each failure after the first up to a cap; never before it was asked for. */
  #waitMs(): number {
    const { intervalMs } = this
    const doubledMs = intervalMs * 2 ** Math.min(20, Math.max(0, this.#failures - 1))
    const waitMs = Math.min(doubledMs, Math.max(backoffMs, intervalMs))
    const jitteredMs = waitMs * (1 - jitter + 2 * jitter * this.#random())
    return Math.round(Math.max(leastMs, jitteredMs, this.#retryAfterMs))
  }
}

/** Credentials over plain http to another machine can be read on the way. */
function sentInClear({
  address,
  options,
}: Pick<ReaderParts<HttpOptions>, 'address' | 'options'>): SourceIssue[] {
  const url = new URL(address)
  const literal = literalOf(url)
  const isHere = url.hostname === 'localhost' || (literal !== undefined && nearnessOf(literal) === 'loopback')
  const hasSecrets = options.bearer !== undefined || Object.keys(options.headers).length > 0
  if (url.protocol !== 'http:' || isHere || !hasSecrets) return []
  const told = `Its credentials go to ${url.hostname} unencrypted; use https.`
  return [{ ...fileIssue('sent-in-clear', told, { host: url.hostname }), severity: 'warning' }]
}

/** Changes when a list says something else. */
async function printOf({ entries, frame, issues }: Named): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([issues, frame]))
  for await (const slice of slices(entries))
    for (const { name, document, issues: told } of slice) hash.update(JSON.stringify([name, document, told]))
  return hash.digest('base64')
}
