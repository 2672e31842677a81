import type { Registration } from '../../../shared/contract/registration'
import type { Host } from '../../host'
import type { ServerRecord } from '../../registry/server-record'
import { ConnectionFailure } from '../errors'
import type { Session } from '../session'
import type { Bearer } from '../sign-in/bearer'
import type { Sheet } from './sheet'

/** One server, while the doctor is with it. */
export interface Examined {
  readonly record: ServerRecord
  /** With real secrets in it; nothing of it is shown but through the sheet. */
  readonly opened: Registration
  readonly sheet: Sheet
  /** Aborted when nobody wants to know any more. */
  readonly signal: AbortSignal
  /** For each step. */
  readonly timeoutMs: number
  readonly host: Host
  /** Its sign-in, where it has one. */
  readonly bearer: Bearer
  /** The live connection where it may be asked instead of starting the command a second time. */
  readonly live: Session | undefined
}

/** Does `work` within a step's time. Throws `ConnectionFailure` timeout, the signal's reason, and what `work` throws. */
export async function within<T>(
  { signal, timeoutMs, host, record }: Examined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const address = record.registration.url ?? record.registration.command ?? ''
  const limit = new AbortController()
  const cancel = host.clock.after(timeoutMs, () =>
    limit.abort(new ConnectionFailure('timeout', { address, seconds: timeoutMs / 1_000 })),
  )
  const over = AbortSignal.any([signal, limit.signal])
  const { promise: ended, reject } = Promise.withResolvers<never>()
  const end = () => reject(over.reason)
  over.addEventListener('abort', end, { once: true })
  if (over.aborted) end()
  try {
    return await Promise.race([work(over), ended])
  } finally {
    cancel()
    over.removeEventListener('abort', end)
  }
}
