import type { Fault } from '../../shared/contract/fault'
import type { Registration } from '../../shared/contract/registration'
import { type ConnectionError, causeOf } from './errors'
import type { Live } from './live'
import type { ServerLog } from './server-log'

export function noteAttempt(log: ServerLog, { url, command = '' }: Registration): void {
  log.connection('attempt', 'debug', { address: url ?? command })
}

export function noteConnected(log: ServerLog, { session, connectMs: ms }: Live): void {
  const { era, kind: transport, address, client } = session
  log.connection('connected', 'info', { address, transport, ms })
  log.protocol(`era-${era}`, 'debug', { version: client.getNegotiatedProtocolVersion() ?? era })
}

export function noteFailed(log: ServerLog, error: ConnectionError): void {
  log.connection('failed', 'error', causeOf(error))
}

/** Nobody used it. */
export function noteAsleep(log: ServerLog): void {
  log.connection('asleep', 'info')
}

export function noteLost(log: ServerLog, error: ConnectionError): void {
  log.connection('lost', 'error', causeOf(error))
}

export function noteListFailed(log: ServerLog, error: ConnectionError): void {
  log.protocol('list-failed', 'warning', causeOf(error))
}

/** A call that got no answer; others are the activity's. */
export function noteCall(log: ServerLog, tool: string, { code }: Fault): void {
  if (code === 'cancelled') log.protocol('call-cancelled', 'notice', { tool })
  if (code === 'server-timeout') log.protocol('call-timeout', 'warning', { tool })
}
