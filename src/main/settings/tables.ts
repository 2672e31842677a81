import type { Migration } from '../database/migrations'

/** One row: the settings that differ from their defaults, as JSON. */
export const settingsTables: readonly Migration[] = [
  {
    room: 'settings',
    version: 1,
    sql: `CREATE TABLE settings (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      chosen TEXT NOT NULL
    ) STRICT`,
  },
]
