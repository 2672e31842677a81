import { chmodSync, existsSync, rmSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import type { Log } from '../host'

/** One step of one room's tables. A step that has been released is never edited: a later one follows it. */
export interface Migration {
  readonly room: string
  /** Counts from 1 within its room. */
  readonly version: number
  readonly sql: string
}

/** The file was written by a later Rollcall, whose tables this one does not know. */
export class DataFromNewerRollcall extends Error {
  override readonly name = 'DataFromNewerRollcall'
}

/**
 * Runs the steps that have not run yet, all in one transaction. Before it changes a file that holds something,
 * keeps a copy beside it: `<file>.before-<n>`, where n is the number of steps the copy has behind it.
 * Throws `DataFromNewerRollcall`.
 */
export function migrate(
  database: DatabaseSync,
  file: string,
  migrations: readonly Migration[],
  log: Log,
): void {
  database.exec(`CREATE TABLE IF NOT EXISTS migration (
    room TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (room, version)
  ) STRICT, WITHOUT ROWID`)
  const done = new Set(
    database
      .prepare('SELECT room, version FROM migration')
      .all()
      .map((row) => `${row.room} ${row.version}`),
  )
  const known = new Set(migrations.map(stepOf))
  const unknown = [...done].filter((step) => !known.has(step))
  if (unknown.length > 0)
    throw new DataFromNewerRollcall(
      `${file} was written by a later version of Rollcall (${unknown.join(', ')}).`,
    )
  const due = migrations
    .filter((migration) => !done.has(stepOf(migration)))
    .sort((one, other) => one.version - other.version)
  if (due.length === 0) return
  if (done.size > 0) keepCopy(database, `${file}.before-${done.size}`)
  database.exec('BEGIN IMMEDIATE')
  try {
    const note = database.prepare('INSERT INTO migration (room, version) VALUES (?, ?)')
    for (const { room, version, sql } of due) {
      database.exec(sql)
      note.run(room, version)
    }
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
  if (done.size > 0) log.info({ steps: due.map(stepOf) }, 'the database was brought up to this version')
}

function stepOf({ room, version }: Migration): string {
  return `${room} ${version}`
}

function keepCopy(database: DatabaseSync, copy: string): void {
  // A copy of the same age is from a migration that did not finish; what is in the file now is as good.
  if (existsSync(copy)) rmSync(copy)
  database.prepare('VACUUM INTO ?').run(copy)
  chmodSync(copy, 0o600)
}
