import { Fault } from '../../shared/contract/fault'
import type { Call, Turn, TurnPart } from '../../shared/contract/turns'
import { LateWrite } from '../database/late-write'
import type { Clock } from '../host'
import type { TurnTable } from './turn-table'

/** An answer that grows is written twice a second at most. */
const writeMs = 500

/**
 * A turn under way. Each change makes a new one, told at once and written soon; parts that did not change stay the same
 * objects.
 */
export class LiveTurn {
  readonly conversation: string
  readonly #table: TurnTable
  readonly #late: LateWrite
  readonly #tell: (turn: Turn, before: Turn) => void
  #turn: Turn
  #written: readonly TurnPart[]

  constructor(parts: {
    conversation: string
    turn: Turn
    table: TurnTable
    clock: Clock
    tell: (turn: Turn, before: Turn) => void
  }) {
    this.conversation = parts.conversation
    this.#turn = parts.turn
    this.#written = parts.turn.parts
    this.#table = parts.table
    this.#tell = parts.tell
    this.#late = new LateWrite(parts.clock, writeMs, () => this.write())
  }

  get turn(): Turn {
    return this.#turn
  }

  set(change: Partial<Omit<Turn, 'id' | 'parts'>>): void {
    this.#become({ ...this.#turn, ...change })
  }

  add(part: TurnPart): void {
    this.#become({ ...this.#turn, parts: [...this.#turn.parts, part] })
  }

  /** Goes on with the last part where that is of the kind. */
  say(kind: 'text' | 'reasoning', text: string): void {
    const { parts } = this.#turn
    const last = parts.at(-1)
    if (last?.kind !== kind) this.add({ kind, text })
    else this.#become({ ...this.#turn, parts: [...parts.slice(0, -1), { kind, text: last.text + text }] })
  }

  /** Throws Fault not-found. */
  call(id: string): Call {
    const call = this.#turn.parts.find((part) => part.kind === 'call' && part.id === id)
    if (call?.kind !== 'call')
      throw new Fault('not-found', `There is no call ${id}.`, { kind: 'call', name: id })
    return call
  }

  calls(): Call[] {
    return this.#turn.parts.filter((part) => part.kind === 'call')
  }

  setCall(id: string, change: Partial<Omit<Call, 'id' | 'kind'>>): void {
    const parts = this.#turn.parts.map((part) =>
      part.kind === 'call' && part.id === id ? { ...part, ...change } : part,
    )
    this.#become({ ...this.#turn, parts })
  }

  /** Writes what is not written yet, now. Throws Fault disk-full. */
  write(): void {
    this.#table.write(this.#turn, this.#written)
    this.#written = this.#turn.parts
  }

  /** Writes the last of it. */
  end(): void {
    this.#late.soon()
    this.#late.end()
  }

  #become(turn: Turn): void {
    const before = this.#turn
    this.#turn = turn
    this.#tell(turn, before)
    this.#late.soon()
  }
}
