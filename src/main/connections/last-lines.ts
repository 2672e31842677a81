const linesMax = 200
const lineMax = 4_096
const charactersMax = 1_048_576

/** The last lines of a stream of text: at most 200, at most 1 Mi characters together, each cut at 4,096. */
export class LastLines {
  #lines: string[] = []
  #characters = 0
  #open = ''

  /** Takes the next piece, which may end inside a line. */
  write(text: string): void {
    const parts = (this.#open + text).split(/\r\n|[\n\r]/u)
    this.#open = (parts.pop() ?? '').slice(0, lineMax)
    for (const part of parts) this.#keep(part.slice(0, lineMax))
  }

  clear(): void {
    this.#lines = []
    this.#characters = 0
    this.#open = ''
  }

  /** Oldest first; an unfinished last line counts. */
  all(): string[] {
    return (this.#open === '' ? this.#lines : [...this.#lines, this.#open]).slice(-linesMax)
  }

  /** The last line that says something; empty where none does. */
  last(): string {
    return this.all().findLast((line) => line.trim() !== '') ?? ''
  }

  #keep(line: string): void {
    this.#lines.push(line)
    this.#characters += line.length
    while (this.#lines.length > linesMax || this.#characters > charactersMax)
      this.#characters -= this.#lines.shift()?.length ?? 0
  }
}
