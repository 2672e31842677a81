import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { testHost } from '../../../tests/host'
import { Settings } from '../../shared/contract/settings'
import { Database } from '../database/database'
import { Preferences } from './preferences'
import { settingsTables } from './tables'

function setUp() {
  const host = testHost()
  onTestFinished(() => host[Symbol.asyncDispose]())
  const open = () => {
    const database = Database.open(join(host.dataDir, 'rollcall.db'), settingsTables, host.log)
    onTestFinished(() => database.end())
    return { database, preferences: new Preferences(database) }
  }
  return { open, ...open() }
}

test('what was set is kept over a restart and the rest stays at its default', () => {
  const { preferences, database, open } = setUp()
  expect(preferences.get()).toEqual(Settings.parse({}))
  preferences.set({ slowAfterMs: 5 })
  preferences.set({ checkIntervalMs: 2_000, slowAfterMs: undefined })
  database.end()
  expect(open().preferences.get()).toEqual(Settings.parse({ slowAfterMs: 5, checkIntervalMs: 2_000 }))
})

test('a kept value that fits no longer falls back to its default and takes no other with it', () => {
  const { preferences, database } = setUp()
  const chosen = JSON.stringify({ slowAfterMs: -1, checkIntervalMs: 2_000, gone: true })
  database.prepare('INSERT INTO settings (only, chosen) VALUES (1, ?)').run(chosen)
  expect(preferences.get()).toEqual(Settings.parse({ checkIntervalMs: 2_000 }))
})

test('a reset forgets the choices it names, and all of them where it names none', () => {
  const { preferences } = setUp()
  preferences.set({ slowAfterMs: 5, checkIntervalMs: 2_000, connectTimeoutMs: 900 })
  expect(preferences.reset(['slowAfterMs'])).toEqual(
    Settings.parse({ checkIntervalMs: 2_000, connectTimeoutMs: 900 }),
  )
  expect(preferences.reset()).toEqual(Settings.parse({}))
})

test('watching gives the settings now and after each change, and ends with its signal', async () => {
  const { preferences } = setUp()
  const ending = new AbortController()
  const watching = preferences.watch(ending.signal)
  expect((await watching.next()).value).toMatchObject({ slowAfterMs: 1_000 })
  const later = watching.next()
  preferences.set({ slowAfterMs: 7 })
  expect((await later).value).toMatchObject({ slowAfterMs: 7 })
  const last = watching.next()
  ending.abort()
  expect((await last).done).toBe(true)
  expect(preferences.listenerCount('changed')).toBe(0)
})
