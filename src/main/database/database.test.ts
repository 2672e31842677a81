import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLog } from '../../../tests/host'
import { Database, DataDirBusy } from './database'
import { DataFromNewerRollcall, type Migration } from './migrations'

const notes: Migration = { room: 'notes', version: 1, sql: 'CREATE TABLE note (text TEXT NOT NULL) STRICT' }
const authors: Migration = {
  room: 'notes',
  version: 2,
  sql: "ALTER TABLE note ADD author TEXT DEFAULT 'nobody'",
}

let directory: string
let file: string
const open = (...migrations: Migration[]) => Database.open(file, migrations, silentLog)
const texts = (database: Database) =>
  database
    .prepare('SELECT text FROM note ORDER BY rowid')
    .all()
    .map((row) => row.text)
const note = (database: Database, text: string) =>
  database.prepare('INSERT INTO note (text) VALUES (?)').run(text)

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-database-'))
  file = join(directory, 'rollcall.db')
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

describe('transactions', () => {
  test('a transaction that throws leaves nothing behind, not even what joined it', () => {
    const database = open(notes)
    expect(() =>
      database.transaction(() => {
        note(database, 'outer')
        database.transaction(() => note(database, 'inner'))
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(texts(database)).toEqual([])
    database.transaction(() => note(database, 'kept'))
    database.quickTransaction(() => note(database, 'kept too'))
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 })
    database.end()
    const again = open(notes)
    expect(texts(again)).toEqual(['kept', 'kept too'])
    again.end()
  })

  test('a full disk is a disk-full fault, changes nothing, and later writes work again', () => {
    const database = open(notes)
    note(database, 'first')
    const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count)
    database.prepare(`PRAGMA max_page_count = ${pages}`).get()
    expect(() => database.transaction(() => note(database, 'x'.repeat(100_000)))).toThrow(
      expect.objectContaining({ code: 'disk-full' }),
    )
    expect(texts(database)).toEqual(['first'])
    database.prepare('PRAGMA max_page_count = 1000000').get()
    database.transaction(() => note(database, 'x'.repeat(100_000)))
    expect(texts(database)).toHaveLength(2)
    database.end()
  })
})

describe('the file', () => {
  test('is refused at once while another holds it, and free again afterwards', () => {
    const database = open(notes)
    expect(() => open(notes)).toThrow(DataDirBusy)
    database.end()
    database.end()
    open(notes).end()
  })

  test.skipIf(process.platform === 'win32')('can be read by nobody else', () => {
    open(notes).end()
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('that is not a database is set aside and a new one begun', () => {
    writeFileSync(file, 'not a database '.repeat(1_000))
    const database = open(notes)
    expect(texts(database)).toEqual([])
    expect(database.recovered).toContain('rollcall.db.corrupt-')
    expect(statSync(database.recovered ?? '').size).toBe(15_000)
    database.end()
    const again = open(notes)
    expect(again.recovered).toBeNull()
    again.end()
  })

  test('with a damaged page inside is set aside', () => {
    const database = open(notes)
    database.transaction(() => {
      for (let i = 0; i < 2_000; i++) note(database, `note ${i}`)
    })
    database.end()
    const handle = openSync(file, 'r+')
    writeSync(handle, Buffer.alloc(4_096, 0xab), 0, 4_096, 5 * 4_096)
    closeSync(handle)
    const fresh = open(notes)
    expect(fresh.recovered).not.toBeNull()
    expect(texts(fresh)).toEqual([])
    fresh.end()
  })
})

describe('migrations', () => {
  test('run once each, and keep a copy of a file that held something', () => {
    const first = open(notes)
    note(first, 'old')
    first.end()
    expect(readdirSync(directory)).toEqual(['rollcall.db'])
    const second = open(notes, authors)
    expect(second.prepare('SELECT * FROM note').all()).toEqual([{ text: 'old', author: 'nobody' }])
    second.end()
    expect(readdirSync(directory)).toEqual(['rollcall.db', 'rollcall.db.before-1'])
    const copy = Database.open(join(directory, 'rollcall.db.before-1'), [notes], silentLog)
    expect(texts(copy)).toEqual(['old'])
    copy.end()
    open(notes, authors).end()
  })

  test('that fail change nothing', () => {
    const first = open(notes)
    note(first, 'old')
    first.end()
    const broken = { room: 'notes', version: 3, sql: 'CREATE TABLE half (a TEXT); CREATE GARBAGE' }
    expect(() => open(notes, authors, broken)).toThrow()
    const database = open(notes)
    expect(database.prepare('SELECT * FROM note').all()).toEqual([{ text: 'old' }])
    database.end()
  })

  test('of a later Rollcall are not opened', () => {
    open(notes, authors).end()
    expect(() => open(notes)).toThrow(DataFromNewerRollcall)
    const database = open(notes, authors)
    database.end()
  })
})
