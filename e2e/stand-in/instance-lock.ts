import { type FSWatcher, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The single-instance lock: a file with the holder's pid, and a folder where a second instance leaves its arguments. */
export class InstanceLock {
  readonly #onSecond: (argv: string[], directory: string) => void
  #file: string | undefined
  #letters: FSWatcher | undefined

  constructor(onSecond: (argv: string[], directory: string) => void) {
    this.#onSecond = onSecond
  }

  /** True for the first instance with this user data. A second one leaves word for the first, on disk, before false. */
  take(userData: string): boolean {
    const file = join(userData, 'stand-in.lock')
    const letterbox = join(userData, 'stand-in.second')
    mkdirSync(letterbox, { recursive: true })
    if (lives(holderOf(file))) {
      const letter = JSON.stringify({ argv: process.argv, directory: process.cwd() })
      writeFileSync(join(letterbox, String(process.pid)), letter)
      return false
    }
    writeFileSync(file, String(process.pid))
    this.#file = file
    this.#letters = watch(letterbox, () => this.#read(letterbox))
    return true
  }

  end(): void {
    this.#letters?.close()
    if (this.#file) rmSync(this.#file, { force: true })
  }

  #read(letterbox: string): void {
    for (const name of readdirSync(letterbox)) {
      const text = readFileSync(join(letterbox, name), 'utf8')
      // Created, not yet written: the next event brings it.
      if (text === '') continue
      rmSync(join(letterbox, name))
      const { argv, directory } = JSON.parse(text)
      this.#onSecond(argv, directory)
    }
  }
}

function holderOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function lives(pid: number | undefined): boolean {
  if (!pid || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
