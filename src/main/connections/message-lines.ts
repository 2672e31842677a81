import { Excessive, messageBytesMax } from './excess'
import { JsonShape } from './json-shape'

const newline = 0x0a
/** What may stand before a message and is none of it: NUL, blanks, the bytes of byte order marks. */
const before: ReadonlySet<number | undefined> = new Set([0, 0x09, 0x0d, 0x20, 0xef, 0xbb, 0xbf, 0xfe, 0xff])
/** Of a line that is no message this much is kept, for the log; the rest is only counted. */
export const noiseBytesMax = 65_536
/** Room that is kept from one line to the next. */
const roomKeptBytes = 65_536
const nothing = Buffer.alloc(0)

/** Cuts what a process writes to stdout into lines, each of which should be a message. */
export class MessageLines {
  readonly #shape = new JsonShape()
  /** The beginning of a line whose end has not come yet: copied together, lest a byte at a time cost a buffer each. */
  #room: Buffer = nothing
  #held = 0
  /** Of the line so far, kept or not. */
  #bytes = 0
  #isMessage = false

  clear(): void {
    if (this.#room.length > roomKeptBytes) this.#room = nothing
    this.#held = 0
    this.#bytes = 0
    this.#shape.clear()
  }

  /** Bytes it has taken and keeps. */
  get heldBytes(): number {
    return this.#room.length
  }

  /** The lines that end in this chunk, blank ones left out. Throws Excessive where one is more than any message is. */
  *read(chunk: Buffer): Generator<string> {
    let rest = chunk
    for (let at = rest.indexOf(newline); at !== -1; at = rest.indexOf(newline)) {
      const line = this.#lineOf(this.#taken(rest.subarray(0, at)))
      rest = rest.subarray(at + 1)
      if (line.trim() !== '') yield line
    }
    this.#keep(this.#taken(rest))
  }

  /** The line that ends with this part: where it is all of it, nothing is copied. */
  #lineOf(last: Buffer): string {
    if (this.#held > 0) this.#keep(last)
    const line = (this.#held > 0 ? this.#room.subarray(0, this.#held) : last).toString('utf8')
    this.clear()
    return line
  }

  /** What of the next part of the line is worth keeping. */
  #taken(whole: Buffer): Buffer {
    const isFirst = this.#bytes === 0
    const part = isFirst ? fromStart(whole) : whole
    // What does not begin as a message is noise, and noise may have any shape.
    if (isFirst) this.#isMessage = part[0] === 0x7b || part[0] === 0x5b
    this.#bytes += part.length
    const excess = this.#isMessage ? this.#shape.read(part) : undefined
    if (excess === undefined && this.#bytes <= messageBytesMax)
      return this.#isMessage ? part : part.subarray(0, Math.max(0, noiseBytesMax - this.#held))
    this.clear()
    throw new Excessive(excess ?? 'message')
  }

  #keep(part: Buffer): void {
    const needed = this.#held + part.length
    if (needed > this.#room.length) {
      const room = Buffer.allocUnsafeSlow(
        Math.min(messageBytesMax, Math.max(needed, 2 * this.#room.length, 4_096)),
      )
      this.#room.copy(room, 0, 0, this.#held)
      this.#room = room
    }
    part.copy(this.#room, this.#held)
    this.#held = needed
  }
}

function fromStart(bytes: Buffer): Buffer {
  let at = 0
  while (at < bytes.length && before.has(bytes[at])) at += 1
  return bytes.subarray(at)
}
