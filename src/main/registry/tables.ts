import type { Migration } from '../database/migrations'
import { approvalTables } from './approval-table'

const serverColumns = `
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  source TEXT NOT NULL,
  first_seen_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  switched TEXT CHECK (switched IN ('on', 'off'))
`

/** What a person told Rollcall of servers. Documents are JSON as given, secrets as references; times in milliseconds. */
export const registryTables: readonly Migration[] = [
  ...approvalTables,
  {
    room: 'registry',
    version: 1,
    sql: `
      CREATE TABLE server (id TEXT PRIMARY KEY, ${serverColumns}) STRICT;
      CREATE UNIQUE INDEX server_name ON server (name);
      -- Servers removed by a person, kept for a day so that it can be undone.
      CREATE TABLE removal (
        undo TEXT PRIMARY KEY, removed_at INTEGER NOT NULL, approval TEXT, id TEXT NOT NULL, ${serverColumns}
      ) STRICT;
      -- Names a person took away from a source: its word on them is not heard.
      CREATE TABLE ignored (source TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (source, name)) STRICT, WITHOUT ROWID;
      CREATE TABLE approval (name TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    `,
  },
  {
    room: 'registry',
    version: 2,
    sql: `
      -- The undo token of the removed source this removal was part of.
      ALTER TABLE removal ADD COLUMN with_source TEXT;
      -- Sources removed by a person, kept for a day so that it can be undone.
      CREATE TABLE dropped_source (undo TEXT PRIMARY KEY, removed_at INTEGER NOT NULL, source TEXT NOT NULL) STRICT;
    `,
  },
  {
    room: 'registry',
    version: 3,
    sql: `
      ALTER TABLE server ADD COLUMN muted_until INTEGER;
      ALTER TABLE removal ADD COLUMN muted_until INTEGER;
    `,
  },
  {
    room: 'registry',
    version: 4,
    sql: `
      -- The service a person says it is of; empty: of none.
      ALTER TABLE server ADD COLUMN grouped TEXT;
      ALTER TABLE removal ADD COLUMN grouped TEXT;
    `,
  },
]
