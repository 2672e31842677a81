import { chmodSync, existsSync, renameSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { Fault } from '../../shared/contract/fault'
import type { Log } from '../host'
import { isBusy, isCorrupt, isFull } from './failures'
import { type Migration, migrate } from './migrations'

/** Another Rollcall runs on this data directory. */
export class DataDirBusy extends Error {
  override readonly name = 'DataDirBusy'
}

/**
 * The one SQLite file, held alone by this process from `open` to `end`. Each room owns its own tables and statements;
 * this owns the file, the transactions and what happens when the file or the disk fails.
 */
export class Database {
  /** Where a file that could not be read was set aside, if that happened at the start. */
  readonly recovered: string | null
  readonly #sqlite: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  private constructor(sqlite: DatabaseSync, recovered: string | null) {
    this.#sqlite = sqlite
    this.recovered = recovered
  }

  /**
   * Opens the file, or makes it, and brings its tables up to date. A corrupt file is set aside as
   * `<file>.corrupt-<time>`, never deleted, and a new one begun.
   * Throws `DataDirBusy` and `DataFromNewerRollcall`.
   */
  static open(file: string, migrations: readonly Migration[], log: Log): Database {
    try {
      return new Database(openFile(file, migrations, log), null)
    } catch (error) {
      if (isBusy(error)) throw new DataDirBusy(`Another Rollcall is using ${file}.`)
      if (!isCorrupt(error)) throw error
      const aside = setAside(file)
      log.error({ file, aside, error: String(error) }, 'the database could not be read and was set aside')
      return new Database(openFile(file, migrations, log), aside)
    }
  }

  /** A prepared statement; the same text gives the same statement, so read one to its end before running it again. */
  prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (!statement) {
      statement = this.#sqlite.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  /**
   * Does all of `work` or nothing of it. What it wrote survives a power cut from the moment this returns.
   * `work` is synchronous; a transaction inside a transaction joins it. Throws Fault `disk-full`.
   */
  transaction<T>(work: () => T): T {
    if (this.#sqlite.isTransaction) return work()
    try {
      this.#sqlite.exec('BEGIN IMMEDIATE')
      const result = work()
      this.#sqlite.exec('COMMIT')
      return result
    } catch (error) {
      // SQLite has already rolled back by itself when the disk was full.
      if (this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK')
      throw isFull(error) ? new Fault('disk-full', 'The disk is full; nothing was changed.') : error
    }
  }

  /**
   * The same without waiting for the disk: survives the end of this process, but not of the power. For what Rollcall
   * saw (checks, events), never for what a person said. Throws Fault `disk-full`.
   */
  quickTransaction<T>(work: () => T): T {
    if (this.#sqlite.isTransaction) return work()
    this.#sqlite.exec('PRAGMA synchronous = NORMAL')
    try {
      return this.transaction(work)
    } finally {
      this.#sqlite.exec('PRAGMA synchronous = FULL')
    }
  }

  /** Closes the file; ending twice is the same as once. */
  end(): void {
    this.#statements.clear()
    if (this.#sqlite.isOpen) this.#sqlite.close()
  }
}

function openFile(file: string, migrations: readonly Migration[], log: Log): DatabaseSync {
  const sqlite = new DatabaseSync(file, { timeout: 0, enableForeignKeyConstraints: true })
  try {
    // Before anything is in it; the files SQLite puts beside it take over its mode.
    chmodSync(file, 0o600)
    // Exclusive from the first access on: a second process is refused at once, and a killed one leaves no lock.
    sqlite.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    sqlite.exec('BEGIN IMMEDIATE; COMMIT')
    checkPages(sqlite)
    migrate(sqlite, file, migrations, log)
    return sqlite
  } catch (error) {
    sqlite.close()
    throw error
  }
}

class Damaged extends Error {
  readonly errcode = 11
}

/** SQLite reads a damaged page only when a query happens to need it; this looks at all of them now. */
function checkPages(sqlite: DatabaseSync): void {
  const finding = sqlite.prepare('PRAGMA quick_check(1)').get()?.quick_check
  if (finding !== 'ok') throw new Damaged(String(finding))
}

function setAside(file: string): string {
  const aside = `${file}.corrupt-${new Date().toISOString().replaceAll(':', '-')}`
  for (const part of ['', '-wal', '-shm']) if (existsSync(file + part)) renameSync(file + part, aside + part)
  return aside
}
