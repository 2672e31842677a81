import { type ChildProcess, fork } from 'node:child_process'
import type { Readable } from 'node:stream'
import { LoudEmitter, onlyKnown } from './loud'

type Members = Pick<Electron.UtilityProcess, 'kill' | 'pid' | 'stderr' | 'stdout'>

/** Electron's utility process, as a plain child Node process. */
export class StandInUtilityProcess extends LoudEmitter implements Members {
  readonly stdout: Readable | null
  readonly stderr: Readable | null
  readonly #child: ChildProcess

  constructor(script: string, args: string[] = [], options: Electron.ForkOptions = {}) {
    super('UtilityProcess', ['exit', 'spawn'])
    onlyKnown('fork option', options, ['serviceName', 'stdio'])
    this.#child = fork(script, args, { silent: options.stdio === 'pipe', execArgv: [] })
    this.stdout = this.#child.stdout
    this.stderr = this.#child.stderr
    this.#child.once('spawn', () => this.emit('spawn'))
    this.#child.once('exit', (code) => this.emit('exit', code ?? 1))
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null ? this.#child.pid : undefined
  }

  kill(): boolean {
    return this.#child.kill('SIGTERM')
  }
}
