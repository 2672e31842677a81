import { Excessive, messageBytesMax } from './excess'
import { JsonShape } from './json-shape'

const newline = 0x0a
/** What may stand before a message and is none of it: NUL, blanks, the bytes of byte order marks. */
const before: ReadonlySet<number | undefined> = new Set([0, 0x09, 0x0d, 0x20, 0xef, 0xbb, 0xbf, 0xfe, 0xff])

/** Cuts what a process writes to stdout into lines, each of which should be a message. */
export class MessageLines {
  readonly #shape = new JsonShape()
  #parts: Buffer[] = []
  #bytes = 0

  clear(): void {
    this.#parts = []
    this.#bytes = 0
    this.#shape.clear()
  }

  /** The lines that end in this chunk, blank ones left out. Throws Excessive where one is more than any message is. */
  *read(chunk: Buffer): Generator<string> {
    let rest = chunk
    for (let at = rest.indexOf(newline); at !== -1; at = rest.indexOf(newline)) {
      this.#take(rest.subarray(0, at))
      const line = Buffer.concat(this.#parts).toString('utf8')
      this.clear()
      rest = rest.subarray(at + 1)
      if (line.trim() !== '') yield line
    }
    this.#take(rest)
  }

  #take(whole: Buffer): void {
    const part = this.#parts.length === 0 ? fromStart(whole) : whole
    if (part.length === 0) return
    this.#parts.push(part)
    this.#bytes += part.length
    // What does not begin as a message is noise, and noise may have any shape.
    const first = this.#parts[0]?.[0]
    const excess = first === 0x7b || first === 0x5b ? this.#shape.read(part) : undefined
    if (excess === undefined && this.#bytes <= messageBytesMax) return
    this.clear()
    throw new Excessive(excess ?? 'message')
  }
}

function fromStart(bytes: Buffer): Buffer {
  let at = 0
  while (at < bytes.length && before.has(bytes[at])) at += 1
  return bytes.subarray(at)
}
