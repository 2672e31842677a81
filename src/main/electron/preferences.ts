import { ipcMain } from 'electron'
import Store from 'electron-store'
import { z } from 'zod'
import type { Log } from '../host'
import type { WindowPlace } from './window-place'

const whole = z.int().min(-100_000).max(100_000)

const Place = z.object({
  bounds: z.object({ x: whole, y: whole, width: whole, height: whole }),
  maximized: z.boolean(),
})

/** What the desktop shell remembers for comfort. Losing it loses nothing of record. */
export class Preferences {
  readonly #store: Store<{ window?: unknown }>
  readonly #log: Log

  constructor(dataDir: string, log: Log) {
    this.#log = log
    this.#store = new Store({ cwd: dataDir, name: 'desktop', clearInvalidConfig: true })
    // The library opens a channel for stores in pages. Ours has none, and one channel is all a page may know.
    ipcMain.removeAllListeners('electron-store-get-data')
  }

  /** Undefined where nothing was kept, or something that is not a place. */
  windowPlace(): WindowPlace | undefined {
    return Place.safeParse(this.#store.get('window')).data
  }

  /** On a disk that takes nothing more, the place kept before stays: closing a window must not fail for that. */
  keepWindowPlace(place: WindowPlace): void {
    try {
      this.#store.set('window', place)
    } catch (error) {
      this.#log.warn({ error: String(error) }, "the window's place was not kept")
    }
  }
}
