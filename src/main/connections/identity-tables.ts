import type { Migration } from '../database/migrations'

export const identityTables: readonly Migration[] = [
  {
    room: 'connections-identity',
    version: 1,
    sql: `
      -- Who answered at a server's address last: what it calls itself, and the hash of the names of its tools.
      CREATE TABLE identity (
        server TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        called TEXT NOT NULL,
        tools TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    room: 'connections-identity',
    version: 2,
    sql: `
      -- The file a server's command led to when it was last started.
      CREATE TABLE program (
        server TEXT PRIMARY KEY,
        command TEXT NOT NULL,
        file TEXT NOT NULL,
        stamp TEXT NOT NULL,
        digest TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
]
