import { ProtocolError, SdkError, SdkErrorCode } from '@modelcontextprotocol/client'
import type { ToolResult } from '../../shared/contract/connections'
import { Fault } from '../../shared/contract/fault'
import type { Clock } from '../host'
import type { Connection } from './connection'
import type { ConnectionError } from './errors'
import type { OnProgress, Session } from './session'

/** How a call went: the answer or the refusal, and what either says of the server. */
export interface Call {
  readonly durationMs: number
  readonly outcome: ToolResult | Fault
  /** Undefined where it says nothing: the caller gave up. Null where the server answered, if only with an error. */
  readonly error: ConnectionError | null | undefined
}

/** The live session for a call. Throws Fault not-connected, or not-found where the last list has no such tool. */
export function sessionFor(connection: Connection, tool: string): Session {
  const { name } = connection.record.registration
  const { session, state, offer } = connection
  if (!session) {
    const reason = state.error?.message ?? `It is ${state.state}.`
    throw new Fault('not-connected', `${name} is not connected. ${reason}`, {
      server: name,
      state: state.state,
      reason,
    })
  }
  if (!offer.tools.some((one) => one.name === tool))
    throw new Fault('not-found', `${name} has no tool named ${tool}.`, { kind: 'tool', name: tool })
  return session
}

/** Runs a tool once; whatever happens to the answer, it is not sent again. */
export async function callTool(
  connection: Connection,
  tool: string,
  args: Record<string, unknown>,
  {
    signal,
    clock,
    onProgress,
  }: { signal: AbortSignal | undefined; clock: Clock; onProgress: OnProgress | undefined },
): Promise<Call> {
  const session = sessionFor(connection, tool)
  const { name } = connection.record.registration
  const startedAt = clock.now()
  const durationMs = () => clock.now() - startedAt
  const bare = { name: tool, inputSchema: { type: 'object' as const } }
  const definition = connection.offer.definitions.get(tool) ?? bare
  try {
    const result = await session.callTool(definition, args, { signal, onProgress })
    const outcome = {
      content: result.content.map((part) => ({ ...part })),
      ...(result.structuredContent !== undefined && { structuredContent: result.structuredContent }),
      isError: result.isError === true,
      durationMs: durationMs(),
    }
    return { durationMs: outcome.durationMs, outcome, error: null }
  } catch (thrown) {
    const ended = durationMs()
    if (signal?.aborted) return { durationMs: ended, outcome: cancelled(name), error: undefined }
    const error = session.failureOf(thrown)
    if (thrown instanceof ProtocolError)
      return { durationMs: ended, outcome: refused(name, thrown.code, thrown.message), error: null }
    void session.doubt()
    return { durationMs: ended, outcome: faultFor(name, thrown, error), error }
  }
}

function cancelled(server: string): Fault {
  return new Fault('cancelled', 'The call was stopped by its caller.', { server })
}

function refused(server: string, rpcCode: number, rpcMessage: string): Fault {
  return new Fault('server-refused', `${server} refused the request: ${rpcMessage}`, {
    server,
    rpcCode,
    rpcMessage,
  })
}

function faultFor(server: string, thrown: unknown, error: ConnectionError): Fault {
  const timedOut = thrown instanceof SdkError && thrown.code === SdkErrorCode.RequestTimeout
  return new Fault(timedOut ? 'server-timeout' : 'server-unreachable', `${server}: ${error.message}`, {
    server,
    reason: error.message,
    cause: error.code,
  })
}
