import { ipcMain } from 'electron'
import Store from 'electron-store'
import { z } from 'zod'
import { Appearance } from '../../shared/contract/rollcall'
import type { Log } from '../host'
import type { WindowPlace } from './window-place'

const whole = z.int().min(-100_000).max(100_000)

const Place = z.object({
  bounds: z.object({ x: whole, y: whole, width: whole, height: whole }),
  maximized: z.boolean(),
  zoomLevel: z.number().min(-4).max(4).default(0),
})

/** What the desktop shell remembers for comfort. Losing it loses nothing of record. */
export class Preferences {
  readonly #store: Store<{ window?: unknown; appearance?: unknown; startsMinimized?: unknown }>
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

  keepWindowPlace(place: WindowPlace): void {
    this.#keep('window', place)
  }

  /** What the page said last; undefined where it has not spoken yet. */
  appearance(): Appearance | undefined {
    return Appearance.safeParse(this.#store.get('appearance')).data
  }

  keepAppearance(appearance: Appearance): void {
    this.#keep('appearance', appearance)
  }

  /** Whether a start at login leaves the window minimised. */
  startsMinimized(): boolean {
    return this.#store.get('startsMinimized') === true
  }

  keepStartsMinimized(on: boolean): void {
    this.#keep('startsMinimized', on)
  }

  /** On a disk that takes nothing more, what was kept before stays: closing a window must not fail for that. */
  #keep(name: 'window' | 'appearance' | 'startsMinimized', value: unknown): void {
    try {
      this.#store.set(name, value)
    } catch (error) {
      this.#log.warn({ name, error: String(error) }, 'a preference of the window was not kept')
    }
  }
}
