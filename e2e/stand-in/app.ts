import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { InstanceLock } from './instance-lock'
import { LoudEmitter, missing, onlyKnown, Preventable } from './loud'

type AppMembers = Pick<
  Electron.App,
  | 'isPackaged'
  | 'enableSandbox'
  | 'exit'
  | 'getAppPath'
  | 'getLoginItemSettings'
  | 'getPath'
  | 'getPreferredSystemLanguages'
  | 'getVersion'
  | 'isReady'
  | 'quit'
  | 'requestSingleInstanceLock'
  | 'setAboutPanelOptions'
  | 'setBadgeCount'
  | 'setLoginItemSettings'
  | 'setPath'
  | 'whenReady'
>

/** A window as far as quitting is concerned. */
export interface Closable {
  close(): void
  isDestroyed(): boolean
}

const events = [
  'activate',
  'before-quit',
  'open-url',
  'quit',
  'ready',
  'second-instance',
  'web-contents-created',
  'will-quit',
  'window-all-closed',
]

/** Electron's `app`: lifecycle, paths, the single instance. */
export class StandInApp extends LoudEmitter implements AppMembers {
  readonly isPackaged = false
  readonly windows = new Set<Closable>()
  /** What must be gone before the process may end, in order. */
  readonly beforeExit: (() => Promise<void>)[] = []
  sandboxed = false
  /** The number beside its icon. */
  badge = 0
  readonly #paths = new Map<string, string>()
  readonly #ready = Promise.withResolvers<void>()
  readonly #lock = new InstanceLock((argv, directory) =>
    this.emit('second-instance', new Preventable(), argv, directory, undefined),
  )
  #isReady = false
  #root = ''
  #exiting = false

  constructor() {
    super('app', events)
  }

  /** Where the app lies: what Electron is given as its first argument. */
  place(root: string): void {
    this.#root = root
  }

  becomeReady(): void {
    this.#isReady = true
    this.emit('ready')
    this.#ready.resolve()
  }

  isReady(): boolean {
    return this.#isReady
  }

  whenReady(): Promise<void> {
    return this.#ready.promise
  }

  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
    this.sandboxed = true
  }

  getAppPath(): string {
    return this.#root
  }

  getVersion(): string {
    return JSON.parse(readFileSync(join(this.#root, 'package.json'), 'utf8')).version
  }

  getPreferredSystemLanguages(): string[] {
    return [process.env.STAND_IN_LANGUAGE ?? 'en-US']
  }

  setAboutPanelOptions(options: Electron.AboutPanelOptionsOptions): void {
    onlyKnown('about panel option', options, [
      'applicationName',
      'applicationVersion',
      'copyright',
      'iconPath',
    ])
  }

  setBadgeCount(count = 0): boolean {
    this.badge = count
    return true
  }

  getLoginItemSettings(): Electron.LoginItemSettings {
    throw missing('login items: the app is not packaged')
  }

  setLoginItemSettings(): void {
    throw missing('login items: the app is not packaged')
  }

  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    const path = this.#paths.get(name)
    if (path === undefined) throw missing(`path '${name}'`)
    return path
  }

  setPath(name: string, path: string): void {
    if (!['userData', 'sessionData'].includes(name)) throw missing(`path '${name}'`)
    if (this.#isReady)
      throw new Error(`setPath('${name}') after ready does not move what Chromium opened already`)
    mkdirSync(path, { recursive: true })
    this.#paths.set(name, path)
  }

  requestSingleInstanceLock(): boolean {
    return this.#lock.take(this.getPath('userData'))
  }

  /** Asks everybody, closes the windows, ends the process. */
  quit(): void {
    if (this.#exiting || !this.#goes('before-quit')) return
    for (const window of [...this.windows]) window.close()
    if ([...this.windows].some((window) => !window.isDestroyed())) return
    if (!this.#goes('will-quit')) return
    this.exit(0)
  }

  /** Ends without asking. Chromium goes first: it is a child of this process. */
  exit(code = 0): void {
    if (this.#exiting) return
    this.#exiting = true
    this.emit('quit', new Preventable(), code)
    this.#lock.end()
    void Promise.allSettled(this.beforeExit.map((end) => end())).then(() => process.exit(code))
  }

  windowClosed(window: Closable): void {
    this.windows.delete(window)
    if (this.windows.size > 0 || this.#exiting) return
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed')
    else this.quit()
  }

  #goes(event: string): boolean {
    const asked = new Preventable()
    this.emit(event, asked)
    return !asked.defaultPrevented
  }
}
