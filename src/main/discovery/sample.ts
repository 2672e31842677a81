import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { Fault } from '../../shared/contract/fault'
import type { Host, Task } from '../host'

/** One of the sample servers, as `resources/examples/<name>.mjs` has it. */
export interface SampleKind {
  readonly name: string
  readonly description: string
  readonly tags: readonly string[]
  readonly priority: number
  /** What its script needs beside the port. */
  readonly args: readonly string[]
}

const restartMs = 10_000
const answerMs = 15_000
const pollMs = 50
const graceMs = 2_000
const attemptsMax = 5

const Health = z.object({ status: z.literal('ok'), pid: z.int() })

/**
 * One sample server's process. Where it dies it is started again after 10 s on the same port, so that somebody who
 * killed it sees it go down and come back. Owns the process.
 */
export class Sample extends EventEmitter<{ changed: [] }> {
  readonly kind: SampleKind
  readonly #host: Host
  #port: number | null = null
  #task: Task | null = null
  #cancelRestart: (() => void) | null = null
  #wanted = false

  constructor(host: Host, kind: SampleKind) {
    super()
    this.#host = host
    this.kind = kind
  }

  /** The process that runs, or null while there is none. */
  get pid(): number | null {
    return this.#task?.pid ?? null
  }

  /** Where it answers; null before it was started. */
  get origin(): string | null {
    return this.#port === null ? null : `http://127.0.0.1:${this.#port}`
  }

  /**
   * Starts it on the first of `ports` and resolves once it answers. Where it ends at once, as it does when somebody
   * else was faster to the port, the next one is tried, up to five in all. Faults: server-timeout where none of it helps.
   */
  async start(ports: AsyncIterator<number>): Promise<void> {
    this.#wanted = true
    for (let attempt = 0; attempt < attemptsMax && this.#wanted; attempt += 1) {
      const port = await ports.next()
      if (port.done) break
      this.#port = port.value
      const task = this.#run()
      if (await this.#answers(task)) return this.#watch(task)
    }
    throw this.#silent()
  }

  async end(): Promise<void> {
    this.#wanted = false
    this.#cancelRestart?.()
    this.#cancelRestart = null
    const task = this.#task
    this.#task = null
    this.#port = null
    await task?.end(graceMs)
  }

  #run(): Task {
    const { name, args } = this.kind
    const script = join(this.#host.resourcesDir, 'examples', `${name}.mjs`)
    // `--parent` has it end by itself should this process be killed.
    const options = ['--port', String(this.#port), '--parent', String(process.pid), ...args]
    const task = this.#host.fork(script, options)
    this.#task = task
    return task
  }

  /** True once the process itself, and no other on its port, says it is well; false where it ended before. */
  async #answers(task: Task): Promise<boolean> {
    const ended = new AbortController()
    const onExit = () => ended.abort()
    task.once('exit', onExit)
    const tooLate = AbortSignal.timeout(answerMs)
    try {
      while (!ended.signal.aborted) {
        if (tooLate.aborted) throw this.#silent()
        if (await this.#isWell(task, AbortSignal.any([tooLate, ended.signal]))) return true
        await delay(pollMs)
      }
      return false
    } finally {
      task.off('exit', onExit)
    }
  }

  async #isWell(task: Task, signal: AbortSignal): Promise<boolean> {
    try {
      const response = await fetch(`${this.origin}/health`, { signal })
      return Health.parse(await response.json()).pid === task.pid
    } catch {
      // Not listening yet, or somebody else's port: asked again until the time is up.
      return false
    }
  }

  #watch(task: Task): void {
    task.once('exit', (code) => {
      if (this.#task !== task || !this.#wanted) return
      this.#host.log.warn({ sample: this.kind.name, code }, 'a sample server ended and will be started again')
      this.#task = null
      this.#cancelRestart = this.#host.clock.after(restartMs, () => this.#restart())
      this.emit('changed')
    })
  }

  #restart(): void {
    this.#cancelRestart = null
    this.#watch(this.#run())
    this.emit('changed')
  }

  #silent(): Fault {
    const { name } = this.kind
    return new Fault('server-timeout', `The sample server "${name}" did not start.`, { server: name })
  }
}
