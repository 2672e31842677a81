import type { Excess } from './excess'

/** Levels of arrays and objects; real messages stay under twenty. */
export const depthMax = 256
/** Arrays, objects and their items in one message: what comes after the parser costs memory by their number. */
const valuesMax = 1_000_000

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const bracket = 0x5b
const bracketEnd = 0x5d
const brace = 0x7b
const braceEnd = 0x7d

/**
 * Watches a JSON text go by, byte by byte, before anything is made of it: 200,000 brackets cost a sender nothing, and
 * whoever walks what the parser makes of them by recursion falls.
 */
export class JsonShape {
  #depth = 0
  #values = 0
  #inString = false
  /** The chunk before ended inside a string, after a backslash. */
  #escaped = false

  clear(): void {
    this.#depth = 0
    this.#values = 0
    this.#inString = false
    this.#escaped = false
  }

  /** Takes the next bytes of the text; what was broken, once it is. */
  read(bytes: Uint8Array): Excess | undefined {
    let at = 0
    while (at < bytes.length) {
      if (this.#inString) at = this.#leaveString(bytes, at)
      else {
        const byte = bytes[at]
        at += 1
        if (byte === quote) this.#inString = true
        else if (byte === comma) this.#values += 1
        else if (byte === bracket || byte === brace) {
          this.#depth += 1
          this.#values += 1
          if (this.#depth > depthMax) return 'depth'
        } else if (byte === bracketEnd || byte === braceEnd) this.#depth -= 1
      }
    }
    return this.#values > valuesMax ? 'values' : undefined
  }

  /** Where the string ends, or the end of the chunk. */
  #leaveString(bytes: Uint8Array, from: number): number {
    let start = from
    if (this.#escaped) {
      this.#escaped = false
      start += 1
    }
    for (let searched = start; ; ) {
      const found = bytes.indexOf(quote, searched)
      const end = found === -1 ? bytes.length : found
      let slashes = 0
      while (end - slashes > start && bytes[end - slashes - 1] === backslash) slashes += 1
      const escaped = slashes % 2 === 1
      if (found === -1) {
        this.#escaped = escaped
        return bytes.length
      }
      if (!escaped) {
        this.#inString = false
        return found + 1
      }
      searched = found + 1
    }
  }
}
