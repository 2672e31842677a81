import type { SignInProblem, SignIn as View } from '../../../shared/contract/sign-in'
import type { Bearer } from './bearer'
import { type Credentials, endOf, scopesIn } from './credentials'
import type { SignIn } from './sign-in'

interface Known {
  readonly bearer?: Bearer
  readonly running?: SignIn | undefined
  readonly opened?: boolean
  readonly problem?: SignInProblem | null
  readonly credentials?: Credentials | undefined
}

const idle: View = {
  step: 'idle',
  authorizationUrl: null,
  opened: false,
  until: null,
  problem: null,
  account: null,
  wanted: [],
  clientId: null,
}

/** As it crosses the bridge. Undefined where there is nothing to say, unless it is `always` to be said. */
export function viewOf(known: Known & { readonly always: true }): View
export function viewOf(known: Known): View | undefined
export function viewOf({
  bearer,
  running,
  opened = false,
  problem = null,
  credentials,
  always = false,
}: Known & { readonly always?: boolean }): View | undefined {
  const wanted = bearer?.asking.wanted ?? []
  if (!always && !running && !problem && !credentials && wanted.length === 0) return undefined
  const until = running?.until ?? null
  return {
    ...idle,
    step: running?.step ?? 'idle',
    authorizationUrl: running?.authorizationUrl ?? null,
    opened: running !== undefined && opened,
    until: until === null ? null : new Date(until).toISOString(),
    problem,
    account: accountOf(credentials),
    wanted,
    clientId: credentials?.client?.byHand ? credentials.client.client_id : null,
  }
}

function accountOf(credentials: Credentials | undefined): View['account'] {
  if (!credentials?.tokens) return null
  const end = endOf(credentials)
  return {
    issuer: credentials.issuer,
    scopes: scopesIn(credentials.tokens.scope),
    expiresAt: end === undefined ? null : new Date(end).toISOString(),
    renewable: credentials.tokens.refresh_token !== undefined,
  }
}
