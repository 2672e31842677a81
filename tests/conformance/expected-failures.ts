import type { Revision } from './suite'

interface ExpectedFailure {
  readonly why: string
  /** The checks that fail, and no others. */
  readonly checks: readonly string[]
}

/** What is known to fail, and why. A check that passes after all must go from here. */
export const expectedFailures: Readonly<Record<Revision, Readonly<Record<string, ExpectedFailure>>>> = {
  '2025-11-25': {},
  '2026-07-28': {},
}

/** Scenes in which Rollcall is right not to come to the end: it refuses what is wrong, or has had enough. */
export const rightlyRefused: ReadonlySet<string> = new Set([
  'auth/resource-mismatch',
  'auth/iss-supported-missing',
  'auth/iss-wrong-issuer',
  'auth/iss-unexpected',
  'auth/iss-normalized',
  'auth/metadata-issuer-mismatch',
  'auth/scope-retry-limit',
  // One of its tools answers without the `resultType` that 2026-07-28 demands; all its checks pass before that.
  'sep-2322-client-request-state',
])

/** Scenarios of neither revision, and why they are not run. */
export const notRun: Readonly<Record<string, string>> = {
  'auth/2025-03-26-oauth-metadata-backcompat':
    'Of the revision 2025-03-26, before servers said where to sign in.',
  'auth/2025-03-26-oauth-endpoint-fallback':
    'Of the revision 2025-03-26, before servers said where to sign in.',
  'auth/client-credentials-jwt': 'An extension: signing in without a person, as a machine.',
  'auth/client-credentials-basic': 'An extension: signing in without a person, as a machine.',
  'auth/enterprise-managed-authorization':
    'An extension: sign-in through the identity provider of a company.',
  'auth/dpop': 'An extension: tokens bound to a key.',
  'auth/dpop-nonce': 'An extension: tokens bound to a key.',
  'auth/wif-jwt-bearer': 'An extension: identities of workloads.',
  'sep-2640-client-no-prefetch': 'An extension: skills.',
  'sep-2640-client-verify-digest': 'An extension: skills.',
  'sep-2640-client-verify-size': 'An extension: skills.',
  'sep-2640-client-verify-frontmatter': 'An extension: skills.',
}
