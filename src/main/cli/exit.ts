import { Fault, type FaultCode } from '../../shared/contract/fault'

/** What the command line ends with; `--help` lists the same. */
export const exit = {
  ok: 0,
  /** Rollcall refused, or it failed. */
  failed: 1,
  usage: 2,
  dataDirBusy: 3,
  /** The server is not connected, or its tool reported an error. */
  server: 4,
} as const

const names: Readonly<Record<number, string>> = {
  [exit.failed]: 'failed',
  [exit.usage]: 'usage',
  [exit.dataDirBusy]: 'data-dir-busy',
  [exit.server]: 'server',
}

const ofServer: readonly FaultCode[] = [
  'not-connected',
  'needs-approval',
  'needs-sign-in',
  'server-refused',
  'server-unreachable',
  'server-timeout',
]

/** A command that ends with a sentence of its own: a key of the text files and its values. */
export class Ends extends Error {
  readonly code: number
  readonly key: string
  readonly values: Record<string, string | number>

  constructor(code: number, key: string, values: Record<string, string | number> = {}) {
    super(key)
    this.code = code
    this.key = key
    this.values = values
  }
}

/** What a refusal of the command line itself is called in JSON. */
export function exitName(code: number): string {
  return names[code] ?? 'failed'
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof Ends) return error.code
  return error instanceof Fault && ofServer.includes(error.code) ? exit.server : exit.failed
}
