import { ProtocolError, SdkError, SdkErrorCode } from '@modelcontextprotocol/client'
import { Fault } from '../../shared/contract/fault'
import type { Clock } from '../host'
import type { Connection } from './connection'
import { stateAfter } from './connection-state'
import type { ConnectionError } from './errors'
import type { RequestTerms, Session } from './session'

/** Sends one request over a session; gives the answer, throws what the SDK throws. */
export type Send<T> = (session: Session, terms: RequestTerms) => Promise<T>

/** How a request went: the answer or the refusal, and what either says of the server. */
export interface Asked<T> {
  readonly durationMs: number
  readonly outcome: T | Fault
  /** Undefined where it says nothing: the caller gave up. Null where the server answered, if only with an error. */
  readonly error: ConnectionError | null | undefined
}

/** The live session for a request. Throws Fault not-connected. */
export function liveSession({ record, session, state }: Connection): Session {
  if (session) return session
  const { name } = record.registration
  const reason = state.error?.message ?? `It is ${state.state}.`
  throw new Fault('not-connected', `${name} is not connected. ${reason}`, {
    server: name,
    state: state.state,
    reason,
  })
}

/** Sends a request once; whatever happens to the answer, it is not sent again. Throws Fault not-connected. */
export async function ask<T>(
  connection: Connection,
  send: Send<T>,
  { signal, clock }: { signal: AbortSignal | undefined; clock: Clock },
): Promise<Asked<T>> {
  const session = liveSession(connection)
  const { name } = connection.record.registration
  const startedAt = clock.now()
  const durationMs = () => clock.now() - startedAt
  try {
    const outcome = await send(session, session.terms(signal))
    return { durationMs: durationMs(), outcome, error: null }
  } catch (thrown) {
    const ended = durationMs()
    if (thrown instanceof Fault) return { durationMs: ended, outcome: thrown, error: null }
    if (signal?.aborted) return { durationMs: ended, outcome: cancelled(name), error: undefined }
    const error = session.failureOf(thrown)
    if (thrown instanceof ProtocolError)
      return { durationMs: ended, outcome: refused(name, thrown.code, thrown.message), error: null }
    void session.doubt()
    if (stateAfter(error) === 'needs-auth')
      return { durationMs: ended, outcome: needsSignIn(name, error), error: undefined }
    return { durationMs: ended, outcome: faultFor(name, thrown, error), error }
  }
}

/** The server said no, or would say no. */
export function refused(server: string, rpcCode: number, rpcMessage: string): Fault {
  return new Fault('server-refused', `${server} refused the request: ${rpcMessage}`, {
    server,
    rpcCode,
    rpcMessage,
  })
}

/** It was not done: the server wants a sign-in, or one that may do more. */
function needsSignIn(server: string, error: ConnectionError): Fault {
  const reason = error.message
  return new Fault('needs-sign-in', `${server} did not do it. ${reason}`, {
    server,
    reason,
    cause: error.code,
  })
}

function cancelled(server: string): Fault {
  return new Fault('cancelled', 'The call was stopped by its caller.', { server })
}

function faultFor(server: string, thrown: unknown, error: ConnectionError): Fault {
  const timedOut = thrown instanceof SdkError && thrown.code === SdkErrorCode.RequestTimeout
  return new Fault(timedOut ? 'server-timeout' : 'server-unreachable', `${server}: ${error.message}`, {
    server,
    reason: error.message,
    cause: error.code,
  })
}
