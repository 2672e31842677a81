import type { Migration } from '../database/migrations'

export const healthTables: readonly Migration[] = [
  {
    room: 'health',
    version: 1,
    sql: `
      CREATE TABLE health_check (
        id INTEGER PRIMARY KEY,
        server TEXT NOT NULL,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        mark TEXT NOT NULL CHECK (mark IN ('u', 's', 'd')),
        latency_ms REAL,
        code TEXT,
        message TEXT
      ) STRICT;
      CREATE INDEX health_check_of_server ON health_check (server, id);
      CREATE TABLE health_hour (
        server TEXT NOT NULL,
        hour INTEGER NOT NULL,
        good INTEGER NOT NULL,
        total INTEGER NOT NULL,
        PRIMARY KEY (server, hour)
      ) STRICT, WITHOUT ROWID;
    `,
  },
]
