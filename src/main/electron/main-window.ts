import { app, BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import type { Log } from '../host'
import type { PageDoor } from './page-door'
import type { Preferences } from './preferences'
import type { ShellText } from './text'
import { windowFrame } from './window-frame'
import { placeOn, smallestWindow } from './window-place'

/** A second crash within this time is not answered with a reload but with a question. */
const crashLoopMs = 30_000

/** Rollcall's one window: opened, brought to front, and put back where it was. */
export class MainWindow {
  readonly #url: string
  readonly #preload: string
  readonly #preferences: Preferences
  readonly #door: PageDoor
  readonly #text: () => ShellText
  readonly #log: Log
  #minimized: boolean
  #window: BrowserWindow | undefined
  #crashedAt = Number.NEGATIVE_INFINITY
  #ended = false

  constructor(parts: {
    url: string
    preload: string
    preferences: Preferences
    door: PageDoor
    text: () => ShellText
    /** The first window comes minimised. */
    minimized: boolean
    log: Log
  }) {
    this.#url = parts.url
    this.#preload = parts.preload
    this.#preferences = parts.preferences
    this.#door = parts.door
    this.#text = parts.text
    this.#minimized = parts.minimized
    this.#log = parts.log
  }

  get current(): BrowserWindow | undefined {
    return this.#window
  }

  /** Opens the window, or brings the open one to front. */
  async open(): Promise<void> {
    if (this.#ended) return
    if (this.#window) return this.#bringToFront(this.#window)
    const window = this.#create()
    this.#window = window
    this.#door.letIn(window.webContents)
    window.once('ready-to-show', () => this.#appear(window))
    window.on('close', () => this.#keepPlace(window))
    window.on('closed', () => {
      this.#window = undefined
    })
    window.webContents.on(
      'render-process-gone',
      (_event, { reason }) => void this.#afterCrash(window, reason),
    )
    await window.loadURL(this.#url)
  }

  /** Keeps the place and closes the window, whatever the page thinks of it. */
  end(): void {
    this.#ended = true
    if (!this.#window) return
    this.#keepPlace(this.#window)
    this.#window.destroy()
  }

  #create(): BrowserWindow {
    const kept = this.#preferences.windowPlace()
    const window = new BrowserWindow({
      ...placeOn(screen.getAllDisplays(), kept),
      minWidth: smallestWindow.width,
      minHeight: smallestWindow.height,
      show: false,
      title: 'Rollcall',
      ...windowFrame(process.platform),
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#111214' : '#fcfcfd',
      webPreferences: {
        preload: this.#preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        // Its dictionaries would be fetched from the internet.
        spellcheck: false,
        devTools: !app.isPackaged,
      },
    })
    if (kept?.maximized) window.maximize()
    const zoomLevel = kept?.zoomLevel ?? 0
    window.webContents.once('did-finish-load', () => window.webContents.setZoomLevel(zoomLevel))
    return window
  }

  #appear(window: BrowserWindow): void {
    if (this.#minimized) window.minimize()
    else window.show()
    this.#minimized = false
  }

  #bringToFront(window: BrowserWindow): void {
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  #keepPlace(window: BrowserWindow): void {
    this.#preferences.keepWindowPlace({
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      zoomLevel: window.webContents.getZoomLevel(),
    })
  }

  async #afterCrash(window: BrowserWindow, reason: string): Promise<void> {
    if (reason === 'clean-exit' || this.#ended) return
    this.#log.error({ reason }, 'the page crashed')
    const again = Date.now() - this.#crashedAt < crashLoopMs
    this.#crashedAt = Date.now()
    if (again && !(await this.#wantsReload())) app.quit()
    else if (!window.isDestroyed()) window.webContents.reload()
  }

  async #wantsReload(): Promise<boolean> {
    const { title, message, detail, reload, quit } = this.#text().crash
    const { response } = await dialog.showMessageBox({
      type: 'error',
      title,
      message,
      detail,
      buttons: [reload, quit],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    })
    return response === 0
  }
}
