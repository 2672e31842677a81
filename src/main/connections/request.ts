import { ProtocolError, SdkError, SdkErrorCode } from '@modelcontextprotocol/client'
import { Fault } from '../../shared/contract/fault'
import type { Clock } from '../host'
import type { Connection } from './connection'
import { stateAfter } from './connection-state'
import type { ConnectionError } from './errors'
import { asksLess } from './respite'
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

/** Whether a request can be sent, now or once the session that is coming is there. Throws Fault not-connected. */
export function mayAsk(connection: Connection): void {
  if (!connection.coming && connection.state.state !== 'asleep') liveSession(connection)
}

/**
 * The live session, once it is there where one is coming; a server that is asleep is woken. Throws Fault not-connected,
 * and the signal's reason.
 */
export async function readySession(
  connection: Connection,
  signal: AbortSignal | undefined,
): Promise<Session> {
  if (connection.state.state === 'asleep') connection.wake()
  while (!connection.session && connection.coming) await orAborted(connection.coming, signal)
  return liveSession(connection)
}

interface AskTerms {
  readonly signal: AbortSignal | undefined
  readonly clock: Clock
  /** It changes nothing: where the server forgot the session it is sent once more, over the next. */
  readonly isSafe: boolean
}

/**
 * Sends a request; whatever happens to the answer, it is not sent again, but for one that `isSafe`. Throws Fault
 * not-connected, and the signal's reason while no session is there.
 */
export async function ask<T>(
  connection: Connection,
  send: Send<T>,
  { signal, clock, isSafe }: AskTerms,
): Promise<Asked<T>> {
  const session = await readySession(connection, signal)
  const { name } = connection.record.registration
  const startedAt = clock.now()
  const durationMs = () => clock.now() - startedAt
  try {
    const outcome = await session.traffic.carry(() => send(session, session.terms(signal)))
    return { durationMs: durationMs(), outcome, error: null }
  } catch (thrown) {
    const ended = durationMs()
    if (thrown instanceof Fault) return { durationMs: ended, outcome: thrown, error: null }
    if (signal?.aborted) return { durationMs: ended, outcome: cancelled(name), error: undefined }
    const error = session.failureOf(thrown)
    if (thrown instanceof ProtocolError)
      return { durationMs: ended, outcome: refused(name, thrown.code, thrown.message), error: null }
    const doubted = session.doubt()
    if (isSafe && error.code === 'session-lost') {
      await doubted
      if (connection.coming || (connection.session && connection.session !== session))
        return ask(connection, send, { signal, clock, isSafe: false })
    }
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

export function cancelled(server: string): Fault {
  return new Fault('cancelled', 'The call was stopped by its caller.', { server })
}

function faultFor(server: string, thrown: unknown, error: ConnectionError): Fault {
  const timedOut = thrown instanceof SdkError && thrown.code === SdkErrorCode.RequestTimeout
  return new Fault(timedOut ? 'server-timeout' : 'server-unreachable', `${server}: ${error.message}`, {
    server,
    reason: error.message,
    cause: error.code,
    outcome: neverSent.has(error.code) || asksLess(error) ? 'not-sent' : 'unknown',
  })
}

/** Failures that come before a request could be heard. One that met a forgotten session is not among them: who knows. */
const neverSent: ReadonlySet<ConnectionError['code']> = new Set([
  'refused',
  'host-not-found',
  'unreachable',
  'tls',
  'auth-required',
])

async function orAborted(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    await Promise.race([promise, aborted])
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}
