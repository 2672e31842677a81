import { Fault } from '../../shared/contract/fault'
import type { ToolResult } from '../../shared/contract/tools'
import type { Call, Turn, TurnPart } from '../../shared/contract/turns'
import type { Database } from '../database/database'
import type { Conversations } from './conversations'

/** The turns on record, and the whole results of their calls. */
export class TurnTable {
  readonly #database: Database
  readonly #conversations: Conversations

  constructor(parts: { database: Database; conversations: Conversations }) {
    this.#database = parts.database
    this.#conversations = parts.conversations
  }

  /** What was under way when Rollcall ended will not go on. */
  start(): void {
    this.#database.transaction(() => {
      const open = this.#database
        .prepare("SELECT * FROM turn WHERE head ->> 'state' IN ('running', 'waiting')")
        .all()
      for (const row of open) {
        const turn = this.#turnOf(row)
        const parts = turn.parts.map((part) => (part.kind === 'call' ? leftAlone(part) : part))
        this.write({ ...turn, state: 'interrupted', parts }, turn.parts)
      }
    })
  }

  /** Keeps a question, on disk before it returns. Throws Fault disk-full. */
  add(conversation: string, turn: Turn): void {
    this.#database.transaction(() => {
      this.#database
        .prepare("INSERT INTO turn (id, conversation, head) VALUES (?, ?, '{}')")
        .run(turn.id, conversation)
      this.write(turn, [])
      this.#conversations.touch(conversation, turn.question)
    })
  }

  /** Begins a turn anew, without what came of it. Throws Fault disk-full. */
  replace(conversation: string, turn: Turn): void {
    this.#database.transaction(() => {
      const number = this.#numberOf(turn.id)
      this.#database.prepare('DELETE FROM turn_part WHERE turn = ?').run(number)
      this.#database.prepare('DELETE FROM call_result WHERE turn = ?').run(number)
      this.write(turn, [])
      this.#conversations.touch(conversation)
    })
  }

  /** Writes a turn and those of its parts that are not what they were. Survives the end of this process. Throws Fault disk-full. */
  write(turn: Turn, before: readonly TurnPart[]): void {
    const { parts, ...head } = turn
    const number = this.#numberOf(turn.id)
    const tokens = turn.usage ? turn.usage.input + turn.usage.output : 0
    this.#database.quickTransaction(() => {
      this.#database
        .prepare('UPDATE turn SET head = ?, tokens = ? WHERE number = ?')
        .run(JSON.stringify(head), tokens, number)
      const put = this.#database.prepare(
        'INSERT INTO turn_part (turn, place, part) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET part = excluded.part',
      )
      for (const [place, part] of parts.entries())
        if (part !== before[place]) put.run(number, place, JSON.stringify(part))
      if (turn.state !== 'running' || parts.length === 0) this.#index(number, turn)
    })
  }

  /** The last of them, oldest first, and how many are before. */
  last(conversation: string, limit: number): { turns: Turn[]; earlier: number } {
    const turns = this.#database
      .prepare('SELECT * FROM turn WHERE conversation = ? ORDER BY number DESC LIMIT ?')
      .all(conversation, limit)
      .map((row) => this.#turnOf(row))
      .reverse()
    const all = this.#database
      .prepare('SELECT count(*) AS count FROM turn WHERE conversation = ?')
      .get(conversation)
    return { turns, earlier: Number(all?.count) - turns.length }
  }

  /** Throws Fault not-found. */
  get(conversation: string, id: string): Turn {
    const row = this.#database
      .prepare('SELECT * FROM turn WHERE id = ? AND conversation = ?')
      .get(id, conversation)
    if (!row) throw new Fault('not-found', `There is no turn ${id}.`, { kind: 'turn', name: id })
    return this.#turnOf(row)
  }

  /** Throws Fault disk-full. */
  keepResult(turn: string, call: string, result: ToolResult): void {
    this.#database.quickTransaction(() =>
      this.#database
        .prepare('INSERT OR REPLACE INTO call_result (call, turn, result) VALUES (?, ?, ?)')
        .run(call, this.#numberOf(turn), JSON.stringify(result)),
    )
  }

  /** Throws Fault not-found. */
  result(conversation: string, call: string): ToolResult {
    const row = this.#database
      .prepare(
        `SELECT result FROM call_result JOIN turn ON turn.number = call_result.turn
         WHERE call = ? AND conversation = ?`,
      )
      .get(call, conversation)
    if (!row)
      throw new Fault('not-found', `There is no result of a call ${call}.`, { kind: 'call', name: call })
    return JSON.parse(String(row.result))
  }

  #numberOf(id: string): number {
    return Number(this.#database.prepare('SELECT number FROM turn WHERE id = ?').get(id)?.number)
  }

  #turnOf(row: Record<string, unknown>): Turn {
    const parts = this.#database
      .prepare('SELECT part FROM turn_part WHERE turn = ? ORDER BY place')
      .all(Number(row.number))
      .map(({ part }) => JSON.parse(String(part)))
    return { ...JSON.parse(String(row.head)), parts }
  }

  #index(number: number, { question, parts }: Turn): void {
    const said = parts.map((part) => (part.kind === 'text' ? part.text : ''))
    const words = [question, ...said].filter((text) => text !== '').join('\n')
    this.#database
      .prepare('INSERT OR REPLACE INTO turn_words (rowid, words) VALUES (?, ?)')
      .run(number, words)
  }
}

/** A call of a Rollcall that ended in the midst of it. */
function leftAlone(call: Call): Call {
  if (call.state === 'running' || call.state === 'waiting')
    return { ...call, state: 'lost', elicitation: null }
  return call.state === 'asking' ? { ...call, state: 'cancelled', ask: null } : call
}
