import type { DoctorCode, DoctorFinding } from '../../../shared/contract/doctor'
import type { FormPlace } from '../../registry/draft-start'
import type { Remedy } from '../../registry/remedy'

/** Where in the registration it is mended. */
const places: Partial<Record<DoctorCode, FormPlace>> = {
  'host-not-found': 'url',
  refused: 'url',
  unreachable: 'url',
  'connect-timeout': 'url',
  'port-blocked': 'url',
  'plain-http': 'url',
  'tls-not-spoken': 'url',
  'tls-wrong-host': 'url',
  'tls-self-signed': 'url',
  'path-not-found': 'url',
  'web-page': 'url',
  'not-mcp': 'url',
  'http-status': 'url',
  redirected: 'url',
  'auth-required': 'headers',
  'access-denied': 'headers',
  'command-missing': 'command',
  'command-not-executable': 'command',
  'interpreter-missing': 'command',
  'cwd-missing': 'command',
  'process-exited': 'command',
}

/** The one thing Rollcall can do about it; undefined where that is looking again, later. */
export function fixFor({ code, detail }: DoctorFinding, isCommand: boolean): Remedy | undefined {
  if (code === 'needs-approval') return { kind: 'tab', tab: 'overview' }
  if (code === 'sign-in-required' || code === 'scope-required') return { kind: 'sign-in' }
  if (code === 'scope-refused') return { kind: 'sign-out' }
  if (code === 'secret-missing') {
    const place = String(detail.field).startsWith('headers') ? 'headers' : 'env'
    return { kind: 'edit', place, label: 'secret' }
  }
  const given = places[code]
  if (given === undefined) return undefined
  const place = isCommand ? 'command' : given
  return { kind: 'edit', place, label: place }
}
