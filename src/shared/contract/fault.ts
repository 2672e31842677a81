import { z } from 'zod'

/**
 * Every code a refusal may carry across the bridge, with the HTTP status of the API door.
 * A code is stable for ever: programs branch on it, both languages have a sentence for it
 * (`src/shared/text/*.json`, key `fault.<code>`).
 */
export const faultStatus = {
  /** The input does not fit; `detail.issues` lists `{ path, message }`. */
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  /** `detail.kind` says what was looked for, `detail.name` which one. */
  'not-found': 404,
  'method-not-allowed': 405,
  'name-taken': 409,
  /** A command waits for a person's consent; `detail.fingerprint` is what to approve. */
  'needs-approval': 409,
  /** What was approved is no longer what would run. */
  'approval-stale': 409,
  /** The server has no live connection; `detail.state` and `detail.reason` say why. */
  'not-connected': 409,
  /** The server refused it for want of a sign-in, or of one that may do more; `detail.reason`. It was not done. */
  'needs-sign-in': 409,
  'source-exists': 409,
  /** Another program's file is another one than was shown, or than Rollcall wrote; `detail.path`. */
  'file-changed': 409,
  /** Another program's file cannot be read, or not be changed without harm; `detail.path`, `detail.reason`. */
  'file-unusable': 409,
  /** `detail.path`, `detail.reason`. */
  'file-unwritable': 409,
  /**
   * It cannot be announced on the local network; `detail.context` says why: `command`, `elsewhere` (it answers on another
   * computer), `here-only` (to this computer alone), `query` (its address has one, which may be a secret).
   */
  'not-sharable': 409,
  /** The conversation has a turn that has not ended; stop it or wait. */
  'turn-running': 409,
  'too-large': 413,
  'unsupported-media': 415,
  'too-many': 429,
  /** A thousand requests wait for this server already; `detail.server`, `detail.waiting`. */
  'server-busy': 429,
  cancelled: 499,
  /** A bug: `detail.reference` finds it in the log, nothing else is told. */
  internal: 500,
  /** This shell cannot do it: there is no window of its own, or the system does not offer it. `detail.what`. */
  'not-here': 501,
  /** The MCP server answered with a protocol error; `detail.rpcCode`, `detail.rpcMessage`. */
  'server-refused': 502,
  'server-unreachable': 502,
  'server-timeout': 504,
  'disk-full': 507,
} as const

export type FaultCode = keyof typeof faultStatus

export const faultCodes = Object.keys(faultStatus) as [FaultCode, ...FaultCode[]]

/** Plain JSON beside the code, e.g. `{ server: 'weather', issues: [...] }`. */
export type FaultDetail = Record<string, unknown>

/** A refusal as it leaves any door. */
export const FaultShape = z.object({
  code: z.enum(faultCodes),
  message: z.string(),
  detail: z.record(z.string(), z.unknown()),
})

/**
 * A refusal somebody can act on. Everything else that is thrown is a bug and leaves as `internal`.
 * `message` is the English sentence; the window translates by `code` with `detail` as its values.
 */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly code: FaultCode
  readonly detail: FaultDetail

  constructor(code: FaultCode, message: string, detail: FaultDetail = {}) {
    super(message)
    this.code = code
    this.detail = detail
  }
}
