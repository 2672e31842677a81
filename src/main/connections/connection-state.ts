import type { z } from 'zod'
import type { Connection as ConnectionShape, connectionStates } from '../../shared/contract/connections'
import type { ConnectionError } from './errors'

/** As the contract's `Connection`, with times in epoch milliseconds. */
export interface ConnectionState {
  readonly state: (typeof connectionStates)[number]
  readonly era: 'legacy' | 'modern' | null
  readonly transport: 'http' | 'sse' | 'stdio' | null
  readonly attempt: number
  readonly nextAttemptAt: number | null
  readonly since: number
  readonly error: ConnectionError | null
}

/** The state of a server that is not wanted. */
export function switchedOff(since: number): ConnectionState {
  return { state: 'off', era: null, transport: null, attempt: 0, nextAttemptAt: null, since, error: null }
}

/** The state after another; what `next` does not say of attempts and sessions is over. */
export function entered(
  { state, since, error }: ConnectionState,
  next: Partial<ConnectionState> & Pick<ConnectionState, 'state' | 'attempt'>,
  now: number,
): ConnectionState {
  const fresh = { era: null, transport: null, nextAttemptAt: null, error }
  return { ...fresh, since: next.state === state ? since : now, ...next }
}

/** As it crosses the bridge. */
export function connectionView({
  nextAttemptAt,
  since,
  ...rest
}: ConnectionState): z.infer<typeof ConnectionShape> {
  return {
    ...rest,
    nextAttemptAt: nextAttemptAt === null ? null : new Date(nextAttemptAt).toISOString(),
    since: new Date(since).toISOString(),
  }
}

/** What each kind of failure leads to: some are mended by waiting, some by a person; all are tried again. */
export function stateAfter(error: ConnectionError): 'waiting' | 'needs-auth' | 'failed' {
  if (awaitsPerson.has(error.code)) return 'needs-auth'
  return hopeless.has(error.code) ? 'failed' : 'waiting'
}

const awaitsPerson: ReadonlySet<ConnectionError['code']> = new Set([
  'auth-required',
  'sign-in-required',
  'scope-required',
  'scope-refused',
])

const hopeless: ReadonlySet<ConnectionError['code']> = new Set([
  'command-missing',
  'command-not-executable',
  'command-is-folder',
  'command-wrong-machine',
  'interpreter-missing',
  'argument-unsafe',
  'cwd-missing',
  'secret-missing',
  'era-unsupported',
  'not-mcp',
  'misbehaving',
  'quarantined',
  'header-invalid',
  'identity-changed',
  'program-changed',
])
