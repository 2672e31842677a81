const linesMax = 200
const lineMax = 4_096
const charactersMax = 1_048_576

/** The last lines a process wrote: at most 200, at most 1 Mi characters together, each cut at 4,096. */
export class LastLines {
  #lines: string[] = []
  #characters = 0

  add(lines: readonly string[]): void {
    for (const line of lines.slice(-linesMax)) this.#keep(line.slice(0, lineMax))
  }

  clear(): void {
    this.#lines = []
    this.#characters = 0
  }

  /** Oldest first. */
  all(): string[] {
    return [...this.#lines]
  }

  /** The last line that says something; empty where none does. */
  last(): string {
    return this.#lines.findLast((line) => line.trim() !== '') ?? ''
  }

  #keep(line: string): void {
    this.#lines.push(line)
    this.#characters += line.length
    while (this.#lines.length > linesMax || this.#characters > charactersMax)
      this.#characters -= this.#lines.shift()?.length ?? 0
  }
}
