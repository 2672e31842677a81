import type { Chromium } from './chromium'
import { LoudEmitter, missing, onlyKnown, Preventable } from './loud'
import type { StandInSession } from './session'
import { StandInWebContents, type Surroundings } from './web-contents'

type Members = Pick<
  Electron.BrowserWindow,
  | 'close'
  | 'destroy'
  | 'focus'
  | 'getBounds'
  | 'getNormalBounds'
  | 'isDestroyed'
  | 'isFocused'
  | 'isFullScreen'
  | 'isMaximized'
  | 'isMinimized'
  | 'isVisible'
  | 'loadURL'
  | 'maximize'
  | 'minimize'
  | 'restore'
  | 'setBounds'
  | 'setFullScreen'
  | 'show'
>

const events = ['close', 'closed', 'ready-to-show']

const knownOptions = [
  'x',
  'y',
  'width',
  'height',
  'minWidth',
  'minHeight',
  'show',
  'title',
  'backgroundColor',
  'webPreferences',
]

const knownPreferences = [
  'preload',
  'sandbox',
  'contextIsolation',
  'nodeIntegration',
  'spellcheck',
  'devTools',
]

export interface WindowParts extends Surroundings {
  readonly chromium: Chromium
  readonly session: StandInSession
  /** Every window there is; a new one enters itself. */
  readonly windows: Set<StandInWindow>
}

/** Electron's `BrowserWindow`, shown by a page of the headless Chromium. */
export class StandInWindow extends LoudEmitter implements Members {
  readonly webContents: StandInWebContents
  readonly #parts: WindowParts
  readonly #preload: string
  #bounds: Electron.Rectangle
  #state: 'normal' | 'maximized' | 'minimized' = 'normal'
  #visible: boolean
  #focused = false
  #fullScreen = false
  #destroyed = false

  constructor(parts: WindowParts, options: Electron.BrowserWindowConstructorOptions) {
    super('BrowserWindow', events)
    if (!parts.app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    onlyKnown('BrowserWindow option', options, knownOptions)
    onlyKnown('web preference', options.webPreferences ?? {}, knownPreferences)
    const { preload, sandbox, contextIsolation, nodeIntegration } = options.webPreferences ?? {}
    if (!preload || !sandbox || !contextIsolation || nodeIntegration)
      throw missing('window without a sandbox')
    this.#parts = parts
    this.#preload = preload
    this.#visible = options.show ?? true
    this.#bounds = {
      x: options.x ?? 0,
      y: options.y ?? 0,
      width: options.width ?? 800,
      height: options.height ?? 600,
    }
    this.webContents = new StandInWebContents(parts)
    parts.windows.add(this)
    parts.app.windows.add(this)
    parts.app.emit('web-contents-created', new Preventable(), this.webContents)
  }

  async loadURL(url: string): Promise<void> {
    const context = await this.#parts.chromium.context(this.#parts.app.getPath('userData'))
    await this.#parts.session.apply(context, new URL(this.#parts.protocol.toChromium(url)).origin)
    const blank = context.pages().find((page) => page.url() === 'about:blank')
    const page = blank ?? (await context.newPage())
    await page.setViewportSize({ width: this.#bounds.width, height: this.#bounds.height })
    await this.webContents.takeOver(page, this.#preload)
    page.once('domcontentloaded', () => this.emit('ready-to-show'))
    page.once('close', () => this.#closedByPerson())
    await this.webContents.load(url)
  }

  close(): void {
    if (this.#destroyed) return
    const asked = new Preventable()
    this.emit('close', asked)
    if (!asked.defaultPrevented) this.destroy()
  }

  destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    this.#parts.windows.delete(this)
    this.webContents.destroy()
    this.emit('closed')
    this.#parts.app.windowClosed(this)
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  show(): void {
    this.#visible = true
  }

  isVisible(): boolean {
    return this.#visible
  }

  focus(): void {
    this.#focused = true
  }

  isFocused(): boolean {
    return this.#focused
  }

  maximize(): void {
    this.#state = 'maximized'
  }

  isMaximized(): boolean {
    return this.#state === 'maximized'
  }

  minimize(): void {
    this.#state = 'minimized'
  }

  isMinimized(): boolean {
    return this.#state === 'minimized'
  }

  restore(): void {
    this.#state = 'normal'
  }

  setFullScreen(on: boolean): void {
    this.#fullScreen = on
  }

  isFullScreen(): boolean {
    return this.#fullScreen
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
  }

  getBounds(): Electron.Rectangle {
    return this.#bounds
  }

  getNormalBounds(): Electron.Rectangle {
    return this.#bounds
  }

  /** The page went without us: as when a person presses the window's close button. */
  #closedByPerson(): void {
    if (this.#destroyed) return
    this.emit('close', new Preventable())
    this.destroy()
  }
}
