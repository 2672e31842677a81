import { StringDecoder } from 'node:string_decoder'

/** Between two deliveries. */
const everyMs = 100
/** Of one delivery; whatever comes before the last of it is only counted. */
const bytesMax = 65_536
const newline = 10

/** Whole lines, oldest first, and how many before them were left out. */
export type OnLines = (lines: readonly string[], leftOut: number) => void

/**
 * Cuts a stream of bytes into lines and hands them on at most ten times a second, 64 KiB at a time. Of a flood it reads
 * the last of each tenth of a second and counts the rest, so that no process can keep this one busy with its noise.
 */
export class LineFlow {
  readonly #onLines: OnLines
  #chunks: Buffer[] = []
  #bytes = 0
  #leftOut = 0
  #decoder = new StringDecoder('utf8')
  /** The beginning of a line whose end has not come yet. */
  #open = ''
  #timer: NodeJS.Timeout | undefined

  constructor(onLines: OnLines) {
    this.#onLines = onLines
  }

  write(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    while (this.#bytes > bytesMax) this.#shorten()
    if (this.#timer) return
    this.#deliver()
    this.#timer = setTimeout(this.#later, everyMs)
  }

  /** Hands on what is left, an unfinished line included. */
  end(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#deliver()
    this.#deliverOpen()
  }

  readonly #later = (): void => {
    this.#timer = undefined
    if (this.#chunks.length > 0) {
      this.#deliver()
      this.#timer = setTimeout(this.#later, everyMs)
    } else this.#deliverOpen()
  }

  /** Drops the oldest chunk, or so much of a single one as is too much. */
  #shorten(): void {
    const [first] = this.#chunks
    if (!first) return
    const over = this.#bytes - bytesMax
    const gone = first.length <= over ? first : first.subarray(0, over)
    this.#leftOut += linesIn(gone)
    this.#bytes -= gone.length
    if (gone === first) this.#chunks.shift()
    else this.#chunks[0] = first.subarray(over)
    // What is left begins inside a line: that line is lost, too.
    this.#open = ''
    this.#decoder = new StringDecoder('utf8')
  }

  #deliver(): void {
    let leftOut = this.#leftOut
    const text = this.#open + this.#chunks.map((chunk) => this.#decoder.write(chunk)).join('')
    this.#chunks = []
    this.#bytes = 0
    this.#leftOut = 0
    const lines = text.split(/\r\n|[\n\r]/u)
    this.#open = lines.pop() ?? ''
    if (leftOut > 0 && lines.shift() !== undefined) leftOut += 1
    if (lines.length > 0 || leftOut > 0) this.#onLines(lines, leftOut)
    if (this.#open.length > bytesMax) this.#deliverOpen()
  }

  #deliverOpen(): void {
    const line = this.#open
    this.#open = ''
    if (line !== '') this.#onLines([line], 0)
  }
}

function linesIn(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) count += 1
  return count
}
