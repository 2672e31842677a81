import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Database } from '../database/database'
import { ConnectionFailure } from './errors'
import { type Opening, type open, variablesOf } from './open'
import { environmentOf } from './process'
import { findProgram } from './program'

type Open = typeof open

/** Of a hash in a sentence: as much as a person compares. */
const toldHash = 12

/**
 * Programs that run what their arguments say. What that is stands in the command line, which was approved; they
 * themselves are brought up to date all the time, for many servers at once.
 */
const carriers =
  /^(?:node|nodejs|deno|bun|bunx|npm|npx|pnpm|pnpx|yarn|tsx|uv|uvx|pipx|python[\d.]*|pypy[\d.]*|py|ruby|perl|php|java|dotnet|go|docker|podman|nerdctl|env|sh|bash|zsh|dash|fish|cmd|powershell|pwsh|wsl)(?:\.(?:exe|cmd|bat))?$/iu

/** The file a command led to when it was last started. */
interface Program {
  /** The command, and what decides where it leads. */
  readonly command: string
  /** Links followed. */
  readonly file: string
  /** Identity, size and times: while these are the same it is not read again. */
  readonly stamp: string
  /** SHA-256. */
  readonly digest: string
}

/**
 * Which program each server's command has led to since it was approved. One that was replaced, or that another file now
 * comes before, is not started until a person says so. Carriers such as `node` and `npx` are not looked at.
 */
export class Programs {
  readonly #database: Database
  /** By the server's name. */
  readonly #known = new Map<string, Program>()

  constructor(database: Database) {
    this.#database = database
    for (const { server, command, file, stamp, digest } of database.prepare('SELECT * FROM program').all())
      this.#known.set(String(server), {
        command: String(command),
        file: String(file),
        stamp: String(stamp),
        digest: String(digest),
      })
  }

  /** The same way to open, which throws `ConnectionFailure` program-changed where a command leads to another file. */
  guarding(inner: Open): Open {
    return async (opening) => {
      if (opening.registration.command !== undefined) await this.#recognise(opening)
      return inner(opening)
    }
  }

  /** A person says that whatever its command leads to next is its program. Kept on disk before it returns. Throws Fault disk-full. */
  accept(name: string): void {
    this.#database.transaction(() => this.#delete(name))
    this.#known.delete(name)
  }

  /** The server is registered no more. Throws Fault disk-full. */
  forget(name: string): void {
    if (this.#known.delete(name)) this.#database.quickTransaction(() => this.#delete(name))
  }

  async #recognise(opening: Opening): Promise<void> {
    const { name, command = '', cwd, env } = opening.registration
    if (carriers.test(basename(command))) return
    const { PATH: path } = environmentOf(await variablesOf(opening))
    const file = await fileOf(command, { path, cwd })
    if (file === undefined) return
    const said = JSON.stringify([command, cwd, env.PATH])
    const stamp = await stampOf(file)
    const known = this.#known.get(name)
    const isKnown = known?.command === said
    if (isKnown && known.file === file && known.stamp === stamp) return
    const digest = await digestOf(file)
    if (isKnown && (known.file !== file || known.digest !== digest))
      throw new ConnectionFailure('program-changed', {
        command,
        known: told(known),
        found: told({ file, digest }),
      })
    this.#keep(name, { command: said, file, stamp, digest })
  }

  #keep(name: string, program: Program): void {
    this.#known.set(name, program)
    const { command, file, stamp, digest } = program
    try {
      this.#database.quickTransaction(() =>
        this.#database
          .prepare(
            'INSERT OR REPLACE INTO program (server, command, file, stamp, digest) VALUES (?, ?, ?, ?, ?)',
          )
          .run(name, command, file, stamp, digest),
      )
    } catch {
      // A full disk keeps no server from running; it is known for as long as Rollcall runs.
    }
  }

  #delete(name: string): void {
    this.#database.prepare('DELETE FROM program WHERE server = ?').run(name)
  }
}

/** Undefined where there is none: the system says what is wrong. */
async function fileOf(
  command: string,
  place: { path: string | undefined; cwd: string | undefined },
): Promise<string | undefined> {
  const endings = process.platform === 'win32' ? ['', '.com', '.exe', '.bat', '.cmd'] : ['']
  for (const ending of endings) {
    const found = await findProgram(`${command}${ending}`, place)
    if (found === undefined) continue
    const file = await realpath(found)
    return (await stat(file)).isFile() ? file : undefined
  }
  return undefined
}

async function stampOf(file: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true })
  return [dev, ino, size, mtimeNs, ctimeNs].join(':')
}

/** Empty for one that may be run and not be read. */
async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(file), hash)
  } catch {
    return ''
  }
  return hash.digest('hex')
}

function told({ file, digest }: Pick<Program, 'file' | 'digest'>): string {
  return digest === '' ? file : `${file} (SHA-256 ${digest.slice(0, toldHash)}…)`
}
