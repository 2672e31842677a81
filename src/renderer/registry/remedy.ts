import type { ConnectionError } from '../../shared/contract/connections'
import type { Server } from '../../shared/contract/registry'
import type { FormPlace } from './draft-start'
import { canSignIn, wantsClient } from './use-sign-in'

/** What a person can do about how a server stands, the likeliest first. A `label` is a key below `remedy` in the texts. */
export type Remedy =
  | { readonly kind: 'try' }
  | { readonly kind: 'connect' }
  | { readonly kind: 'accept' }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'sign-out' }
  | { readonly kind: 'edit'; readonly place: FormPlace; readonly label: FormPlace | 'secret' }
  | { readonly kind: 'tab'; readonly tab: 'log' | 'checks' | 'overview' }

/** Causes that lie in the registration, and where there. */
const places: Partial<Record<ConnectionError['code'], FormPlace>> = {
  'host-not-found': 'url',
  'not-mcp': 'url',
  'http-status': 'url',
  tls: 'url',
  'auth-required': 'headers',
  'command-missing': 'command',
  'command-not-executable': 'command',
  'command-is-folder': 'command',
  'command-wrong-machine': 'command',
  'interpreter-missing': 'command',
  'argument-unsafe': 'command',
  'cwd-missing': 'command',
  'process-exited': 'command',
}

/** What only a sign-in mends; while one is under way its own card has the buttons. */
const signInErrors: ReadonlySet<ConnectionError['code']> = new Set([
  'sign-in-required',
  'scope-required',
  'scope-refused',
])

export function remediesOf(server: Server): readonly Remedy[] {
  const { intent, connection, health, command } = server
  const { state, error } = connection
  if (intent === 'off' || state === 'off') return [{ kind: 'connect' }]
  if (state === 'connected') return forConnected(health)
  if (!error && health.action === 'resume') return [{ kind: 'try' }]
  if (!error || state === 'needs-approval') return []
  if (error.code === 'identity-changed')
    return [{ kind: 'accept' }, { kind: 'edit', place: 'url', label: 'url' }]
  if (error.code === 'program-changed')
    return [{ kind: 'accept' }, { kind: 'edit', place: 'command', label: 'command' }]
  if (wantsClient(server.signIn?.problem)) return []
  if (canSignIn(server)) return [{ kind: 'sign-in' }]
  if (signInErrors.has(error.code)) return error.code === 'scope-refused' ? [{ kind: 'sign-out' }] : []
  const edit = editFor(error, command !== undefined)
  const again: readonly Remedy[] = state === 'needs-auth' ? [] : [{ kind: 'try' }]
  const log: readonly Remedy[] = error.code === 'process-exited' ? [{ kind: 'tab', tab: 'log' }] : []
  // It was left alone: only a person has it go on, and nothing else helps before that.
  if (health.action === 'resume') return [...again, ...(edit ? [edit] : []), ...log]
  return edit ? [edit, ...again, ...log] : again
}

function forConnected({ verdict, action }: Server['health']): readonly Remedy[] {
  if (!['slow', 'down', 'flapping'].includes(verdict)) return []
  const again: readonly Remedy[] = action === 'resume' || action === 'check-now' ? [{ kind: 'try' }] : []
  return [...again, { kind: 'tab', tab: 'checks' }]
}

function editFor({ code, detail }: ConnectionError, isCommand: boolean): Remedy | undefined {
  if (code === 'secret-missing') {
    const place = String(detail.field).startsWith('headers') ? 'headers' : 'env'
    return { kind: 'edit', place, label: 'secret' }
  }
  const place = places[code]
  if (place === undefined || (isCommand && place === 'headers')) return undefined
  return { kind: 'edit', place, label: place }
}
