import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { deserializeMessage, serializeMessage, type Transport } from '@modelcontextprotocol/client'
import { getDefaultEnvironment } from '@modelcontextprotocol/client/stdio'
import spawn from 'cross-spawn'
import { ProcessTable } from '../processes/process-table'
import { endTree, ownGroup } from '../processes/process-tree'
import type { Owner, Processes } from '../processes/processes'
import { markName } from '../processes/system-process'
import { ConnectionFailure } from './errors'
import type { LastLines } from './last-lines'
import { LineFlow } from './line-flow'
import { MessageLines } from './message-lines'
import { unsafeInCmd, whyNot } from './program'

/** After a process ended: how long its last output may take to arrive where a grandchild holds the pipes open. */
const lastWordsMs = 200
/** Between the end of a pipe and its own: one that goes on for longer has only closed the pipe. */
const silentMs = 1_000

/** What is run. `env` is added to the few variables every program needs; the rest of ours stays ours. */
export interface Command {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string | undefined
}

/** Where a process is kept on record, and for whom. */
export interface Keeping {
  readonly processes: Processes
  readonly owner: Owner
  /** Its command line as it is shown: without secrets. */
  readonly command: string
}

/**
 * The stdio transport over a process of its own group, so that what the server starts ends with it. The SDK's own
 * transport ends the one process it knows and leaves grandchildren behind.
 */
export class ServerProcess implements Transport {
  /** A process that does not take what is sent to it for this long has hung. */
  patienceMs: () => number = () => 60_000
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
  readonly #keeping: Keeping | undefined
  #child: ChildProcess | undefined
  #end: Promise<void> | undefined
  #exit: ConnectionFailure | undefined
  #hasSpoken = false
  /** Settled when it was given up, or closed. */
  readonly #over = Promise.withResolvers<void>()

  /** `lines` takes what the process writes to stderr; it is emptied when the process starts. */
  constructor(command: Command, lines: LastLines, keeping?: Keeping) {
    this.#command = command
    this.#lines = lines
    this.#keeping = keeping
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

  /**
   * Starts the process. Throws `ConnectionFailure` cwd-missing, command-missing, command-is-folder,
   * command-not-executable, command-wrong-machine, interpreter-missing, argument-unsafe, or the system's error.
   */
  async start(): Promise<void> {
    if (this.#end) throw new ConnectionFailure('closed', { address: this.#command.command })
    const { command, cwd } = this.#command
    if (cwd !== undefined && !(await isDirectory(cwd))) throw new ConnectionFailure('cwd-missing', { cwd })
    if (this.#end) throw new ConnectionFailure('closed', { address: command })
    this.#lines.clear()
    const child = this.#spawn()
    this.#child = child
    // As many as wait for a process that is slow to take what it is sent.
    child.stdin?.setMaxListeners(0)
    child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk))
    child.stdout?.once('end', () => void this.#silent(child))
    child.stderr?.on('data', (chunk: Buffer) => this.#stderr.write(chunk))
    // Nobody reads any more: most likely it is just ending, and its end says more.
    child.stdin?.on('error', () => void this.#silent(child))
    for (const pipe of [child.stdout, child.stderr]) pipe?.on('error', (error) => this.onerror?.(error))
    child.once('exit', (code, signal) => void this.#exited(child, code, signal))
    try {
      await once(child, 'spawn')
    } catch (error) {
      throw (await this.#whyNot()) ?? error
    }
    this.onstarted?.(child.pid)
    child.on('error', (error) => this.onerror?.(error))
  }

  /** Resolves once it is on its way. A process that takes nothing for `patienceMs` is ended, and this throws not-reading. */
  async send(message: Parameters<Transport['send']>[0]): Promise<void> {
    const child = this.#child
    const stdin = child?.stdin
    if (stdin?.writable) {
      if (stdin.write(serializeMessage(message))) return
      const outcome = await this.#drained(stdin)
      if (outcome === 'drained') return
      if (outcome === 'late')
        throw this.#giveUp(new ConnectionFailure('not-reading', { command: this.#command.command }))
    }
    if (child && !this.#end) await this.#silent(child)
    throw this.#exit ?? new ConnectionFailure('closed', this.#name)
  }

  async #drained(stdin: Writable): Promise<'drained' | 'late' | 'lost'> {
    const waiting = new AbortController()
    const { signal } = waiting
    const outcomes = [
      once(stdin, 'drain', { signal }).then(() => 'drained' as const),
      once(stdin, 'close', { signal }).then(() => 'lost' as const),
      sleep(this.patienceMs(), 'late' as const, { signal }),
    ]
    const outcome = await Promise.race(outcomes).catch(() => 'lost' as const)
    waiting.abort()
    await Promise.allSettled(outcomes)
    return outcome
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
      if (this.#keeping) await this.#keeping.processes.finish(child.pid)
      else await endTree({ pid: child.pid, mark: null }, new ProcessTable())
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
    const foreign = this.#hasSpoken || signal !== null ? undefined : await this.#whyNot()
    if (this.#end) return
    this.#giveUp(
      foreign ?? new ConnectionFailure('process-exited', { exitCode: signal ?? code ?? '?', stderr }),
    )
  }

  /** One of its pipes has ended: when it is not about to end itself, it can be of no use any more. */
  async #silent(child: ChildProcess): Promise<void> {
    const hasExited = () => child.exitCode !== null || child.signalCode !== null
    if (!hasExited()) await Promise.race([once(child, 'exit'), this.#over.promise, sleep(silentMs)])
    if (hasExited()) return this.#over.promise
    if (!this.#end) this.#giveUp(new ConnectionFailure('closed', this.#name))
  }

  /** It is of no use any more, for this reason: told at once; what it leaves behind may take seconds to end. */
  #giveUp(why: ConnectionFailure): ConnectionFailure {
    this.#exit ??= why
    this.#closed()
    void this.close()
    return this.#exit
  }

  #spawn(): ChildProcess {
    const { command, args, cwd } = this.#command
    const keeping = this.#keeping
    const mark = keeping?.processes.nextMark()
    const options = {
      env: { ...this.#env, ...(mark !== undefined && { [markName]: mark }) },
      ...(cwd !== undefined && { cwd }),
      stdio: 'pipe',
      detached: ownGroup,
      windowsHide: true,
    } as const
    const runsInCmd = spawn._parse(command, args, options).options.windowsVerbatimArguments === true
    const unsafe = runsInCmd ? unsafeInCmd(args) : undefined
    if (unsafe !== undefined)
      throw new ConnectionFailure('argument-unsafe', { command, number: args.indexOf(unsafe) + 1 })
    const child = spawn(command, args, options)
    if (keeping && mark !== undefined && child.pid !== undefined)
      keeping.processes.add(child.pid, { ...keeping, mark })
    return child
  }

  #whyNot(): Promise<ConnectionFailure | undefined> {
    const { command, cwd } = this.#command
    return whyNot(command, { path: this.#env.PATH, cwd })
  }

  get #env(): Record<string, string> {
    return { ...getDefaultEnvironment(), ...this.#command.env }
  }

  #closed(): void {
    this.#over.resolve()
    const tell = this.onclose
    delete this.onclose
    tell?.()
  }

  /** While it ends, what it still writes is let go by: it may want to be rid of it before it can end. */
  #read(chunk: Buffer): void {
    if (this.#end) return
    try {
      for (const line of this.#messages.read(chunk)) this.#take(line)
    } catch (error) {
      // Nothing more is taken from it, while ending it may last seconds.
      this.#child?.stdout?.destroy()
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
    this.#hasSpoken = true
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
