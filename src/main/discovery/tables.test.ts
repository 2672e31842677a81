import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { silentLog } from '../../../tests/host'
import { Database } from '../database/database'
import { SourceRows } from './source-rows'
import { discoveryTables } from './tables'

it('sources of an earlier Rollcall are trusted files in their order, and removals can still be undone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-tables-'))
  const file = join(folder, 'rollcall.db')
  const before = Database.open(file, discoveryTables.slice(0, 2), silentLog)
  const insert = before.prepare(
    `INSERT INTO source (id, type, name, path, added_at) VALUES (?, 'file_watch', ?, ?, ?)`,
  )
  insert.run('two', 'b', '/b.json', 2)
  insert.run('one', 'a', '/a.json', 1)
  const removed = {
    id: 'gone',
    type: 'file_watch',
    name: 'c',
    path: '/c.json',
    addedAt: 3,
    lastSeenAt: null,
    lastReadAt: null,
    paused: false,
    intervalMs: null,
    lastChange: null,
    frame: { keys: ['servers'], rest: {} },
    names: ['x'],
  }
  before
    .prepare('INSERT INTO removed_source (undo, removed_at, source) VALUES (?, ?, ?)')
    .run('undo', 10, JSON.stringify(removed))
  before.end()

  const database = Database.open(file, discoveryTables, silentLog)
  const rows = new SourceRows(database)
  const trusted = { options: {}, policy: 'connect', trusted: true }
  expect(rows.all()).toMatchObject([
    { id: 'one', address: '/a.json', position: 0, ...trusted },
    { id: 'two', address: '/b.json', position: 1, ...trusted },
  ])
  expect(rows.removed('undo', 11)).toMatchObject({ id: 'gone', address: '/c.json', names: ['x'], ...trusted })
  expect(rows.known(11)).toEqual(new Set(['one', 'two', 'gone']))
  database.end()
  rmSync(folder, { recursive: true })
})
