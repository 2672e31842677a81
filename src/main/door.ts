import { randomUUID } from 'node:crypto'
import { mapEventIterator } from '@orpc/client'
import { OpenAPIHandler as RequestHandler } from '@orpc/openapi/fetch'
import { OpenAPIHandler as RestHandler } from '@orpc/openapi/node'
import { type AnyRouter, ORPCError, ValidationError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/websocket'
import { Fault, type FaultCode, faultStatus } from '../shared/contract/fault'
import type { Log } from './host'

/** Longest frame a page may send, in UTF-16 units: one dropped file of 1 MiB, escaped, and some. */
export const frameMax = 4_194_304

/** Who asks, as far as the door knows: callers take turns where requests have to wait. */
export interface Caller {
  readonly caller?: 'page' | 'api'
}

/** Serves the contract to a page, over anything that carries strings both ways (IPC channel, WebSocket). */
export function frameDoor(router: AnyRouter, log: Log): RPCHandler<Caller> {
  return new RPCHandler(router, { clientInterceptors: [onlyFaultsCross(log)] })
}

/** Serves the same procedures as REST with `{ code, message, detail }` as the body of every refusal. */
export function restDoor(router: AnyRouter, log: Log): RestHandler<Caller> {
  return new RestHandler(router, restOptions(log))
}

/** The same without a server, for whoever has requests and answers of the web's kind. */
export function requestDoor(router: AnyRouter, log: Log): RequestHandler<Caller> {
  return new RequestHandler(router, restOptions(log))
}

function restOptions(log: Log) {
  return {
    clientInterceptors: [onlyFaultsCross(log)],
    customErrorResponseBodyEncoder: (error: unknown) => {
      const { code, message, detail } = toFault(error, log)
      return { code, message, detail }
    },
  }
}

interface Procedure<T> {
  next(): Promise<T>
  path: readonly string[]
}

function onlyFaultsCross(log: Log) {
  const refusal = (error: unknown, path: readonly string[]) => {
    const { code, message, detail } = toFault(error, log, path)
    return new ORPCError(code, { status: faultStatus[code], message, data: detail, cause: error })
  }
  return async <T>({ next, path }: Procedure<T>): Promise<T> => {
    try {
      const output = await next()
      if (!isSequence(output)) return output
      return mapEventIterator(output, {
        value: async (value) => value,
        error: async (error) => refusal(error, path),
      }) as T
    } catch (error) {
      throw refusal(error, path)
    }
  }
}

/** What a stream gives: it may be refused long after the procedure has answered. */
function isSequence(output: unknown): output is AsyncIterator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output
}

/** What may be told of anything thrown: a refusal as it is, a bug as a reference to the log. */
function toFault(error: unknown, log: Log, path: readonly string[] = []): Fault {
  if (error instanceof Fault) return error
  if (error instanceof ORPCError) {
    if (error.code in faultStatus) return new Fault(error.code as FaultCode, error.message, error.data ?? {})
    if (error.status < 500) return refusalOf(error)
  }
  if (error instanceof Error && error.name === 'AbortError')
    return new Fault('cancelled', 'The caller gave up waiting.')
  const reference = randomUUID()
  log.error({ reference, procedure: path.join('.'), error: describe(error) }, 'a bug reached the bridge')
  return new Fault('internal', `Something went wrong inside Rollcall. The log has it under ${reference}.`, {
    reference,
  })
}

/** The library's own refusals (input that does not parse, an unknown path) in our words. */
function refusalOf(error: ORPCError<string, unknown>): Fault {
  if (error.status === 404)
    return new Fault('not-found', 'There is nothing at this address.', { kind: 'path' })
  if (error.status === 413) return new Fault('too-large', 'The request is too large.')
  if (error.status === 415) return new Fault('unsupported-media', 'The request is not JSON.')
  if (!(error.cause instanceof ValidationError))
    return new Fault('invalid', 'The body is not valid JSON.', { issues: [] })
  const issues = error.cause.issues.map(issueOf)
  const first = issues[0]
  const message = first
    ? `The input does not fit: ${first.path || 'it'}: ${first.message}.`
    : 'The input does not fit.'
  return new Fault('invalid', message, { issues })
}

interface Issue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

function issueOf(issue: Issue) {
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
  return { path, message: issue.message }
}

function describe(error: unknown): object {
  if (!(error instanceof Error)) return { thrown: String(error) }
  const { name, message, stack, cause } = error
  const issues = cause instanceof ValidationError ? cause.issues.map(issueOf) : undefined
  return { name, message, stack, ...(issues && { issues }) }
}
