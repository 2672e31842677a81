import type { Migration } from '../database/migrations'

export const chatTables: readonly Migration[] = [
  {
    room: 'chat',
    version: 1,
    sql: `
      CREATE TABLE conversation (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        -- JSON.
        llm_config TEXT NOT NULL,
        scope TEXT NOT NULL,
        -- It can be brought back until Rollcall ends.
        removed_at INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX conversation_changed ON conversation (changed_at);

      -- A question and what came of it, as JSON without its parts, which are rows of their own: an answer that grows
      -- writes only the part that does.
      CREATE TABLE turn (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
        tokens INTEGER NOT NULL DEFAULT 0,
        head TEXT NOT NULL
      ) STRICT;
      CREATE INDEX turn_of_conversation ON turn (conversation, tokens);
      CREATE TABLE turn_part (
        turn INTEGER NOT NULL REFERENCES turn (number) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        part TEXT NOT NULL,
        PRIMARY KEY (turn, place)
      ) STRICT;
      -- Whole results; a part has what is shown of it.
      CREATE TABLE call_result (
        call TEXT PRIMARY KEY,
        turn INTEGER NOT NULL REFERENCES turn (number) ON DELETE CASCADE,
        result TEXT NOT NULL
      ) STRICT;
      CREATE INDEX call_result_of_turn ON call_result (turn);

      -- Questions and answers for the search; Chinese has no spaces to part words at.
      CREATE VIRTUAL TABLE turn_words USING fts5 (words, tokenize = 'trigram');
      CREATE TRIGGER turn_forgotten AFTER DELETE ON turn BEGIN
        DELETE FROM turn_words WHERE rowid = old.number;
      END;
    `,
  },
]
