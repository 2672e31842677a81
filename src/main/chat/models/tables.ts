import type { Migration } from '../../database/migrations'

export const modelTables: readonly Migration[] = [
  {
    room: 'chat-models',
    version: 1,
    sql: `
      -- A provider as a person set it, without its key: the vault holds that as \`model:<id>\`.
      CREATE TABLE model_provider (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        base_url TEXT NOT NULL,
        -- What answered, the models it named as JSON, and why the last test failed as JSON.
        address TEXT,
        models TEXT NOT NULL DEFAULT '[]',
        models_at INTEGER,
        error TEXT
      ) STRICT, WITHOUT ROWID;
      -- One row: the default as JSON.
      CREATE TABLE llm_config (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        chosen TEXT NOT NULL
      ) STRICT;
    `,
  },
]
