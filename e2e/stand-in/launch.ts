import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from '@playwright/test'

interface LaunchOptions {
  /** The app's directory first, then its arguments, as for Electron. */
  readonly args: readonly string[]
  readonly env: Record<string, string | undefined>
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** What Node is given before the app's directory, to run it on the stand-in. */
export const standInArguments: readonly string[] = ['--import', here('register.mjs'), here('run.ts')]

/** Starts the built app on the stand-in. What comes back has the shape of Playwright's `ElectronApplication`. */
export async function launch({ args, env }: LaunchOptions): Promise<StandInApplication> {
  const child = spawn(process.execPath, [...standInArguments, ...args], {
    env: { ...env, NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const application = new StandInApplication(child)
  application.start()
  return application
}

interface Answer {
  readonly kind: 'answer'
  readonly id: number
  readonly value?: unknown
  readonly error?: string
}

/** A running app: its windows as Playwright pages, its main process to evaluate in. */
export class StandInApplication extends EventEmitter<{
  answer: [Answer]
  browser: [endpoint: string]
  gone: []
}> {
  readonly #child: ChildProcess
  #browser: Browser | undefined
  #endpoint: string | undefined
  #output = ''
  #lastId = 0

  constructor(child: ChildProcess) {
    super()
    this.#child = child
    this.setMaxListeners(0)
  }

  start(): void {
    const keep = (text: unknown) => {
      this.#output += String(text)
    }
    this.#child.stdout?.on('data', keep)
    this.#child.stderr?.on('data', keep)
    this.#child.on('message', (message: Answer | { kind: 'browser'; endpoint: string }) => {
      if (message.kind === 'answer') this.emit('answer', message)
      else {
        this.#endpoint = message.endpoint
        this.emit('browser', message.endpoint)
      }
    })
    this.#child.once('exit', () => this.emit('gone'))
  }

  process(): ChildProcess {
    return this.#child
  }

  /** Everything main printed, for a test that fails. */
  output(): string {
    return this.#output
  }

  async firstWindow(): Promise<Page> {
    if (!this.#endpoint) await this.#unlessGone(once(this, 'browser'))
    this.#browser ??= await chromium.connectOverCDP(this.#endpoint ?? '')
    const context = this.#browser.contexts()[0]
    if (!context) throw new Error('The stand-in has no browser context')
    const ours = (page: Page) => page.url().includes('.app.electron.invalid')
    const there = context.pages().find(ours)
    if (there) return there
    const page = context.pages()[0] ?? (await context.waitForEvent('page'))
    await page.waitForURL((url) => url.host.endsWith('.app.electron.invalid'))
    return page
  }

  /** Runs `work` in the main process with Electron's module; it may use nothing from around it but `arg`. */
  async evaluate<R, A = undefined>(
    work: (electron: typeof Electron.CrossProcessExports, arg: A) => R | Promise<R>,
    arg?: A,
  ): Promise<R> {
    return (await this.#order({ kind: 'evaluate', source: work.toString(), arg })) as R
  }

  /** Says where files lie that a test is about to drop. */
  async announceFiles(paths: readonly string[]): Promise<void> {
    await this.#order({ kind: 'files', paths })
  }

  /** Quits as a person would, and waits until the process is gone. */
  async close(): Promise<void> {
    const gone = this.#isGone() ? undefined : once(this, 'gone')
    if (gone && this.#child.connected) {
      this.#child.send({ kind: 'quit', id: 0 })
      await gone
    }
    await this.#browser?.close()
  }

  async #order(order: object): Promise<unknown> {
    this.#lastId += 1
    const id = this.#lastId
    const answered = new Promise<Answer>((resolve) => {
      const take = (answer: Answer) => {
        if (answer.id !== id) return
        this.off('answer', take)
        resolve(answer)
      }
      this.on('answer', take)
    })
    this.#child.send({ ...order, id })
    const { value, error } = await this.#unlessGone(answered)
    if (error !== undefined) throw new Error(error)
    return value
  }

  async #unlessGone<T>(wanted: Promise<T>): Promise<T> {
    const gone = once(this, 'gone').then(() => {
      throw new Error(`The app ended.\n${this.#output}`)
    })
    if (this.#isGone()) throw new Error(`The app ended.\n${this.#output}`)
    return await Promise.race([wanted, gone])
  }

  #isGone(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }
}
