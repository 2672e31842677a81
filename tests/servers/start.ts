import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { isAbsolute, join } from 'node:path'

/**
 * Small real servers, each a process of its own. Options after the name; all that listen take `--port N`.
 *
 * | script                | what it is                                                                            |
 * | --------------------- | ------------------------------------------------------------------------------------- |
 * | `modern.ts`           | speaks 2026-07-28 only; `--stdio`                                                     |
 * | `dual.ts`             | speaks both eras; `--stdio`                                                           |
 * | `legacy.mjs`          | 2025-11-25 with sessions; `--sse` (HTTP+SSE of 2024-11-05), `--stdio`                 |
 * | `forgetful.mjs`       | as legacy; `POST /forget` drops all sessions                                          |
 * | `hung.ts`             | accepts connections and never answers; `--stdio` does the same there                  |
 * | `not-mcp.ts`          | answers HTML; `--status 200\|401\|403\|404\|500`                                      |
 * | `showcase.mjs`        | legacy; a tool for every kind of schema, of result and of trouble; `--tools N` more  |
 * | `noisy-stdio.ts`      | works, with a banner on stdout and a flood on stderr                                  |
 * | `chatty-stdio.ts`     | 2025-11-25 with a log; tools `say {level, data, times?}`, `write {text, to?}`, `flood`     |
 * | `exit-stdio.ts`       | says why on stderr and exits with code 3                                              |
 * | `hostile-stdio.mjs`   | 2025-11-25 by hand, whose tools write to stdout what they are told                    |
 * | `grandchild-stdio.ts` | works, has a sleeping child, ignores SIGTERM and the end of stdin; pids on stderr     |
 * | `escape-stdio.ts`     | works, has a child and a daemon in sessions of their own; `--stay` ignores SIGTERM and EOF |
 * | `stubborn-stdio.ts`   | works, ignores SIGTERM and the end of stdin; on SIGUSR2 `--deaf`, `--mute` or `--flood` (1 GB of stderr) |
 *
 * `raw.ts` is a server by hand inside the test itself, which sees what the server sees; `promising.ts` one made of it.
 *
 * Those that speak take `--shelf`: then they have resources, a template, prompts (`shelf.mjs`), and the tools
 * `touch {times}` (changes `shelf://counter` and says so) and `shelf` (JSON `{reads, subscribed}` of the counter).
 *
 * Tools of those that speak: `echo {text}`, `add {a, b}`, `fail {reason?}` (isError), `slow {ms}`,
 * `count {to, everyMs}` (tells its progress),
 * `whoami` (JSON `{server, pid, calls}`), `grow` (adds `grown_N` and tells the clients).
 */
export interface RunningServer extends AsyncDisposable {
  /** The address to give an MCP client, path included. */
  readonly url: string
  readonly port: number
  readonly pid: number
  /** What it wrote so far, stdout and stderr together. */
  output(): string
  /** Ends it without a warning, as a crash would. Resolves once it is gone. */
  kill(): Promise<void>
  /** Asks it to end, and kills it after 5 s. Resolves once it is gone. */
  stop(): Promise<void>
}

const startMs = 20_000
const stopMs = 5_000

/** How to start one of the servers over stdio: `{ command, args }` as a registration has them. */
export function stdioCommand(script: string, args: readonly string[] = []) {
  return { command: process.execPath, args: [pathOf(script), ...args] }
}

/**
 * Starts a server that listens and waits until it does.
 * @param script A name from the list above, or an absolute path.
 */
export async function startServer(script: string, args: readonly string[] = []): Promise<RunningServer> {
  const options = args.includes('--port') ? args : ['--port', '0', ...args]
  const child = spawn(process.execPath, [pathOf(script), ...options], { stdio: ['ignore', 'pipe', 'pipe'] })
  const killAtExit = () => child.kill('SIGKILL')
  process.once('exit', killAtExit)
  child.once('exit', () => process.off('exit', killAtExit))

  let output = ''
  const collect = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)

  const url = await listening(child, () => output).catch((error: unknown) => {
    child.kill('SIGKILL')
    throw error
  })
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid ?? 0,
    output: () => output,
    kill: () => end(child, 'SIGKILL'),
    stop: () => end(child, 'SIGTERM'),
    [Symbol.asyncDispose]: () => end(child, 'SIGTERM'),
  }
}

function pathOf(script: string) {
  return isAbsolute(script) ? script : join(import.meta.dirname, script)
}

function listening(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${child.spawnargs.join(' ')} ${why}:\n${output()}`))
    const timer = setTimeout(() => fail(`did not listen within ${startMs} ms`), startMs)
    const look = () => {
      const url = /^listening (\S+)$/m.exec(output())?.[1]
      if (!url) return
      clearTimeout(timer)
      resolve(url)
    }
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    child.once('error', (error) => fail(error.message))
    child.once('exit', (code) => {
      clearTimeout(timer)
      fail(`exited with ${code}`)
    })
  })
}

async function end(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMs)
  await gone
  clearTimeout(timer)
}
