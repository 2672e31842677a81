import type { Migration } from '../database/migrations'

export const processTables: readonly Migration[] = [
  {
    room: 'processes',
    version: 1,
    sql: `
      CREATE TABLE process_started (
        pid INTEGER NOT NULL,
        began TEXT NOT NULL,
        mark TEXT NOT NULL,
        owner TEXT NOT NULL,
        command TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (pid, began)
      ) STRICT, WITHOUT ROWID;
    `,
  },
]
