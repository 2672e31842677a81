import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import type { StructuredProblem } from '../../shared/contract/tools'
import type { Clock } from '../host'
import { dialectOf, unusable } from './schema-bounds'

/** Computing time of one check, looked at as often: real ones take less than one. */
const checkMs = 250
/** Of one check on a machine that is busy with other things. */
const waitMs = 2_000
/** So much of it in one look is all of it: the clock and the thread do not begin together. */
const enough = 0.8
/** Until a thread is there, on a busy machine. */
const startMs = 10_000
/** A thread nobody needs is ended. */
const idleMs = 60_000
const pathMax = 200

const Verdict = z.object({
  code: z.enum(['fits', 'mismatch', 'schema-invalid']),
  path: z.string().optional(),
  keyword: z.string().optional(),
})

interface Job {
  readonly schema: Readonly<Record<string, unknown>>
  readonly value: unknown
  readonly settle: (problem: StructuredProblem | null) => void
}

/**
 * Checks what tools answer against what they promised, one at a time, in a thread of its own: a pattern can take a
 * computer years, so a check that has computed for a quarter of a second is given up and its thread ended.
 */
export class SchemaChecks {
  readonly #clock: Clock
  readonly #waiting: Job[] = []
  #running: Job | undefined
  #worker: Worker | undefined
  #cancelTimer = () => {}

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** What is wrong with a structured answer; null where nothing is, or nothing was promised. Never throws. */
  problemOf(
    schema: Readonly<Record<string, unknown>> | undefined,
    { structuredContent, isError }: { readonly structuredContent?: unknown; readonly isError: boolean },
  ): Promise<StructuredProblem | null> {
    if (schema === undefined || (structuredContent === undefined && isError)) return Promise.resolve(null)
    if (structuredContent === undefined) return Promise.resolve({ code: 'missing' })
    const code = unusable(schema)
    if (code) return Promise.resolve({ code })
    return new Promise((settle) => {
      this.#waiting.push({ schema, value: structuredContent, settle })
      this.#next()
    })
  }

  /** Ends the thread; what waits is told that it was not checked. */
  async end(): Promise<void> {
    this.#cancelTimer()
    const jobs = [this.#running, ...this.#waiting.splice(0)]
    this.#running = undefined
    for (const job of jobs) job?.settle({ code: 'aborted' })
    await this.#leave()
  }

  #next(): void {
    if (this.#running) return
    this.#running = this.#waiting.shift()
    if (!this.#running) this.#within(idleMs, () => void this.#leave())
    else if (this.#worker) this.#send()
    else this.#start()
  }

  #start(): void {
    const worker = new Worker(workerFile(), { env: {}, resourceLimits: { maxOldGenerationSizeMb: 128 } })
    worker.unref()
    this.#worker = worker
    this.#within(startMs, () => this.#abort())
    worker.on('message', (message: unknown) => {
      if (this.#worker !== worker) return
      if (message === 'ready') this.#send()
      else this.#settle(problemIn(message))
    })
    worker.on('error', () => {
      if (this.#worker === worker) this.#abort()
    })
  }

  #send(): void {
    const { schema, value } = this.#running ?? {}
    if (schema === undefined) return
    this.#worker?.postMessage({ schema, dialect: dialectOf(schema), value })
    void this.#watch(this.#worker, this.#running)
  }

  async #watch(worker: Worker | undefined, job: Job | undefined): Promise<void> {
    const computedMs = async () => {
      const { user = 0, system = 0 } = (await worker?.cpuUsage().catch(() => undefined)) ?? {}
      return (user + system) / 1_000
    }
    const before = await computedMs()
    const startedAt = this.#clock.now()
    const look = async () => {
      const ms = (await computedMs()) - before
      if (this.#running !== job) return
      if (ms >= checkMs * enough || this.#clock.now() - startedAt >= waitMs) this.#abort()
      else this.#within(checkMs, () => void look())
    }
    if (this.#running === job) this.#within(checkMs, () => void look())
  }

  /** The thread is lost with what it was at. */
  #abort(): void {
    void this.#leave()
    this.#settle({ code: 'aborted' })
  }

  #settle(problem: StructuredProblem | null): void {
    this.#cancelTimer()
    const job = this.#running
    this.#running = undefined
    job?.settle(problem)
    this.#next()
  }

  #within(ms: number, work: () => void): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#clock.after(ms, work)
  }

  async #leave(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }
}

function problemIn(message: unknown): StructuredProblem | null {
  const { code, path = '', keyword = '' } = Verdict.parse(message)
  if (code === 'fits') return null
  return code === 'schema-invalid'
    ? { code }
    : { code, path: path.slice(0, pathMax), keyword: keyword.slice(0, 50) }
}

/** Beside this file as it is written, and beside the entries once it is built. */
function workerFile(): string {
  const here = import.meta.dirname
  const places = ['schema-worker.ts', 'schema-worker.js', join('..', 'schema-worker.js')]
  const found = places.map((place) => join(here, place)).find((place) => existsSync(place))
  if (found === undefined) throw new Error(`there is no schema-worker beside ${here}`)
  return found
}
