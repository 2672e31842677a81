import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { cut } from './terminal-text'
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
  /** One line on stderr in place of the last such line, where a person looks at it; an empty one takes it away. */
  status(line: string): void
  ask(question: string): Promise<string>
  /** The same for a secret: what is typed is not shown. */
  askQuietly(question: string): Promise<string>
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
    status(line) {
      const { isTTY, columns } = process.stderr
      if (isTTY) process.stderr.write(`\r\u001b[2K${cut(line, columns - 1)}`)
    },
    async ask(question) {
      const prompt = createInterface({ input: process.stdin, output: process.stderr })
      try {
        return await prompt.question(question, { signal: interrupted })
      } finally {
        prompt.close()
      }
    },
    async askQuietly(question) {
      process.stderr.write(question)
      // Takes the keys one by one, as for a line that is shown, and shows nothing.
      const prompt = createInterface({ input: process.stdin, output: nowhere(), terminal: true })
      try {
        return await prompt.question('', { signal: interrupted })
      } finally {
        prompt.close()
        process.stderr.write('\n')
      }
    },
    readInput: () => text(process.stdin),
  }
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}
