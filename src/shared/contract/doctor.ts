import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { connectionErrorCodes } from './connections'
import { ServerName } from './registration'

/**
 * What is looked at, in this order; a command has the first half, an address the second, both the ends. Each has a name
 * in both languages (`doctor.step.<step>`).
 */
export const doctorSteps = [
  'approval',
  'secrets',
  'directory',
  'command',
  'process',
  'address',
  'dns',
  'tcp',
  'tls',
  'http',
  'auth',
  'speak',
  'lists',
] as const
export type DoctorStepName = (typeof doctorSteps)[number]

/** What only the doctor tells apart; the rest are the codes of a connection. */
const doctorOnlyCodes = [
  'needs-approval',
  'plain-http',
  'dns-failed',
  'connect-timeout',
  'port-blocked',
  'tls-not-spoken',
  'tls-expired',
  'tls-not-yet-valid',
  'tls-self-signed',
  'tls-untrusted',
  'tls-wrong-host',
  'tls-expires-soon',
  'web-page',
  'path-not-found',
  'redirected',
  'too-many-requests',
  'server-trouble',
  'access-denied',
] as const

/**
 * Everything that may be found wrong. Stable; each has a sentence and one advice in both languages (`connection.<code>`
 * and `advice.<code>`, or `doctor.sentence.<code>` and `doctor.advice.<code>`) and a help text (`text/help/*.json`).
 */
export const doctorCodes = [...connectionErrorCodes, ...doctorOnlyCodes] as const
export const DoctorCode = z.enum(doctorCodes)
export type DoctorCode = z.infer<typeof DoctorCode>

/** Sentences for what a step found in order (`doctor.found.<found>`); the facts are their values. */
const found = [
  'approved',
  'secrets',
  'no-secrets',
  'directory',
  'command',
  'process',
  'process-live',
  'address',
  'dns',
  'dns-literal',
  'tcp',
  'tls',
  'http',
  'auth-none',
  'auth-headers',
  'speak',
  'lists',
] as const

/** Values beside a step, each with a name in both languages (`doctor.fact.<fact>`). Dates are ISO. */
export const doctorFacts = [
  'secrets',
  'cwd',
  'path',
  'searched',
  'pid',
  'url',
  'proxyUnused',
  'proxyUsed',
  'addresses',
  'address',
  'tlsVersion',
  'subject',
  'names',
  'issuer',
  'validFrom',
  'validTo',
  'daysLeft',
  'status',
  'contentType',
  'location',
  'retryAfter',
  'headers',
  'metadata',
  'era',
  'version',
  'software',
  'transport',
  'tools',
  'resources',
  'prompts',
] as const
export type DoctorFact = (typeof doctorFacts)[number]

const Values = z.record(z.string(), z.union([z.string(), z.number()]))

/** What is wrong, or soon will be. */
export const DoctorFinding = z.object({
  code: DoctorCode,
  /** One English sentence. */
  message: z.string(),
  /** Values for the sentence in other languages. */
  detail: Values,
})
export type DoctorFinding = z.infer<typeof DoctorFinding>

export const DoctorStep = z.object({
  step: z.enum(doctorSteps),
  /** `pending`: not yet come to. `warning`: passed, but see `finding`. `not-reached`: a step before it failed. */
  outcome: z.enum(['pending', 'running', 'ok', 'warning', 'failed', 'not-reached']),
  /** In milliseconds; null until it has ended. */
  durationMs: z.number().nullable(),
  found: z.enum(found).nullable(),
  /** Data of strangers where the server or its machine said it: at most 4,000 characters each, secrets masked. */
  facts: z.partialRecord(z.enum(doctorFacts), z.union([z.string(), z.number()])),
  /** The last lines the process wrote to stderr, oldest first; at most 20 of 500 characters, secrets masked. */
  lines: z.array(z.string()),
  /** Why it failed, or what it warns of. */
  finding: DoctorFinding.nullable(),
})
export type DoctorStep = z.infer<typeof DoctorStep>
export type DoctorFound = NonNullable<DoctorStep['found']>

/** How far the doctor is with one server. */
export const Examination = z.object({
  server: z.string(),
  startedAt: z.iso.datetime(),
  /** `well`: every step passed. `warned`: so it did, with a warning. `failed`: one did not. */
  outcome: z.enum(['running', 'well', 'warned', 'failed']),
  /** All steps there are for this server, in order. */
  steps: z.array(DoctorStep),
})
export type Examination = z.infer<typeof Examination>

/** Finds out why a server does not connect. */
export const doctorContract = {
  /**
   * Goes through what a connection needs, one step after the other, up to the first that fails. Gives the whole
   * examination as it is after each change, the last with an outcome other than `running`. The same path, credentials
   * and limits as a real connection, over one of its own that is closed before the sequence ends; a live connection is
   * left alone, and a command whose process runs is not started a second time. A command nobody has approved is not
   * started. Each step takes the connect timeout at most, the lists the request timeout. Reading no further ends it.
   * Faults: not-found, cancelled.
   */
  examine: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/doctor',
      tags: ['doctor'],
      summary: 'Find out why a server does not connect (server-sent events)',
    })
    .input(z.object({ server: ServerName }))
    .output(eventIterator(Examination)),
}
