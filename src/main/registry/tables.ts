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

/** The same column for servers and for those that were removed. */
const forBoth = (column: string) => `
  ALTER TABLE server ADD COLUMN ${column};
  ALTER TABLE removal ADD COLUMN ${column};
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
  {
    room: 'registry',
    version: 5,
    sql: `
      -- What its sources call it, where it goes by another name.
      ${forBoth('named_as TEXT')}
      -- Where its sources say it is, where a person says otherwise.
      ${forBoth('endpoint TEXT')}
      -- JSON: what a person changed of what its source says.
      ${forBoth('overlay TEXT')}
      -- The name it shares with a server that is elsewhere.
      ${forBoth('twin_of TEXT')}
      ${forBoth('missing_since INTEGER')}
      -- JSON: the sightings that went with it.
      ALTER TABLE removal ADD COLUMN sightings TEXT;
      ALTER TABLE dropped_source ADD COLUMN sightings TEXT;
      -- What each source says of each server, now or when it last did.
      CREATE TABLE sighting (
        source TEXT NOT NULL,
        name TEXT NOT NULL,
        document TEXT NOT NULL,
        first_seen_at INTEGER NOT NULL,
        seen_at INTEGER NOT NULL,
        missing_since INTEGER,
        held TEXT CHECK (held IN ('asked', 'kept')),
        server TEXT NOT NULL,
        PRIMARY KEY (source, name)
      ) STRICT;
      INSERT INTO sighting (source, name, document, first_seen_at, seen_at, server)
        SELECT source, name, document, first_seen_at, last_seen_at, id FROM server WHERE source <> 'manual';
      -- Sources in their order: of two that name the same server the earlier one counts.
      CREATE TABLE known_source (
        place INTEGER PRIMARY KEY,
        source TEXT NOT NULL UNIQUE,
        policy TEXT NOT NULL DEFAULT 'connect',
        trusted INTEGER NOT NULL DEFAULT 1
      ) STRICT;
      INSERT INTO known_source (source)
        SELECT source FROM server WHERE source <> 'manual' GROUP BY source ORDER BY MIN(first_seen_at), source;
      -- What became of a server, the last hundred things; fields are JSON, secrets masked.
      CREATE TABLE server_change (
        id INTEGER PRIMARY KEY,
        server TEXT NOT NULL,
        at INTEGER NOT NULL,
        source TEXT NOT NULL,
        what TEXT NOT NULL,
        fields TEXT NOT NULL
      ) STRICT;
      CREATE INDEX server_change_of ON server_change (server, id);
    `,
  },
]
