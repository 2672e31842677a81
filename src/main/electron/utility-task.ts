import { EventEmitter } from 'node:events'
import { basename } from 'node:path'
import { type UtilityProcess, utilityProcess } from 'electron'
import type { Log, Task } from '../host'

/** One of our scripts in a Node process of Electron's; `child_process.fork` would need the run-as-Node fuse. */
export class UtilityTask extends EventEmitter<{ exit: [code: number | null] }> implements Task {
  readonly #child: UtilityProcess
  readonly #gone: Promise<void>

  constructor(script: string, args: readonly string[], log: Log) {
    super()
    this.#child = utilityProcess.fork(script, [...args], { serviceName: basename(script), stdio: 'pipe' })
    this.#child.stdout?.on('data', (text) => log.debug({ script, text: String(text) }, 'a task said'))
    this.#child.stderr?.on('data', (text) => log.debug({ script, text: String(text) }, 'a task said'))
    this.#gone = new Promise((resolve) => {
      this.#child.once('exit', (code) => {
        resolve()
        this.emit('exit', code)
      })
    })
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  async end(graceMs: number): Promise<void> {
    this.#child.kill()
    const impatience = setTimeout(() => this.#killHard(), graceMs)
    await this.#gone
    clearTimeout(impatience)
  }

  #killHard(): void {
    const { pid } = this.#child
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  }
}
