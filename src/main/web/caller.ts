import type { IncomingMessage } from 'node:http'
import { Fault } from '../../shared/contract/fault'
import { RefusedWith } from './refusal'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Body limits in bytes: files are dropped on `/api/import`, everything else is a form. */
const bodyMax = 1_048_576
const importMax = 8_388_608

/** The limit for a path, which may carry the encoding a client chose. */
export function bodyMaxOf(path: string): number {
  return path === '/api/import' || path.startsWith('/api/import/') ? importMax : bodyMax
}

/**
 * Who may ask at all, before any path or token counts: our own address in `Host` (a rebound name is somebody else's page),
 * our own page or no page in `Origin`, and a method we know. Faults: forbidden (421 and 403), method-not-allowed.
 */
export function checkCaller({ headers, method }: IncomingMessage, port: number): void {
  if (!ourHosts(port).includes((headers.host ?? '').toLowerCase()))
    throw new RefusedWith(421, new Fault('forbidden', 'Rollcall is not reached under this name.'))
  if (headers.origin !== undefined && !isOurs(headers.origin, port))
    throw new Fault('forbidden', 'Rollcall does not answer pages of others.')
  if (!methods.includes(method ?? ''))
    throw new Fault('method-not-allowed', 'This method is not taken here.', { allow: methods.join(', ') })
}

/** A body must say that it is JSON and how long it is, or stay away. Faults: unsupported-media, too-large. */
export function checkBody({ headers, url = '' }: IncomingMessage): void {
  const length = Number(headers['content-length'] ?? 0)
  if (length === 0 && headers['transfer-encoding'] === undefined) return
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw new Fault('unsupported-media', 'The request is not JSON.')
  const limit = bodyMaxOf(url.split('?', 1)[0] ?? '')
  if (length > limit) throw tooLarge(limit)
}

export function tooLarge(limitBytes: number): Fault {
  return new Fault('too-large', `The request is larger than ${limitBytes} bytes.`, { limitBytes })
}

/** True for the page this server gave out, under either of its names. */
function isOurs(origin: string, port: number): boolean {
  return ourHosts(port).some((host) => origin === `http://${host}`)
}

function ourHosts(port: number): string[] {
  const names = ['127.0.0.1', 'localhost']
  const full = names.map((name) => `${name}:${port}`)
  return port === 80 ? [...full, ...names] : full
}
