import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { deserializeMessage, serializeMessage, type Transport } from '@modelcontextprotocol/client'
import { getDefaultEnvironment } from '@modelcontextprotocol/client/stdio'
import spawn from 'cross-spawn'
import { ConnectionFailure } from './errors'
import type { LastLines } from './last-lines'
import { LineFlow } from './line-flow'
import { MessageLines } from './message-lines'
import { endTree, ownGroup } from './process-tree'

/** After a process ended: how long its last output may take to arrive where a grandchild holds the pipes open. */
const lastWordsMs = 200

/** What is run. `env` is added to the few variables every program needs; the rest of ours stays ours. */
export interface Command {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string | undefined
}

/**
 * The stdio transport over a process of its own group, so that what the server starts ends with it. The SDK's own
 * transport ends the one process it knows and leaves grandchildren behind.
 */
export class ServerProcess implements Transport {
  /** The process runs. */
  onstarted?: (pid: number | undefined) => void
  /** Lines it wrote to stderr, and how many were left out before them; tells what of them is kept. */
  onstderr?: (lines: readonly string[], leftOut: number) => readonly string[]
  /** A line of stdout that is no message. */
  onbroken?: (line: string) => void
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: Transport['onmessage']
  readonly #command: Command
  readonly #lines: LastLines
  readonly #messages = new MessageLines()
  readonly #stderr = new LineFlow((lines, leftOut) =>
    this.#lines.add(this.onstderr?.(lines, leftOut) ?? lines),
  )
  #child: ChildProcess | undefined
  #end: Promise<void> | undefined
  #exit: ConnectionFailure | undefined

  /** `lines` takes what the process writes to stderr; it is emptied when the process starts. */
  constructor(command: Command, lines: LastLines) {
    this.#command = command
    this.#lines = lines
  }

  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  /** The SDK tells a stdio transport from others by this member and `pid`. */
  get stderr(): null {
    return null
  }

  /** Why the process is gone, once it ended by itself. */
  get exit(): ConnectionFailure | undefined {
    return this.#exit
  }

  /** Starts the process. Throws `ConnectionFailure` cwd-missing, or the system's error when it cannot be started. */
  async start(): Promise<void> {
    if (this.#end) throw new ConnectionFailure('closed', { address: this.#command.command })
    const { command, args, env, cwd } = this.#command
    if (cwd !== undefined && !(await isDirectory(cwd))) throw new ConnectionFailure('cwd-missing', { cwd })
    if (this.#end) throw new ConnectionFailure('closed', { address: command })
    this.#lines.clear()
    const child = spawn(command, args, {
      env: environmentOf(env),
      ...(cwd !== undefined && { cwd }),
      stdio: 'pipe',
      detached: ownGroup,
      windowsHide: true,
    })
    this.#child = child
    child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk))
    child.stderr?.on('data', (chunk: Buffer) => this.#stderr.write(chunk))
    for (const pipe of [child.stdin, child.stdout, child.stderr])
      pipe?.on('error', (error) => this.onerror?.(error))
    child.once('exit', (code, signal) => void this.#exited(child, code, signal))
    await once(child, 'spawn')
    this.onstarted?.(child.pid)
    child.on('error', (error) => this.onerror?.(error))
  }

  async send(message: Parameters<Transport['send']>[0]): Promise<void> {
    const stdin = this.#child?.stdin
    if (!stdin?.writable) throw this.#exit ?? new ConnectionFailure('closed', this.#name)
    if (!stdin.write(serializeMessage(message)))
      await Promise.race([once(stdin, 'drain'), once(stdin, 'close')])
  }

  /** Resolves once the process and everything it started are gone: within 4 s. */
  close(): Promise<void> {
    this.#end ??= this.#endAll()
    return this.#end
  }

  async #endAll(): Promise<void> {
    const child = this.#child
    this.#messages.clear()
    if (child?.pid !== undefined) {
      child.stdin?.end()
      await endTree(child.pid)
      for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe?.destroy()
    }
    this.#stderr.end()
    this.#closed()
  }

  async #exited(child: ChildProcess, code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    if (this.#end) return
    await Promise.race([once(child, 'close'), sleep(lastWordsMs)])
    this.#stderr.end()
    const stderr = this.#lines.last()
    this.#exit = new ConnectionFailure('process-exited', { exitCode: signal ?? code ?? '?', stderr })
    // Told at once; what it leaves behind may take seconds to end.
    this.#closed()
    await this.close()
  }

  #closed(): void {
    const tell = this.onclose
    delete this.onclose
    tell?.()
  }

  #read(chunk: Buffer): void {
    try {
      for (const line of this.#messages.read(chunk)) this.#take(line)
    } catch (error) {
      this.onerror?.(error instanceof Error ? error : new Error(String(error)))
      void this.close()
    }
  }

  /** Passes one message on. What is no message is told and skipped; a program that chats on stdout may still work. */
  #take(line: string): void {
    if (this.#end) return
    let message: ReturnType<typeof deserializeMessage>
    try {
      message = deserializeMessage(line)
    } catch {
      this.onbroken?.(line)
      return
    }
    this.onmessage?.(message)
  }

  get #name() {
    return { address: this.#command.command }
  }
}

/** What a command runs with: the few variables every program needs, and its own. */
export function environmentOf(env: Command['env']): Record<string, string> {
  return { ...getDefaultEnvironment(), ...env }
}

export async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
