import { Excessive, messageBytesMax } from './excess'
import { JsonShape } from './json-shape'

const newline = 10
const byteOrderMark = '\uFEFF'

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
      if (line.trim() !== '') yield line.startsWith(byteOrderMark) ? line.slice(1) : line
    }
    this.#take(rest)
  }

  #take(part: Buffer): void {
    if (part.length === 0) return
    this.#parts.push(part)
    this.#bytes += part.length
    // What does not begin as a message is noise, and noise may have any shape.
    const excess = this.#isMessage ? this.#shape.read(part) : undefined
    if (excess === undefined && this.#bytes <= messageBytesMax) return
    this.clear()
    throw new Excessive(excess ?? 'message')
  }

  get #isMessage(): boolean {
    const first = this.#parts[0]?.[0]
    return first === 0x7b || first === 0x5b
  }
}
