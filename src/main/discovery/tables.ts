import type { Migration } from '../database/migrations'

/** One row a source added by a person; "by hand" needs none. Times are milliseconds since 1970. */
export const discoveryTables: readonly Migration[] = [
  {
    room: 'discovery',
    version: 1,
    sql: `CREATE TABLE source (
      id TEXT PRIMARY KEY,
      type TEXT NOT NULL,
      name TEXT NOT NULL,
      path TEXT NOT NULL,
      added_at INTEGER NOT NULL,
      last_seen_at INTEGER,
      last_read_at INTEGER,
      -- JSON, for exports: what stood around the list of servers, and their names in the order of the file.
      frame TEXT NOT NULL DEFAULT '{"keys":["servers"],"rest":{}}',
      names TEXT NOT NULL DEFAULT '[]'
    ) STRICT`,
  },
]
