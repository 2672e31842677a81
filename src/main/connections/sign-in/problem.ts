import {
  AuthorizationServerMismatchError,
  IssuerMismatchError,
  OAuthError,
  OAuthErrorCode,
  RegistrationRejectedError,
} from '@modelcontextprotocol/client'
import type { SignInProblem } from '../../../shared/contract/sign-in'
import en from '../../../shared/text/en.json'
import { causes } from '../errors'
import { AddressRefused } from './careful-fetch'

/** A sign-in that came to nothing, for a reason that can be told. */
export class SignInFailure extends Error {
  override readonly name = 'SignInFailure'
  readonly problem: SignInProblem

  constructor(code: SignInProblem['code'], detail: SignInProblem['detail'] = {}) {
    const message = en['sign-in-problem'][code].replace(
      /\{\{(\w+)\}\}/gu,
      (_, name: string) => detail[name] ?? '?',
    )
    super(message)
    this.problem = { code, message, detail }
  }
}

/**
 * What anything thrown on the way to a sign-in means. Descriptions that came with the browser are left out: somebody
 * else may have written them.
 */
export function problemOf(thrown: unknown, address: string): SignInProblem {
  return failureOf(thrown, address).problem
}

function failureOf(thrown: unknown, address: string): SignInFailure {
  for (const error of causes(thrown)) {
    if (error instanceof SignInFailure) return error
    if (error instanceof AddressRefused)
      return new SignInFailure('address-refused', { address: error.address })
    if (error instanceof IssuerMismatchError || error instanceof AuthorizationServerMismatchError)
      return new SignInFailure('issuer-mismatch', { address })
    if (error instanceof RegistrationRejectedError) return new SignInFailure('client-wanted', { address })
    if (error instanceof OAuthError) return ofOAuth(error, address)
  }
  const reason = reasonOf(causes(thrown).at(-1))
  const isNetwork = thrown instanceof TypeError
  return new SignInFailure(isNetwork ? 'unreachable' : 'broken', { address, reason })
}

function ofOAuth({ code }: OAuthError, address: string): SignInFailure {
  if (code === OAuthErrorCode.AccessDenied) return new SignInFailure('denied', { address })
  if (refusesClient(code)) return new SignInFailure('client-refused', { address })
  return new SignInFailure('broken', { address, reason: wordOf(code) })
}

export function refusesClient(code: string): boolean {
  return code === OAuthErrorCode.InvalidClient || code === OAuthErrorCode.UnauthorizedClient
}

/** An error code as it may be shown: a stranger's word, so only if it looks like one. */
function wordOf(code: string): string {
  return /^[a-z_]{1,40}$/u.test(code) ? code : 'error'
}

function reasonOf(error: unknown): string {
  const text =
    error instanceof Error
      ? 'code' in error && typeof error.code === 'string'
        ? error.code
        : error.message
      : String(error)
  return text.slice(0, 200)
}
