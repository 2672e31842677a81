import { ConnectionFailure } from './errors'

/** Which limit was broken. `flood`: of what a stream that stays open may bring in a minute. */
export type Excess = 'message' | 'answer' | 'depth' | 'values' | 'flood'

/** Of one message, decoded: a JSON body, one server-sent event, one line of a process. */
export const messageBytesMax = 16 * 1_048_576
/** Of one answer as a stream, or of a minute of a stream that stays open. */
export const streamBytesMax = 64 * 1_048_576

/** The failure of whoever sends more than Rollcall takes. */
export function excessive(excess: Excess, address: string): ConnectionFailure {
  return new ConnectionFailure('misbehaving', { address, excess })
}

/** Thrown where it is not known who sent it. */
export class Excessive extends Error {
  override readonly name = 'Excessive'
  readonly excess: Excess

  constructor(excess: Excess) {
    super(`more than Rollcall takes: ${excess}`)
    this.excess = excess
  }
}
