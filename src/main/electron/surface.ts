import type { WebContents } from 'electron'
import type { ShellCommand } from '../../shared/commands'
import type { Deed, Startup } from '../../shared/contract/rollcall'
import type { Desktop } from '../host'
import { Handover } from './handover'
import type { LoginItem } from './login-item'

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
  readonly #chosen = new Handover<ShellCommand>()
  readonly #links = new Handover<string>()

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
    this.#chosen.give(command)
  }

  commands(signal: AbortSignal): AsyncGenerator<ShellCommand> {
    return this.#chosen.taken(signal)
  }

  /** Has the page look at an install link. */
  showLink(link: string): void {
    this.#links.give(link)
  }

  links(signal: AbortSignal): AsyncGenerator<string> {
    return this.#links.taken(signal)
  }

  #zoom(change: (level: number) => number): void {
    const page = this.#window()?.webContents
    page?.setZoomLevel(Math.max(-zoomMost, Math.min(zoomMost, change(page.getZoomLevel()))))
  }
}
