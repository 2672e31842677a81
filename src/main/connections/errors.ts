import {
  InsufficientScopeError,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  SseError,
  UnauthorizedError,
  UnsupportedProtocolVersionError,
} from '@modelcontextprotocol/client'
import { ZodError, type z } from 'zod'
import type { ConnectionError as ConnectionErrorShape } from '../../shared/contract/connections'
import en from '../../shared/text/en.json'

export type ConnectionError = z.infer<typeof ConnectionErrorShape>
export type ConnectionErrorCode = ConnectionError['code']

/** Before a machine accepts. */
export const connectMs = 5_000

/** What was being reached when it went wrong: the values of the sentence. */
export interface Target {
  /** A URL, or a command. */
  readonly address: string
  /** How long was waited, in milliseconds. */
  readonly timeoutMs: number
}

/** A failure whose cause is known where it is thrown. */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure'
  readonly error: ConnectionError

  constructor(code: ConnectionErrorCode, detail: ConnectionError['detail'] = {}) {
    const error = describe(code, detail)
    super(error.message)
    this.error = error
  }
}

/** The code, the English sentence and its values. */
export function describe(code: ConnectionErrorCode, detail: ConnectionError['detail']): ConnectionError {
  const message = en.connection[code].replace(/\{\{(\w+)\}\}/gu, (_, name: string) =>
    String(detail[name] ?? '?'),
  )
  return { code, message, detail }
}

/** An error as the cause within another sentence; `error` and its values let the cause be told in any language. */
export function causeOf({ code, message, detail }: ConnectionError): ConnectionError['detail'] {
  return { ...detail, error: code, cause: message }
}

/** What anything thrown while opening or using a connection means. */
export function connectionErrorOf(thrown: unknown, target: Target): ConnectionError {
  const { address } = target
  const chain = causes(thrown)
  for (const error of chain) if (error instanceof ConnectionFailure) return error.error
  for (const error of chain) {
    if (error instanceof UnsupportedProtocolVersionError)
      return describe('era-unsupported', { versions: error.supported.join(', ') })
    const status = httpStatusOf(error)
    if (status !== undefined) return ofStatus(status, address)
    const known = ofSystemCode(error, target) ?? ofSdk(error, target)
    if (known) return known
  }
  return describe('protocol', { reason: reasonOf(thrown) })
}

/** Found by a probe, these mean that a session will not work again; a slow or troubled server may. */
export function endsSession({ code, detail }: ConnectionError): boolean {
  if (code === 'http-status') return detail.status === 404 || detail.status === 410
  return code !== 'timeout' && code !== 'protocol' && code !== 'asked-to-wait'
}

/** A server that speaks another era now says so in many ways; this is what a check of one era meets in the other. */
export function isForeign({ code, detail }: ConnectionError, era: 'legacy' | 'modern'): boolean {
  // Not every legacy server knows `ping`; every modern one knows `server/discover`.
  if (code === 'protocol')
    return detail.rpcCode === noSuchVersion || (era === 'modern' && detail.rpcCode === noSuchMethod)
  return code === 'http-status' && foreignStatus.has(Number(detail.status))
}

const noSuchMethod = -32_601
const noSuchVersion = -32_022
const foreignStatus: ReadonlySet<number> = new Set([400, 405, 406, 415])

/** Whether a request that failed so met a server that is there, or seems to be: it did not do what it was asked. */
export function isAnswer({ code }: ConnectionError): boolean {
  return code === 'protocol' || code === 'http-status' || code === 'not-mcp' || code === 'timeout'
}

/** The HTTP status an error of the SDK carries. */
export function httpStatusOf(error: unknown): number | undefined {
  if (error instanceof SdkHttpError) return error.data.status
  if (error instanceof UnauthorizedError) return 401
  if (error instanceof InsufficientScopeError) return 403
  if (error instanceof SseError && error.code !== undefined && error.code !== 200) return error.code
  // The SDK's old transport puts the status of a refused POST into its text only.
  const told =
    error instanceof Error ? /^Error POSTing to endpoint \(HTTP (\d{3})\)/u.exec(error.message) : null
  return told?.[1] === undefined ? undefined : Number(told[1])
}

/** An error and what caused it, outermost first. */
export function causes(thrown: unknown): unknown[] {
  const found = new Set<unknown>()
  const visit = (error: unknown) => {
    if (error === undefined || error === null || found.has(error) || found.size >= 16) return
    found.add(error)
    if (!(error instanceof Error)) return
    visit(error.cause)
    if (error instanceof AggregateError) for (const one of error.errors) visit(one)
  }
  visit(thrown)
  return [...found]
}

function ofStatus(status: number, address: string): ConnectionError {
  return describe(status === 401 || status === 403 ? 'auth-required' : 'http-status', { address, status })
}

const systemCodes: Readonly<Record<string, ConnectionErrorCode>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'host-not-found',
  EAI_AGAIN: 'host-not-found',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  UND_ERR_SOCKET: 'closed',
  UND_ERR_CLOSED: 'closed',
  UND_ERR_DESTROYED: 'closed',
  HPE_INVALID_CONSTANT: 'not-mcp',
  EPROTO: 'tls',
}

function ofSystemCode(error: unknown, { address, timeoutMs }: Target): ConnectionError | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  if ('syscall' in error && typeof error.syscall === 'string' && error.syscall.startsWith('spawn'))
    return describe(error.code === 'ENOENT' ? 'command-missing' : 'command-not-executable', {
      command: address,
    })
  if (error.code === 'UND_ERR_CONNECT_TIMEOUT')
    return describe('timeout', { address, seconds: connectMs / 1_000 })
  const tls = /^(?:ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO)/u.test(error.code)
  const code = tls ? 'tls' : systemCodes[error.code]
  if (code === undefined) return undefined
  const host = URL.canParse(address) ? new URL(address).hostname : address
  return describe(code, { address, host, seconds: timeoutMs / 1_000, reason: reasonOf(error) })
}

function ofSdk(error: unknown, { address, timeoutMs }: Target): ConnectionError | undefined {
  const timedOut = () => describe('timeout', { address, seconds: timeoutMs / 1_000 })
  if (error instanceof SdkError) {
    if (error.code === SdkErrorCode.RequestTimeout) return timedOut()
    if (error.code === SdkErrorCode.ClientHttpUnexpectedContent) return describe('not-mcp', { address })
    if (error.code === SdkErrorCode.ConnectionClosed || error.code === SdkErrorCode.NotConnected)
      return describe('closed', { address })
    return undefined
  }
  if (error instanceof ProtocolError)
    return describe('protocol', { reason: reasonOf(error), rpcCode: error.code })
  if (!(error instanceof Error)) return undefined
  if (error.name === 'TimeoutError') return timedOut()
  if (error instanceof SyntaxError || error instanceof ZodError) return describe('not-mcp', { address })
  if (error instanceof SseError) return error.code === 200 ? describe('not-mcp', { address }) : undefined
  if (error.message === 'bad port') return describe('unreachable', { address })
  if (error.message === 'terminated') return describe('closed', { address })
  const version = /protocol version is not supported: (.*)$/u.exec(error.message)
  return version ? describe('era-unsupported', { versions: version[1] ?? '' }) : undefined
}

/** What an error says, at most 500 characters. */
export function reasonOf(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 500)
}
