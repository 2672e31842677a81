import type { checkKinds } from '../../shared/contract/health'
import type { ConnectionError } from './errors'
import { asksLess } from './respite'

/** One observation of whether a server works: a connect, a probe, a list, a call, or its process ending. */
export interface Evidence {
  readonly serverId: string
  /** When it was observed, epoch milliseconds. */
  readonly at: number
  readonly kind: (typeof checkKinds)[number]
  readonly ok: boolean
  /** Null where nothing answered. */
  readonly latencyMs: number | null
  readonly error: ConnectionError | null
  /** It answers, but asks to be asked less. */
  readonly strained?: boolean
}

/** A success with its latency, or a failure with its cause; nothing that failed has a latency. To be asked less is no failure. */
export function evidenceOf(
  what: Pick<Evidence, 'serverId' | 'at' | 'kind' | 'error' | 'latencyMs'>,
): Evidence {
  if (what.error && asksLess(what.error))
    return { ...what, ok: true, latencyMs: null, error: null, strained: true }
  const ok = what.error === null
  return { ...what, ok, latencyMs: ok ? what.latencyMs : null }
}
