import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Host, type Log, systemClock, type Task } from '../src/main/host'

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** The repository's own `resources/`. */
export const resourcesDir = fileURLToPath(new URL('../resources', import.meta.url))

/** A host for tests; `await using host = testHost()` removes its data directory at the end of the block. */
export interface TestHost extends Host, AsyncDisposable {}

/**
 * Real clock, silent log, no cipher, a data directory of its own. Tests that own time pass `clock: new TestClock()`
 * (`./clock`); a `dataDir` given is left where it is.
 */
export function testHost(overrides: Partial<Host> = {}): TestHost {
  const dataDir = overrides.dataDir ?? mkdtempSync(join(tmpdir(), 'rollcall-test-'))
  const tasks = new Set<ForkedTask>()
  return {
    kind: 'test',
    version: '0.0.0-test',
    resourcesDir,
    // Never the home of whoever runs the tests.
    machine: { platform: process.platform, home: join(dataDir, 'home'), env: {} },
    clock: systemClock,
    log: silentLog,
    cipher: null,
    network: () => 'test',
    onWake: () => () => {},
    notify: () => false,
    appear: () => {},
    desktop: null,
    openExternal: async () => false,
    fork(script, args) {
      const task = new ForkedTask(fork(script, [...args], { stdio: 'ignore' }))
      tasks.add(task)
      return task
    },
    ...overrides,
    dataDir,
    async [Symbol.asyncDispose]() {
      await Promise.all(Array.from(tasks, (task) => task.end(0)))
      if (overrides.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

class ForkedTask extends EventEmitter<{ exit: [code: number | null] }> implements Task {
  readonly #child: ChildProcess

  constructor(child: ChildProcess) {
    super()
    this.#child = child
    child.once('exit', (code) => this.emit('exit', code))
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  async end(graceMs: number): Promise<void> {
    const child = this.#child
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    const impatience = setTimeout(() => child.kill('SIGKILL'), graceMs)
    await gone
    clearTimeout(impatience)
  }
}
