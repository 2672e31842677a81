import type { Migration } from '../../database/migrations'

export const consentTables: readonly Migration[] = [
  {
    room: 'chat-consents',
    version: 1,
    sql: `
      -- A tool that may run unasked, as it was when that was said: by a person for good, or by its server's policy at its
      -- first run. \`definition\` is its JSON then, to show what changed.
      CREATE TABLE tool_approval (
        server TEXT NOT NULL,
        tool TEXT NOT NULL,
        by TEXT NOT NULL CHECK (by IN ('person', 'policy')),
        fingerprint TEXT NOT NULL,
        definition TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (server, tool)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE tool_policy (
        server TEXT PRIMARY KEY,
        policy TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
]
