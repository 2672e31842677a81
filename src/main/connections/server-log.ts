import { stripVTControlCharacters } from 'node:util'
import type { LogCode, LogEntry, LogLevel, LogNews } from '../../shared/contract/log'
import en from '../../shared/text/en.json'
import type { Clock } from '../host'
import { rest, Wake } from '../wake'
import { claimedLevel } from './log-level'

/** Kept per server; the oldest go. */
const entriesMax = 2_000
const charactersMax = 1_048_576
const textMax = 4_096
/** Between two deliveries to a follower. */
const quietMs = 100
/** Entries of one tenth of a second; more are only counted. */
const burstMax = 400

type Draft = Pick<LogEntry, 'level' | 'origin' | 'text'> &
  Partial<Pick<LogEntry, 'logger' | 'code' | 'detail'>>

/** What one server and its process said, and how the connection fared: the newest, in memory. */
export class ServerLog {
  readonly #clock: Clock
  readonly #wakes = new Set<Wake>()
  readonly #ended = new AbortController()
  #entries: LogEntry[] = []
  #characters = 0
  #lastId = 0
  #clearedTo = 0
  #burst = { tenth: 0, size: 0, leftOut: 0 }
  #cancelTold: (() => void) | undefined
  #hide = (text: string): string => text

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Takes secrets out of every text from now on. */
  set hide(hide: (text: string) => string) {
    this.#hide = hide
  }

  /** Whole lines a process wrote to stderr. */
  stderr(lines: readonly string[], leftOut: number): void {
    const missing = leftOut + Math.max(0, lines.length - burstMax)
    if (missing > 0) this.#leave(missing, 'stderr')
    for (const line of lines.slice(-burstMax)) {
      const text = plain(line)
      if (text.trim() !== '') this.#add({ level: claimedLevel(text), origin: 'stderr', text })
    }
  }

  /** What the server sent as a message for the log; `data` is any JSON. */
  notice(level: LogLevel, logger: string | null, data: unknown): void {
    if (!this.#admits('notice')) return
    const text = plain(typeof data === 'string' ? data : (JSON.stringify(data) ?? ''))
    this.#add({ level, origin: 'notice', text, logger: logger && plain(logger).slice(0, 200) })
  }

  /** Something about the wire, in a sentence of ours. */
  protocol(code: LogCode, level: LogLevel, detail: LogEntry['detail'] = {}): void {
    if (this.#admits('protocol')) this.#say('protocol', code, level, detail)
  }

  /** How the connection comes and goes, in a sentence of ours. */
  connection(code: LogCode, level: LogLevel, detail: LogEntry['detail'] = {}): void {
    this.#say('connection', code, level, detail)
  }

  /** With an id over `after`, oldest first; without it the newest. */
  list(after: number | undefined, limit: number): LogEntry[] {
    if (after === undefined) return this.#entries.slice(-limit)
    return this.#entries.filter(({ id }) => id > after).slice(0, limit)
  }

  /** Empties it up to an entry; all of it without. Tells how many went. */
  clear(upTo = this.#lastId): number {
    const kept = this.#entries.filter(({ id }) => id > upTo)
    const cleared = this.#entries.length - kept.length
    this.#entries = kept
    this.#characters = kept.reduce((sum, { text }) => sum + text.length, 0)
    this.#clearedTo = Math.max(this.#clearedTo, upTo)
    this.#wake()
    return cleared
  }

  /** What is new from the moment of asking, at most ten times a second, until the signal or the log ends. */
  follow(signal: AbortSignal): AsyncGenerator<LogNews> {
    const over = AbortSignal.any([signal, this.#ended.signal])
    return this.#follow(over, this.#lastId, this.#clearedTo)
  }

  /** The server is gone: whoever follows is told so by the end of the sequence. */
  end(): void {
    this.#cancelTold?.()
    this.#ended.abort()
  }

  async *#follow(over: AbortSignal, fromId: number, fromCleared: number): AsyncGenerator<LogNews> {
    const wake = new Wake(over)
    let [lastId, cleared] = [fromId, fromCleared]
    this.#wakes.add(wake)
    try {
      while (!over.aborted) {
        while (this.#lastId === lastId && this.#clearedTo === cleared && !over.aborted) await wake.sleep()
        if (over.aborted) return
        const entries = this.list(lastId, entriesMax)
        const clearedTo = this.#clearedTo === cleared ? 0 : this.#clearedTo
        lastId = this.#lastId
        cleared = this.#clearedTo
        yield { clearedTo, entries }
        await rest(this.#clock, quietMs, over)
      }
    } finally {
      this.#wakes.delete(wake)
    }
  }

  #say(origin: 'protocol' | 'connection', code: LogCode, level: LogLevel, detail: LogEntry['detail']): void {
    const shown = Object.fromEntries(
      Object.entries(detail).map(([name, value]) => [
        name,
        typeof value === 'string' ? cut(this.#hide(plain(value)), 1_000) : value,
      ]),
    )
    this.#add({ level, origin, text: sentence(code, shown), code, detail: shown })
  }

  #add(draft: Draft): void {
    const text = cut(this.#hide(draft.text), textMax)
    const at = new Date(this.#clock.now()).toISOString()
    this.#entries.push({ logger: null, code: null, detail: {}, ...draft, id: ++this.#lastId, at, text })
    this.#characters += text.length
    while (this.#entries.length > entriesMax || this.#characters > charactersMax)
      this.#characters -= this.#entries.shift()?.text.length ?? 0
    this.#wake()
  }

  /** Whether there is room for one more in this tenth of a second; what finds none is counted and told of at its end. */
  #admits(origin: 'notice' | 'protocol'): boolean {
    const tenth = Math.floor(this.#clock.now() / quietMs)
    if (tenth !== this.#burst.tenth) this.#burst = { tenth, size: 0, leftOut: this.#burst.leftOut }
    this.#burst.size += 1
    if (this.#burst.size <= burstMax) return true
    this.#burst.leftOut += 1
    this.#cancelTold ??= this.#clock.after(quietMs, () => {
      this.#cancelTold = undefined
      this.#leave(this.#burst.leftOut, origin)
      this.#burst.leftOut = 0
    })
    return false
  }

  #leave(lines: number, origin: LogEntry['origin']): void {
    const detail = { lines }
    this.#add({ level: null, origin, text: sentence('left-out', detail), code: 'left-out', detail })
  }

  #wake(): void {
    for (const wake of this.#wakes) wake.wake()
  }
}

/** Without what a terminal would take for colours and moves; what else is invisible is the screen's to show. */
function plain(text: string): string {
  return stripVTControlCharacters(text.length > 65_536 ? text.slice(0, 65_536) : text)
}

function cut(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max - 1)}…` : text
}

function sentence(code: LogCode, detail: LogEntry['detail']): string {
  return en.log[code].replace(/\{\{(\w+)(?:, number)?\}\}/gu, (_, name: string) =>
    String(detail[name] ?? '?'),
  )
}
