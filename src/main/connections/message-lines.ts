import { STDIO_DEFAULT_MAX_BUFFER_SIZE } from '@modelcontextprotocol/client'

const newline = 10

/** Cuts what a process writes to stdout into lines, each of which should be a message. */
export class MessageLines {
  #parts: Buffer[] = []
  #bytes = 0

  clear(): void {
    this.#parts = []
    this.#bytes = 0
  }

  /** The lines that end in this chunk, blank ones left out. Throws where one grows longer than the SDK takes. */
  *read(chunk: Buffer): Generator<string> {
    let rest = chunk
    for (let at = rest.indexOf(newline); at !== -1; at = rest.indexOf(newline)) {
      const line = Buffer.concat([...this.#parts, rest.subarray(0, at)]).toString('utf8')
      this.clear()
      rest = rest.subarray(at + 1)
      if (line.trim() !== '') yield line
    }
    this.#parts.push(rest)
    this.#bytes += rest.length
    if (this.#bytes <= STDIO_DEFAULT_MAX_BUFFER_SIZE) return
    this.clear()
    throw new Error(`a message is longer than ${STDIO_DEFAULT_MAX_BUFFER_SIZE} bytes`)
  }
}
