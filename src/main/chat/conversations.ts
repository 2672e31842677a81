import { randomUUID } from 'node:crypto'
import type { ChatScope, ConversationSummary } from '../../shared/contract/chat'
import { Fault } from '../../shared/contract/fault'
import type { Database } from '../database/database'
import type { Clock } from '../host'
import { excerptOf, wordsOf } from './search-words'

/** A conversation as it is kept; whether it runs is not. */
export type Kept = Omit<ConversationSummary, 'state'>

export interface Changes {
  readonly title?: string | undefined
  readonly llm_config?: Kept['llm_config'] | undefined
  readonly scope?: ChatScope | undefined
}

const titleMax = 80

const columns = `id, title, created_at, changed_at, llm_config, scope,
  (SELECT count(*) FROM turn WHERE conversation = conversation.id) AS turns,
  (SELECT coalesce(sum(tokens), 0) FROM turn WHERE conversation = conversation.id) AS tokens`

/** The conversations on record. A removed one is gone for everybody but `restore`, and for good when Rollcall ends. */
export class Conversations {
  readonly #database: Database
  readonly #clock: Clock

  constructor(parts: { database: Database; clock: Clock }) {
    this.#database = parts.database
    this.#clock = parts.clock
  }

  start(): void {
    this.#forgetRemoved()
  }

  end(): void {
    this.#forgetRemoved()
  }

  /** Throws Fault disk-full. */
  begin({ title = '', llm_config = 'default', scope = wholeScope() }: Changes): Kept {
    const id = randomUUID()
    const now = this.#clock.now()
    this.#database.transaction(() =>
      this.#database
        .prepare(
          'INSERT INTO conversation (id, title, created_at, changed_at, llm_config, scope) VALUES (?, ?, ?, ?, ?, ?)',
        )
        .run(id, title, now, now, JSON.stringify(llm_config), JSON.stringify(scope)),
    )
    return this.get(id)
  }

  /** Throws Fault not-found. */
  get(id: string): Kept {
    const kept = this.known(id)
    if (!kept) throw missing(id)
    return kept
  }

  known(id: string): Kept | undefined {
    const row = this.#database
      .prepare(`SELECT ${columns} FROM conversation WHERE id = ? AND removed_at IS NULL`)
      .get(id)
    return row && keptOf(row)
  }

  /** Throws Fault not-found, disk-full. */
  change(id: string, changes: Changes): Kept {
    const { title, llm_config, scope } = { ...this.get(id), ...given(changes) }
    this.#database.transaction(() =>
      this.#database
        .prepare('UPDATE conversation SET title = ?, llm_config = ?, scope = ? WHERE id = ?')
        .run(title, JSON.stringify(llm_config), JSON.stringify(scope), id),
    )
    return this.get(id)
  }

  /** Something was asked or answered in it; the first question names it. Inside the transaction of whoever keeps that. */
  touch(id: string, question?: string): void {
    const now = this.#clock.now()
    this.#database.prepare('UPDATE conversation SET changed_at = ? WHERE id = ?').run(now, id)
    if (question !== undefined)
      this.#database
        .prepare("UPDATE conversation SET title = ? WHERE id = ? AND title = ''")
        .run(titleOf(question), id)
  }

  /** Throws Fault not-found, disk-full. */
  remove(id: string): void {
    this.get(id)
    this.#database.transaction(() =>
      this.#database
        .prepare('UPDATE conversation SET removed_at = ? WHERE id = ?')
        .run(this.#clock.now(), id),
    )
  }

  /** Throws Fault not-found, disk-full. */
  restore(id: string): Kept {
    const { changes } = this.#database.transaction(() =>
      this.#database.prepare('UPDATE conversation SET removed_at = NULL WHERE id = ?').run(id),
    )
    if (Number(changes) === 0) throw missing(id)
    return this.get(id)
  }

  /** Last changed first. */
  newest(limit: number): Kept[] {
    return this.#database
      .prepare(
        `SELECT ${columns} FROM conversation WHERE removed_at IS NULL ORDER BY changed_at DESC, id LIMIT ?`,
      )
      .all(limit)
      .map(keptOf)
  }

  /** Those with all of the words, in their title or in one turn; last changed first. */
  find(text: string, limit: number): (Kept & { excerpt: string | null })[] {
    const words = wordsOf(text)
    const phrases = words.flatMap(({ phrase }) => phrase ?? []).join(' AND ')
    const short = words.filter(({ phrase }) => phrase === null)
    const inTurns = [
      ...(phrases === '' ? [] : ['turn_words MATCH ?']),
      ...short.map(() => "words LIKE ? ESCAPE '\\'"),
    ]
    const inTitle = words.map(() => "title LIKE ? ESCAPE '\\'")
    const rows = this.#database
      .prepare(
        `WITH hit AS (
           SELECT conversation, max(number) AS number FROM turn
           WHERE number IN (SELECT rowid FROM turn_words WHERE ${inTurns.join(' AND ')})
           GROUP BY conversation
         )
         SELECT ${columns}, (SELECT words FROM turn_words WHERE rowid = hit.number) AS words
         FROM conversation LEFT JOIN hit ON hit.conversation = conversation.id
         WHERE removed_at IS NULL AND (hit.number IS NOT NULL OR (${inTitle.join(' AND ')}))
         ORDER BY changed_at DESC, id LIMIT ?`,
      )
      .all(
        ...(phrases === '' ? [] : [phrases]),
        ...short.map(({ like }) => like),
        ...words.map(({ like }) => like),
        limit,
      )
    return rows.map((row) => ({
      ...keptOf(row),
      excerpt: row.words === null ? null : excerptOf(String(row.words), words),
    }))
  }

  #forgetRemoved(): void {
    this.#database.transaction(() =>
      this.#database.prepare('DELETE FROM conversation WHERE removed_at IS NOT NULL').run(),
    )
  }
}

function keptOf(row: Record<string, unknown>): Kept {
  return {
    id: String(row.id),
    title: String(row.title),
    createdAt: new Date(Number(row.created_at)).toISOString(),
    changedAt: new Date(Number(row.changed_at)).toISOString(),
    llm_config: JSON.parse(String(row.llm_config)),
    scope: JSON.parse(String(row.scope)),
    turns: Number(row.turns),
    tokens: Number(row.tokens),
  }
}

function titleOf(question: string): string {
  const line = question.trim().split(/\s+/u).join(' ')
  const letters = [...line]
  return letters.length <= titleMax ? line : `${letters.slice(0, titleMax - 1).join('')}…`
}

function given(changes: Changes): Partial<Kept> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
}

function wholeScope(): ChatScope {
  return { match: 'any', pinned: [] }
}

function missing(id: string): Fault {
  return new Fault('not-found', `There is no conversation ${id}.`, { kind: 'conversation', name: id })
}
