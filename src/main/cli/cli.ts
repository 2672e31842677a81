import type { Command } from 'commander'
import { z } from 'zod'
import type { Client } from '../../shared/contract'
import { exit } from './exit'
import { openSession, type Session, type SessionOptions } from './session'
import type { Terminal } from './terminal'

const Globals = z.object({ json: z.boolean().default(false), dataDir: z.string().optional() })

/** One run of the command line: what every command shares. */
export class Cli {
  /** What the process ends with. */
  code: number = exit.ok
  readonly terminal: Terminal
  readonly program: Command

  constructor(program: Command, terminal: Terminal) {
    this.program = program
    this.terminal = terminal
  }

  /** Options that stand before or after every command. */
  get globals(): z.infer<typeof Globals> {
    return Globals.parse(this.program.opts())
  }

  /** Does `work` with a way to the core, and ends that way whatever happens. A number is the exit code. */
  async session(
    work: (client: Client, session: Session) => Promise<number | undefined>,
    options: Pick<SessionOptions, 'lasting' | 'servers'> = {},
  ): Promise<void> {
    const { dataDir } = this.globals
    const session = await openSession({ dataDir, env: this.terminal.env, ...options })
    try {
      this.code = (await work(session.client, session)) ?? exit.ok
    } finally {
      await session.end()
    }
  }

  /** The result: as JSON where that was asked for, else as text for a person. */
  show(value: unknown, text: () => string): void {
    this.terminal.print(this.globals.json ? JSON.stringify(value, null, 2) : text())
  }

  /** A remark for a person; programs that asked for JSON are spared. */
  remark(key: string, values: Record<string, unknown> = {}): void {
    if (!this.globals.json) this.terminal.tell(this.terminal.words(key, values))
  }
}
