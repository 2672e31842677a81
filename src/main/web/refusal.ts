import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { Fault, faultStatus } from '../../shared/contract/fault'

/** A request the doors turn away before any procedure sees it. */
export interface Refusal {
  readonly status: number
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** What a fault looks like over HTTP; `status` where HTTP has a more exact one than the code's. */
export function refusalOf(fault: Fault, status: number = faultStatus[fault.code]): Refusal {
  const { code, message, detail } = fault
  return {
    status,
    body: JSON.stringify({ code, message, detail }),
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(fault.code === 'unauthorized' && { 'www-authenticate': 'Bearer realm="Rollcall"' }),
      ...(fault.code === 'too-many' && { 'retry-after': '60' }),
      ...(fault.code === 'method-not-allowed' && typeof detail.allow === 'string' && { allow: detail.allow }),
    },
  }
}

export function toResponse({ status, body, headers }: Refusal): Response {
  return new Response(body, { status, headers })
}

/** Answers on a plain Node response. The rest of the request is not waited for. */
export function writeRefusal(response: ServerResponse, { status, body, headers }: Refusal): void {
  response.writeHead(status, { ...headers, connection: 'close' }).end(body)
}

/** Answers on a bare socket: an upgrade that is refused, or bytes that are not HTTP. */
export function endWithRefusal(socket: Duplex, { status, body, headers }: Refusal): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const all = { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  socket.end([`HTTP/1.1 ${status} Refused`, ...lines, '', body].join('\r\n'))
}

/** Runs a guard that throws faults, and gives what it refused. Other errors are bugs and pass. */
export function refused(guard: () => void): Refusal | undefined {
  try {
    guard()
    return undefined
  } catch (error) {
    if (error instanceof RefusedWith) return refusalOf(error.fault, error.status)
    if (error instanceof Fault) return refusalOf(error)
    throw error
  }
}

/** A fault with an HTTP status of its own. */
export class RefusedWith extends Error {
  readonly status: number
  readonly fault: Fault

  constructor(status: number, fault: Fault) {
    super(fault.message)
    this.status = status
    this.fault = fault
  }
}
