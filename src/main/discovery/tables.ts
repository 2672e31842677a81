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
  {
    room: 'discovery',
    version: 2,
    sql: `
      ALTER TABLE source ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
      -- Milliseconds between two looks without an event; null leaves it to Rollcall.
      ALTER TABLE source ADD COLUMN interval_ms INTEGER;
      -- JSON: when the source last named other servers than before, and how many came, changed and went.
      ALTER TABLE source ADD COLUMN last_change TEXT;
      -- Sources removed by a person, their row as JSON, kept for a day so that it can be undone.
      CREATE TABLE removed_source (undo TEXT PRIMARY KEY, removed_at INTEGER NOT NULL, source TEXT NOT NULL) STRICT;
    `,
  },
  {
    room: 'discovery',
    version: 3,
    sql: `
      ALTER TABLE source RENAME COLUMN path TO address;
      -- JSON, as the kind of the source wants it; secrets are references to what the vault holds.
      ALTER TABLE source ADD COLUMN options TEXT NOT NULL DEFAULT '{}';
      -- All there were are files that a person added.
      ALTER TABLE source ADD COLUMN policy TEXT NOT NULL DEFAULT 'connect';
      ALTER TABLE source ADD COLUMN trusted INTEGER NOT NULL DEFAULT 1;
      ALTER TABLE source ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
      UPDATE source SET position = (
        SELECT count(*) FROM source AS other
        WHERE other.added_at < source.added_at OR (other.added_at = source.added_at AND other.id < source.id)
      );
      UPDATE removed_source SET source = json_remove(
        json_set(
          source, '$.address', source ->> '$.path', '$.options', json('{}'), '$.policy', 'connect',
          '$.trusted', json('true'), '$.position', 0
        ),
        '$.path'
      );
    `,
  },
]
