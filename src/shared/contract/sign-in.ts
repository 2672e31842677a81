import { oc } from '@orpc/contract'
import { z } from 'zod'
import { ServerName } from './registration'

/** Why a sign-in came to nothing. Stable; each has a sentence in both languages (`sign-in-problem.<code>`). */
const signInProblems = [
  /** The server names no authorization server, or that one does not describe itself. */
  'nowhere',
  /** It points to an address Rollcall does not ask or open. */
  'address-refused',
  /** The authorization server does not do PKCE with S256. */
  'no-pkce',
  /** The authorization server gives itself another name than it was asked by. */
  'issuer-mismatch',
  /** What the server says it protects is not this server. */
  'resource-mismatch',
  /** It takes only clients it knows: a person has to get an id there. */
  'client-wanted',
  /** It does not take the client id, or its secret. */
  'client-refused',
  /** Nobody agreed. */
  'denied',
  /** Five minutes passed. */
  'timed-out',
  'unreachable',
  /** Signed in three times, and still it asks for more. */
  'scope-limit',
  /** It broke the rules of OAuth in another way. */
  'broken',
] as const

export const SignInProblem = z.object({
  code: z.enum(signInProblems),
  /** One English sentence. */
  message: z.string(),
  /** Values for the sentence in other languages. */
  detail: z.record(z.string(), z.string()),
})
export type SignInProblem = z.infer<typeof SignInProblem>

/** How the sign-in to one server stands. Never a token, a code or a secret. */
export const SignIn = z.object({
  /** `preparing`: finding out where. `browser`: a person is at it there. `finishing`: back, fetching the tokens. */
  step: z.enum(['idle', 'preparing', 'browser', 'finishing']),
  /** What to open, while `step` is `browser`: https, or http on this machine. */
  authorizationUrl: z.string().nullable(),
  /** Rollcall has opened it itself; where not, whoever asked is to. */
  opened: z.boolean(),
  /** When it is given up, 5 minutes after it began. */
  until: z.iso.datetime().nullable(),
  /** Why the last try came to nothing. */
  problem: SignInProblem.nullable(),
  /** Who it is signed in with; null where it is not. */
  account: z
    .object({
      /** The authorization server, as it names itself. */
      issuer: z.string(),
      /** What was granted, as far as it said so; at most 100. */
      scopes: z.array(z.string()),
      /** When the token ends; null where it did not say. */
      expiresAt: z.iso.datetime().nullable(),
      /** It is renewed without a person. */
      renewable: z.boolean(),
    })
    .nullable(),
  /** What the server asks for beyond that; at most 100. */
  wanted: z.array(z.string()),
  /** The client id a person gave, for the authorization server it was given for. */
  clientId: z.string().nullable(),
})
export type SignIn = z.infer<typeof SignIn>

const ofServer = z.object({ server: ServerName })

export const signInContract = {
  /**
   * Begins, or takes up again, a sign-in and answers once the browser's address is known or it has come to nothing
   * (`problem`), within a minute. It goes on by itself: the browser comes back to 127.0.0.1, the server is then
   * connected. Watch the server's `signIn`. Faults: not-found, invalid (it starts a command),
   * needs-approval (nothing is asked of a server that waits).
   */
  begin: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/sign-in',
      tags: ['sign-in'],
      summary: 'Sign in to a server',
    })
    .input(ofServer)
    .output(SignIn),
  /** Gives up a sign-in that is under way. Faults: not-found. */
  cancel: oc
    .route({
      method: 'DELETE',
      path: '/servers/{server}/sign-in',
      tags: ['sign-in'],
      summary: 'Give up a sign-in',
    })
    .input(ofServer)
    .output(SignIn),
  /** Forgets the tokens and tells the authorization server so where it wants to know. Faults: not-found. */
  out: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/sign-out',
      tags: ['sign-in'],
      summary: 'Sign out of a server',
    })
    .input(ofServer)
    .output(SignIn),
  /**
   * Gives the client id that the server's authorization server knows Rollcall by, then begins as `begin`. `null` forgets
   * it. `port` is for authorization servers that take one redirect address only: `http://127.0.0.1:<port>/callback`.
   * Faults: not-found, invalid, needs-approval.
   */
  client: oc
    .route({
      method: 'PUT',
      path: '/servers/{server}/sign-in/client',
      tags: ['sign-in'],
      summary: 'Sign in as a client that is registered there',
    })
    .input(
      ofServer.extend({
        clientId: z.string().trim().min(1).max(2_048).nullable(),
        clientSecret: z.string().min(1).max(2_048).optional(),
        port: z.int().min(1_024).max(65_535).optional(),
      }),
    )
    .output(SignIn),
}
