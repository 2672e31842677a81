import type { ConversationEvent } from '../../../shared/contract/chat'
import type { Call, Turn, TurnRoute } from '../../../shared/contract/turns'
import { partText } from '../content-text'
import { formatMs } from '../format'
import { faultSentence } from '../sentences'
import { cut, manyLines, oneLine } from '../terminal-text'
import type { Words } from '../words'

/** Servers named in the line above an answer. */
const serversShown = 5
/** Columns of a call's arguments in the line that announces it. */
const argumentsShown = 400

interface Voice {
  /** The answer. */
  readonly print: (lines: string) => void
  /** What is done for it. */
  readonly tell: (lines: string) => void
}

/** Tells a turn as it goes on: whole lines of the answer, and what is done for it, each once. */
export class TurnTeller {
  readonly #words: Words
  readonly #voice: Voice
  #turn: Turn
  #toldRoute = false
  /** Characters of each text that are printed. */
  readonly #printed = new Map<number, number>()
  readonly #announced = new Set<string>()
  readonly #ended = new Set<string>()

  constructor(words: Words, turn: Turn, voice: Voice) {
    this.#words = words
    this.#voice = voice
    this.#turn = turn
  }

  get turn(): Turn {
    return this.#turn
  }

  /** False for what is not of this turn. */
  take(event: ConversationEvent): boolean {
    if (event.kind === 'turn' && event.turn.id === this.#turn.id) this.#turn = event.turn
    else if (event.kind === 'text' && event.turn === this.#turn.id)
      this.#grow(event.part, event.at, event.text)
    else return false
    this.#tell()
    return true
  }

  get isOver(): boolean {
    return this.#turn.state !== 'running' && this.#turn.state !== 'waiting'
  }

  /** Calls that wait for a person. */
  asking(): Call[] {
    return this.#turn.parts.filter((part) => part.kind === 'call').filter(({ state }) => state === 'asking')
  }

  #grow(part: number, at: number, text: string): void {
    const parts = this.#turn.parts.map((one, index) =>
      index === part && (one.kind === 'text' || one.kind === 'reasoning')
        ? { ...one, text: one.text.slice(0, at) + text }
        : one,
    )
    this.#turn = { ...this.#turn, parts }
  }

  #tell(): void {
    const { route, parts } = this.#turn
    if (route && !this.#toldRoute) {
      this.#toldRoute = true
      this.#voice.tell(routeLine(this.#words, route))
    }
    for (const [index, part] of parts.entries()) {
      if (part.kind === 'text') this.#print(index, part.text, this.isOver || index < parts.length - 1)
      if (part.kind === 'call') this.#tellCall(part)
    }
  }

  /** Lines that will not change any more. */
  #print(index: number, text: string, isWhole: boolean): void {
    const from = this.#printed.get(index) ?? 0
    const to = isWhole ? text.length : text.lastIndexOf('\n') + 1
    if (to <= from) return
    this.#printed.set(index, to)
    this.#voice.print(manyLines(text.slice(from, to).replace(/\n$/u, '')))
  }

  #tellCall(call: Call): void {
    if (!this.#announced.has(call.id) && call.state !== 'asking') {
      this.#announced.add(call.id)
      this.#voice.tell(callLine(call))
    }
    if (!endedStates.has(call.state) || this.#ended.has(call.id)) return
    this.#ended.add(call.id)
    this.#voice.tell(endLine(this.#words, call))
    if (call.by === 'person' && call.result)
      this.#voice.print(call.result.content.map((part) => partText(this.#words, part)).join('\n'))
  }
}

const endedStates: ReadonlySet<Call['state']> = new Set(['done', 'failed', 'denied', 'cancelled', 'lost'])

function routeLine(words: Words, { servers, offered, searchable }: TurnRoute): string {
  const names = servers.slice(0, serversShown).map(({ server }) => oneLine(server))
  if (names.length === 0) return words('chat.nothing-fits')
  const values = { servers: names.join(', '), tools: offered.length, more: searchable }
  return words(offered.length > 0 ? 'chat.routed-with-tools' : 'chat.routed', values)
}

/** `→ weather.get_forecast {"city":"上海"}` */
export function callLine({ server, tool, arguments: args }: Call): string {
  return cut(oneLine(`→ ${server}.${tool} ${JSON.stringify(args)}`), argumentsShown)
}

function endLine(words: Words, call: Call): string {
  const { state, durationMs, error, result, tried } = call
  const took = durationMs === null ? '' : formatMs(durationMs)
  const why = error ? faultSentence(words, error as Parameters<typeof faultSentence>[1]) : ''
  const outcome = result?.isError ? 'error' : state
  const instead =
    tried.length > 0
      ? ` ${words('chat.instead', { servers: tried.map(({ server }) => oneLine(server)).join(', '), server: oneLine(call.server) })}`
      : ''
  return `  ${[words(`chat.states.${outcome}`), took, why].filter((part) => part !== '').join(' · ')}${instead}`
}
