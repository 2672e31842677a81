import type { Migration } from '../database/migrations'

export const activityTables: readonly Migration[] = [
  {
    room: 'activity',
    version: 1,
    sql: `
      CREATE TABLE activity (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        server TEXT,
        source TEXT,
        detail TEXT NOT NULL
      ) STRICT;
      CREATE INDEX activity_of_server ON activity (server, id) WHERE server IS NOT NULL;
    `,
  },
  {
    room: 'activity',
    version: 2,
    sql: `
      CREATE INDEX activity_of_kind ON activity (kind, id);
      CREATE INDEX activity_at ON activity (at);
    `,
  },
]
