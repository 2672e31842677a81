import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import type { Host } from '../host'

/** A login shell that asks or hangs is given up after this. */
const usualMs = 4_000
/** More is not the words of a shell. */
const outputMax = 1_048_576

/** What was read, by host: a shell takes up to a second to start, and what it says hardly changes. */
const known = new WeakMap<LoginHost, Promise<string | null>>()

type LoginHost = Pick<Host, 'kind' | 'log'>

interface LoginOptions {
  /** Stops the waiting, not the reading, of which others may be in need. */
  readonly signal?: AbortSignal
  /** Reads it again. */
  readonly again?: boolean
  readonly longestMs?: number
  readonly platform?: NodeJS.Platform
  readonly env?: Readonly<Record<string, string | undefined>>
}

/**
 * Where the person's own shell looks for programs: what is started from a dock or a desktop menu does not have that, and
 * misses npm, uv or nvm. Read once, from a login shell, within 4 s. Null where it is not needed (Rollcall was started from a
 * terminal or as a service, or on Windows) and where the shell does not say.
 */
export async function loginPath(host: LoginHost, options: LoginOptions = {}): Promise<string | null> {
  const { signal, again = false, platform = process.platform, env = process.env } = options
  const { longestMs = usualMs } = options
  if (host.kind !== 'desktop' || platform === 'win32') return null
  let reading = again ? undefined : known.get(host)
  if (!reading) {
    reading = readLoginPath(shellOf(platform, env), env, longestMs).catch((error: unknown) => {
      host.log.warn({ error: String(error) }, "the login shell's PATH could not be read")
      return null
    })
    known.set(host, reading)
  }
  return Promise.race([reading, ...(signal ? [aborted(signal)] : [])])
}

function shellOf(platform: NodeJS.Platform, env: LoginOptions['env'] = {}): string {
  return env.SHELL || (platform === 'darwin' ? '/bin/zsh' : '/bin/sh')
}

/**
 * Asks a login shell, an interactive one because that is where many set their PATH, as `env` tells it: every shell, fish
 * included, runs that. Rejects after 4 s, or where it does not say.
 */
async function readLoginPath(shell: string, env: LoginOptions['env'], longestMs: number): Promise<string> {
  // Start files may print anything before and after.
  const marker = randomUUID()
  const asked = `printf '%s' '${marker}'; env -0 || env; printf '%s' '${marker}'; exit`
  // Frameworks of shells would otherwise update themselves, or start a multiplexer.
  const calm = { DISABLE_AUTO_UPDATE: 'true', ZSH_TMUX_AUTOSTART: 'false', ZSH_TMUX_AUTOSTARTED: 'true' }
  const output = await outputOf(shell, asked, { ...env, ...calm }, longestMs)
  const [, said = ''] = output.split(marker)
  const pair = said.split(/[\0\n]/u).find((line) => line.startsWith('PATH='))
  const path = pair?.slice('PATH='.length) ?? ''
  if (path === '') throw new Error(`${shell} did not tell its PATH`)
  return path
}

function outputOf(
  shell: string,
  asked: string,
  env: LoginOptions['env'],
  longestMs: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    // Of its own session, so that it finds no terminal to ask on and can be ended with all it started.
    const child = spawn(shell, ['-ilc', asked], { stdio: ['ignore', 'pipe', 'ignore'], detached: true, env })
    const chunks: Buffer[] = []
    let bytes = 0
    const give = (error: Error) => {
      clearTimeout(impatience)
      endGroup(child.pid)
      child.stdout.destroy()
      reject(error)
    }
    const impatience = setTimeout(
      () => give(new Error(`${shell} did not answer within ${longestMs} ms`)),
      longestMs,
    )
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > outputMax) give(new Error(`${shell} says too much`))
      else chunks.push(chunk)
    })
    child.once('error', give)
    child.once('close', () => {
      clearTimeout(impatience)
      resolve(Buffer.concat(chunks).toString('utf8'))
    })
  })
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended by itself meanwhile, which is what was wanted.
  }
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null)
    else signal.addEventListener('abort', () => resolve(null), { once: true })
  })
}
