import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import type { Log, Task } from '../host'

/** One of our scripts in a Node process of its own. What it prints goes to the log, never to our stdout. */
export class ForkedTask extends EventEmitter<{ exit: [code: number | null] }> implements Task {
  readonly #child: ChildProcess
  readonly #gone: Promise<void>

  constructor(script: string, args: readonly string[], log: Log) {
    super()
    this.#child = fork(script, [...args], { silent: true, execArgv: [] })
    this.#child.stdout?.setEncoding('utf8').on('data', (text) => log.debug({ script, text }, 'a task said'))
    this.#child.stderr?.setEncoding('utf8').on('data', (text) => log.debug({ script, text }, 'a task said'))
    this.#gone = new Promise((resolve) => {
      const end = (code: number | null) => {
        resolve()
        this.emit('exit', code)
      }
      this.#child.once('exit', end)
      this.#child.once('error', (error) => {
        log.error({ script, error: error.message }, 'a task could not be started or signalled')
        if (this.#child.pid === undefined) end(null)
      })
    })
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  async end(graceMs: number): Promise<void> {
    this.#child.kill('SIGTERM')
    const impatience = setTimeout(() => this.#child.kill('SIGKILL'), graceMs)
    await this.#gone
    clearTimeout(impatience)
  }
}
