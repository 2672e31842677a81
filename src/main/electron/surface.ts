import { EventEmitter } from 'node:events'
import type { WebContents } from 'electron'
import type { ShellCommand } from '../../shared/commands'
import type { Deed, Startup } from '../../shared/contract/rollcall'
import type { Desktop } from '../host'
import { Wake } from '../wake'
import type { LoginItem } from './login-item'

/** Choices kept for a page that has not taken them yet. */
const waitingMax = 16

/** One step of the zoom, in Chromium's levels: 1.2 to the power of it is the factor. */
const zoomStep = 0.5
const zoomMost = 4

/** A window as far as the page may have something done to it. */
export interface SurfaceWindow {
  readonly webContents: Pick<WebContents, 'getZoomLevel' | 'setZoomLevel'>
  close(): void
  isFullScreen(): boolean
  minimize(): void
  setFullScreen(on: boolean): void
}

/** What the desktop does for the page, and what its menu asks of the page. */
export class Surface implements Desktop {
  readonly electron = process.versions.electron ?? null
  readonly chromium = process.versions.chrome ?? null
  readonly #loginItem: LoginItem
  readonly #window: () => SurfaceWindow | undefined
  readonly #openDataFolder: () => Promise<unknown>
  readonly #showLog: () => void
  readonly #showBadge: (count: number) => void
  readonly #quit: () => void
  readonly #chosen = new EventEmitter<{ command: [ShellCommand] }>()
  /** Chosen while no page was there to hear it: the first that comes takes it. */
  #unheard: ShellCommand | undefined

  constructor(parts: {
    loginItem: LoginItem
    window: () => SurfaceWindow | undefined
    openDataFolder: () => Promise<unknown>
    showLog: () => void
    showBadge: (count: number) => void
    quit: () => void
  }) {
    this.#loginItem = parts.loginItem
    this.#window = parts.window
    this.#openDataFolder = parts.openDataFolder
    this.#showLog = parts.showLog
    this.#showBadge = parts.showBadge
    this.#quit = parts.quit
  }

  badge(count: number): void {
    this.#showBadge(count)
  }

  async perform(deed: Deed): Promise<void> {
    const window = this.#window()
    switch (deed) {
      case 'open-data-folder':
        await this.#openDataFolder()
        return
      case 'show-log':
        return this.#showLog()
      case 'zoom-in':
        return this.#zoom((level) => level + zoomStep)
      case 'zoom-out':
        return this.#zoom((level) => level - zoomStep)
      case 'zoom-reset':
        return this.#zoom(() => 0)
      case 'full-screen':
        return window?.setFullScreen(!window.isFullScreen())
      case 'minimize':
        return window?.minimize()
      case 'close-window':
        return window?.close()
      case 'quit':
        return this.#quit()
    }
  }

  startup(): Startup | null {
    return this.#loginItem.startup()
  }

  setStartup(startup: Startup): Startup {
    return this.#loginItem.set(startup)
  }

  /** Hands the page what was chosen in the menu. */
  choose(command: ShellCommand): void {
    if (this.#chosen.listenerCount('command') === 0) this.#unheard = command
    else this.#chosen.emit('command', command)
  }

  async *commands(signal: AbortSignal): AsyncGenerator<ShellCommand> {
    const wake = new Wake(signal)
    const waiting = this.#unheard ? [this.#unheard] : []
    this.#unheard = undefined
    const take = (command: ShellCommand) => {
      if (waiting.length < waitingMax) waiting.push(command)
      wake.wake()
    }
    this.#chosen.on('command', take)
    try {
      while (!signal.aborted) {
        yield* waiting.splice(0)
        await wake.sleep()
      }
    } finally {
      this.#chosen.off('command', take)
    }
  }

  #zoom(change: (level: number) => number): void {
    const page = this.#window()?.webContents
    page?.setZoomLevel(Math.max(-zoomMost, Math.min(zoomMost, change(page.getZoomLevel()))))
  }
}
