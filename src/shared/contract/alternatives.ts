import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { connectionStates } from './connections'
import { faultCodes } from './fault'
import { verdicts } from './health'
import { ServerName } from './registration'
import { ToolCall, ToolResult, ToolRunEvent } from './tools'

/** Where two input schemas ask for different things. */
const SchemaDifference = z.object({
  /** A JSON pointer. */
  path: z.string(),
  /** JSON, at most 200 characters; null where there is nothing. */
  here: z.string().nullable(),
  there: z.string().nullable(),
})
export type SchemaDifference = z.infer<typeof SchemaDifference>

/** What may differ between tools that take the same; each has a word in both languages (`softer.<code>`). */
const softerDifferences = ['title', 'description', 'annotations', 'output'] as const

/** One server seen from another of its service: their tools, by name. */
const EqualServer = z.object({
  server: z.string(),
  /** With equal input schemas: each answers for the other. */
  alike: z.array(z.object({ tool: z.string(), softer: z.array(z.enum(softerDifferences)) })),
  /** With input schemas that ask for different things, the first 20 of them. Never one for the other. */
  differs: z.array(z.object({ tool: z.string(), differences: z.array(SchemaDifference).max(20) })),
  onlyHere: z.array(z.string()),
  onlyThere: z.array(z.string()),
})
export type EqualServer = z.infer<typeof EqualServer>

const Equals = z.object({
  /** Null where it is equal to none. */
  service: z.string().nullable(),
  /** The others of the service, highest priority first. */
  servers: z.array(EqualServer),
})
export type Equals = z.infer<typeof Equals>

/** Servers a person, or a registration, says are equal. */
const Service = z.object({
  service: z.string(),
  /** Highest priority first. */
  servers: z.array(
    z.object({
      server: z.string(),
      priority: z.int(),
      connection: z.enum(connectionStates),
      verdict: z.enum(verdicts),
    }),
  ),
  tools: z.array(
    z.object({
      tool: z.string(),
      /** The servers that have it; those whose input schemas are equal stand together. */
      variants: z.array(z.array(z.string())),
      without: z.array(z.string()),
    }),
  ),
})
export type Service = z.infer<typeof Service>

/** Why one of the service is not asked; each has a sentence in both languages (`leftOut.<code>`). */
const passedOverReasons = [
  'off',
  'down',
  'needs-approval',
  'needs-auth',
  'not-connected',
  'muted',
  'excluded',
  'no-such-tool',
  'other-schema',
  'no-consent',
] as const

/**
 * Why a server was chosen; each has a sentence in both languages (`chosen.<code>`). `only`: no other can be asked. `standing`:
 * alone at the top by verdict, then priority. `load`: the less loaded of two drawn from the top. `named`: none can be asked;
 * the one named is, so that it says why not.
 */
const choiceReasons = ['only', 'standing', 'load', 'named'] as const
export type ChoiceReason = (typeof choiceReasons)[number]

const Standing = z.object({
  server: z.string(),
  verdict: z.enum(verdicts),
  priority: z.int(),
  /** How long it took for this tool of late, else for its last check; null where neither is known. */
  latencyMs: z.number().nullable(),
  /** Requests under way and waiting. */
  load: z.int(),
})

const Choice = z.object({
  server: z.string(),
  why: z.enum(choiceReasons),
  /** Those it was chosen from, it included. */
  among: z.array(Standing),
  passedOver: z.array(z.object({ server: z.string(), reason: z.enum(passedOverReasons) })),
})
export type Choice = z.infer<typeof Choice>
export type PassedOver = Choice['passedOver'][number]

const Tried = z.object({ server: z.string(), code: z.enum(faultCodes) })
export type Tried = z.infer<typeof Tried>

const Answered = {
  /** The one that answered. */
  server: z.string(),
  /** Those that did not, in turn, with the code of the fault. */
  tried: z.array(Tried),
}

/** A result, and whose it is. */
export const AnyResult = ToolResult.extend(Answered)
export type AnyResult = z.infer<typeof AnyResult>

/** One piece of a run by a service: who was chosen, what its run tells, who takes over, and the result, once. */
export const AnyRunEvent = z.discriminatedUnion('kind', [
  Choice.extend({ kind: z.literal('chosen') }),
  /** `from` failed with this code and sentence; `to` is asked now. */
  z.object({
    kind: z.literal('failover'),
    from: z.string(),
    to: z.string(),
    code: z.enum(faultCodes),
    message: z.string(),
  }),
  ToolRunEvent.options[0],
  ToolRunEvent.options[1],
  z.object({ kind: z.literal('result'), result: ToolResult, ...Answered }),
])
export type AnyRunEvent = z.infer<typeof AnyRunEvent>

const AnyCall = ToolCall.extend({
  /** Not these, be it the one named. */
  except: z.array(ServerName).max(1_000).optional(),
  /** The one named and no other: as `connections.callTool`. */
  onlyThis: z.boolean().default(false),
})

export const alternativesContract = {
  /** All services, with their servers and how their tools compare, by name. */
  services: oc
    .route({
      method: 'GET',
      path: '/services',
      tags: ['routing'],
      summary: 'Servers that are equal, and where they differ',
    })
    .output(z.array(Service)),
  /** The others of a server's service, and how their tools compare with its own. Faults: not-found. */
  equals: oc
    .route({
      method: 'GET',
      path: '/servers/{server}/equals',
      tags: ['routing'],
      summary: "A server's equals, and where they differ",
    })
    .input(z.object({ server: ServerName }))
    .output(Equals),
  /**
   * Runs a tool of the server named, or of an equal of it: one of its service that has the same tool with an equal input
   * schema, is on, not muted, connected and not down. First those that are up, of these the highest priority, of these
   * the less loaded of two drawn. Where one fails, the next is asked if the tool surely did not run (not-connected,
   * needs-sign-in, server-busy, or `detail.outcome` is `not-sent`), or if both say of the tool that it is read-only or
   * idempotent; else the failure is reported and nothing repeated. A result with `isError` is an answer.
   * Faults: those of `connections.callTool`, with `detail.tried` of all that were asked; not-found where `except` leaves none.
   */
  callAny: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/tools/{tool}/any',
      tags: ['routing'],
      summary: 'Run a tool on a server or an equal of it',
    })
    .input(AnyCall)
    .output(AnyResult),
  /**
   * `callAny` as a sequence: who was chosen and why, then as `connections.runTool`, with an event for each server that
   * takes over. Faults: those of `callAny`; they end the sequence.
   */
  runAny: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/tools/{tool}/any/run',
      tags: ['routing'],
      summary: 'Run a tool on a server or an equal of it and follow it (server-sent events)',
    })
    .input(AnyCall)
    .output(eventIterator(AnyRunEvent)),
}
