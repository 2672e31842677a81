import { type Excess, messageBytesMax } from './excess'
import { JsonShape } from './json-shape'

const lineFeed = 0x0a
const carriageReturn = 0x0d
/** Of one answer, or of a minute of a stream that stays open: each costs time, however short it is. */
const linesMax = 600_000
const dataField = Buffer.from('data:')

/** Watches a stream of server-sent events go by: the size of each, and the shape of the JSON in it. */
export class EventShape {
  readonly #json = new JsonShape()
  /** Since the last event ended. */
  #bytes = 0
  /** Bytes of the line that have passed, and whether they begin as a field of data does. */
  #column = 0
  #isData = true
  #afterReturn = false
  #lines = 0

  /** Takes the next bytes of the stream; what was broken, once it is. */
  read(chunk: Uint8Array): Excess | undefined {
    const hasReturns = chunk.includes(carriageReturn)
    for (let from = 0; ; ) {
      const at = hasReturns ? endOfLine(chunk, from) : chunk.indexOf(lineFeed, from)
      const broken = this.#inLine(chunk, from, at === -1 ? chunk.length : at)
      if (broken || at === -1) return broken
      // The second half of one line's end.
      const isPaired = this.#afterReturn && chunk[at] === lineFeed && this.#column === 0
      if (!isPaired) this.#lineEnds()
      this.#afterReturn = chunk[at] === carriageReturn
      from = at + 1
      if (this.#lines > linesMax) return 'flood'
    }
  }

  /** Forgets how many lines came. */
  renew(): void {
    this.#lines = 0
  }

  #inLine(chunk: Uint8Array, from: number, to: number): Excess | undefined {
    if (from === to) return undefined
    this.#afterReturn = false
    this.#bytes += to - from
    if (this.#bytes > messageBytesMax) return 'message'
    let at = from
    for (; this.#isData && this.#column < dataField.length && at < to; at += 1) {
      this.#isData = chunk[at] === dataField[this.#column]
      this.#column += 1
    }
    this.#column += to - at
    return this.#isData && at < to ? this.#json.read(chunk.subarray(at, to)) : undefined
  }

  #lineEnds(): void {
    this.#bytes += 1
    this.#lines += 1
    if (this.#column === 0) {
      this.#bytes = 0
      this.#json.clear()
    }
    this.#column = 0
    this.#isData = true
  }
}

/** The next end of a line: a line feed or a carriage return, whichever comes first. */
function endOfLine(chunk: Uint8Array, from: number): number {
  const feed = chunk.indexOf(lineFeed, from)
  const before = feed === -1 ? chunk.subarray(from) : chunk.subarray(from, feed)
  const back = before.indexOf(carriageReturn)
  return back === -1 ? feed : from + back
}
