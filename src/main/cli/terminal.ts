import { createInterface } from 'node:readline/promises'
import { text } from 'node:stream/consumers'
import type { Words } from './words'

/** What a command has of the world: where it reads and writes, and when the person wants it to stop. */
export interface Terminal {
  readonly words: Words
  readonly env: Readonly<Record<string, string | undefined>>
  /** A person sits there who can answer. */
  readonly interactive: boolean
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly interrupted: AbortSignal
  /** One line, or several, on stdout: the result. */
  print(lines: string): void
  /** On stderr: everything that is not the result. */
  tell(lines: string): void
  ask(question: string): Promise<string>
  /** All of stdin. */
  readInput(): Promise<string>
}

/** The terminal this process was started in. */
export function processTerminal(words: Words, interrupted: AbortSignal): Terminal {
  return {
    words,
    env: process.env,
    interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    interrupted,
    print: (lines) => void process.stdout.write(`${lines}\n`),
    tell: (lines) => void process.stderr.write(`${lines}\n`),
    async ask(question) {
      const prompt = createInterface({ input: process.stdin, output: process.stderr })
      try {
        return await prompt.question(question, { signal: interrupted })
      } finally {
        prompt.close()
      }
    },
    readInput: () => text(process.stdin),
  }
}
