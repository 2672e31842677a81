import type { Migration } from '../database/migrations'

/** Servers a person wants announced, each at the address it had then; `instance` tells two of one name apart. */
export const advertisingTables: readonly Migration[] = [
  {
    room: 'advertising',
    version: 1,
    sql: `CREATE TABLE shared_server (
      id TEXT PRIMARY KEY, url TEXT NOT NULL, instance TEXT NOT NULL
    ) STRICT, WITHOUT ROWID`,
  },
]
