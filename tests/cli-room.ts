import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCli } from '../src/main/cli/program'
import type { Terminal } from '../src/main/cli/terminal'
import { type Language, wordsIn } from '../src/main/cli/words'
import { type ApiShell, startApiShell } from './api-shell'

interface Setting {
  readonly dataDir?: string
  readonly env?: Record<string, string>
  readonly language?: Language
  /** What the person says when asked; without it nobody is there to ask. */
  readonly answer?: string
  readonly input?: string
  readonly interrupted?: AbortSignal
  readonly onPrint?: (line: string) => void
  readonly onStatus?: (line: string) => void
}

interface Outcome {
  readonly code: number
  /** What was printed. */
  readonly out: string
  /** What was told besides. */
  readonly err: string
}

/** A running Rollcall, a directory for files, and the command line. */
export interface CliRoom extends AsyncDisposable {
  readonly shell: ApiShell
  readonly directory: string
  /** Runs one command; without more, against the running shell. */
  rollcall(args: readonly string[], setting?: Setting): Promise<Outcome>
  /** What it prints with `--json`. */
  // biome-ignore lint/suspicious/noExplicitAny: what was printed is looked at field by field in the tests.
  json(args: readonly string[], setting?: Setting): Promise<any>
  /** Removes every server. */
  clear(): Promise<void>
}

export async function startCliRoom(): Promise<CliRoom> {
  const shell = await startApiShell()
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-cli-'))
  const rollcall = (args: readonly string[], setting: Setting = {}) =>
    run(args, { dataDir: shell.host.dataDir, ...setting })
  return {
    shell,
    directory,
    rollcall,
    json: async (args, setting) => JSON.parse((await rollcall([...args, '--json'], setting)).out),
    async clear() {
      for (const { name } of (await shell.ask('GET', '/api/servers')).body)
        await shell.ask('DELETE', `/api/servers/${encodeURIComponent(name)}`)
    },
    async [Symbol.asyncDispose]() {
      await shell[Symbol.asyncDispose]()
      rmSync(directory, { recursive: true })
    },
  }
}

async function run(args: readonly string[], setting: Setting & { dataDir: string }): Promise<Outcome> {
  const { dataDir, env = {}, answer, input = '', onPrint } = setting
  const printed: string[] = []
  const told: string[] = []
  const terminal: Terminal = {
    words: wordsIn(setting.language ?? 'en'),
    env,
    interactive: answer !== undefined,
    interrupted: setting.interrupted ?? new AbortController().signal,
    print(lines) {
      printed.push(lines)
      onPrint?.(lines)
    },
    tell: (lines) => void told.push(lines),
    status: (line) => setting.onStatus?.(line),
    ask: async (question) => {
      told.push(question)
      return answer ?? ''
    },
    askQuietly: async (question) => {
      told.push(question)
      return answer ?? ''
    },
    readInput: async () => input,
  }
  const code = await runCli(['--data-dir', dataDir, ...args], terminal)
  return { code, out: printed.join('\n'), err: told.join('\n') }
}
