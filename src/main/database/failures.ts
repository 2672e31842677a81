const sqliteBusy = 5
const sqliteCorrupt = 11
const sqliteFull = 13
const sqliteNotADatabase = 26

/** Another process holds the file. */
export function isBusy(error: unknown): boolean {
  return primaryCode(error) === sqliteBusy
}

/** What is in the file is not, or is no longer, a database. */
export function isCorrupt(error: unknown): boolean {
  const code = primaryCode(error)
  return code === sqliteCorrupt || code === sqliteNotADatabase
}

export function isFull(error: unknown): boolean {
  return primaryCode(error) === sqliteFull
}

/** SQLite's result code without the part that says where in SQLite it arose. */
function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined
  return error.errcode & 0xff
}
