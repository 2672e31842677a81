import { EventEmitter } from 'node:events'
import { type SettingName, Settings, type SettingsPatch } from '../../shared/contract/settings'
import type { Database } from '../database/database'
import { Wake } from '../wake'

/** What a person set for the core. Only what was set is kept, so a later default reaches everyone who never chose. */
export class Preferences extends EventEmitter<{ changed: [now: Settings, before: Settings] }> {
  readonly #database: Database
  #settings: Settings | undefined

  constructor(database: Database) {
    super()
    this.#database = database
  }

  get(): Settings {
    this.#settings ??= Settings.parse(this.#chosen())
    return this.#settings
  }

  /** On disk before it returns. The patch is within the limits of `Settings`. Throws Fault `disk-full`. */
  set(patch: SettingsPatch): Settings {
    const given = Object.entries(patch).filter(([, value]) => value !== undefined)
    return this.#keep({ ...this.#chosen(), ...Object.fromEntries(given) })
  }

  /** Forgets what was chosen: for these names, or for all. Throws Fault `disk-full`. */
  reset(names?: readonly SettingName[]): Settings {
    const kept = Object.entries(this.#chosen()).filter(
      ([name]) => names && !names.some((each) => each === name),
    )
    return this.#keep(Object.fromEntries(kept))
  }

  #keep(chosen: SettingsPatch): Settings {
    const before = this.get()
    const now = Settings.parse(chosen)
    this.#database.transaction(() =>
      this.#database
        .prepare(
          'INSERT INTO settings (only, chosen) VALUES (1, ?) ON CONFLICT DO UPDATE SET chosen = excluded.chosen',
        )
        .run(JSON.stringify(chosen)),
    )
    this.#settings = now
    this.emit('changed', now, before)
    return now
  }

  /** The settings now and after each change, until the signal ends. */
  async *watch(signal: AbortSignal): AsyncGenerator<Settings> {
    const wake = new Wake(signal)
    const onChanged = () => wake.wake()
    this.on('changed', onChanged)
    try {
      while (!signal.aborted) {
        yield this.get()
        await wake.sleep()
      }
    } finally {
      this.off('changed', onChanged)
    }
  }

  /** A value that no longer fits (a limit moved) falls back to its default; the others stay. */
  #chosen(): Partial<Settings> {
    const row = this.#database.prepare('SELECT chosen FROM settings').get()
    const kept: Record<string, unknown> = row ? JSON.parse(String(row.chosen)) : {}
    const known = Object.entries(Settings.shape).filter(
      ([name, schema]) => name in kept && schema.safeParse(kept[name]).success,
    )
    return Object.fromEntries(known.map(([name]) => [name, kept[name]]))
  }
}
