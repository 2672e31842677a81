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
  {
    room: 'health',
    version: 2,
    sql: `
      CREATE TABLE health_server (
        key INTEGER PRIMARY KEY,
        server TEXT NOT NULL UNIQUE
      ) STRICT;
      INSERT INTO health_server (server) SELECT server FROM health_hour UNION SELECT server FROM health_check;
      ALTER TABLE health_check RENAME TO health_check_before;
      DROP INDEX health_check_of_server;
      CREATE TABLE health_check (
        id INTEGER PRIMARY KEY,
        server INTEGER NOT NULL,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        mark TEXT NOT NULL CHECK (mark IN ('u', 's', 'd')),
        latency_ms REAL,
        code TEXT,
        message TEXT
      ) STRICT;
      INSERT INTO health_check
        SELECT id, key, at, kind, mark, latency_ms, code, message
        FROM health_check_before JOIN health_server USING (server);
      DROP TABLE health_check_before;
      CREATE INDEX health_check_of_server ON health_check (server, id);
      CREATE TABLE health_bucket (
        server INTEGER NOT NULL,
        span INTEGER NOT NULL,
        start INTEGER NOT NULL,
        up INTEGER NOT NULL,
        slow INTEGER NOT NULL,
        down INTEGER NOT NULL,
        flapping INTEGER NOT NULL,
        off INTEGER NOT NULL,
        checks INTEGER NOT NULL,
        failures INTEGER NOT NULL,
        latencies BLOB,
        PRIMARY KEY (server, span, start)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO health_bucket
        SELECT key, 1, hour, 0, 0, 0, 0, 0, total, total - good, NULL
        FROM health_hour JOIN health_server USING (server);
      DROP TABLE health_hour;
      CREATE TABLE health_incident (
        id INTEGER PRIMARY KEY,
        server INTEGER NOT NULL,
        began_at INTEGER NOT NULL,
        seen_at INTEGER NOT NULL,
        ended_at INTEGER,
        worst TEXT NOT NULL,
        cause TEXT,
        ended_by TEXT
      ) STRICT;
      CREATE INDEX health_incident_of_server ON health_incident (server, began_at);
      CREATE INDEX health_incident_by_time ON health_incident (began_at);
    `,
  },
]
