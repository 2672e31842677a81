import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { logContract } from './log'
import { promptsContract } from './prompts'
import { RegistrationDocument, ServerName } from './registration'
import { resourcesContract } from './resources'

/**
 * `off`: not wanted. `waiting`: for a place or for the next attempt. `failed`: waiting alone will not mend it.
 * `asleep`: its process was ended because nobody used it; the next request starts it.
 */
export const connectionStates = [
  'off',
  'connecting',
  'connected',
  'asleep',
  'waiting',
  'needs-approval',
  'needs-auth',
  'failed',
] as const

/** Why a connection is not there. Stable; each has a sentence and an advice in both languages (`connection.<code>`). */
export const connectionErrorCodes = [
  'refused',
  'host-not-found',
  'unreachable',
  'timeout',
  'tls',
  'http-status',
  'asked-to-wait',
  'not-mcp',
  'auth-required',
  'sign-in-required',
  'scope-required',
  'scope-refused',
  'renewal-failed',
  'era-unsupported',
  'command-missing',
  'command-not-executable',
  'command-is-folder',
  'command-wrong-machine',
  'interpreter-missing',
  'argument-unsafe',
  'cwd-missing',
  'process-exited',
  'not-reading',
  'secret-missing',
  'closed',
  'session-lost',
  'protocol',
  'check-failed',
  'misbehaving',
  'quarantined',
  'header-invalid',
  'identity-changed',
  'program-changed',
] as const

export const ConnectionError = z.object({
  code: z.enum(connectionErrorCodes),
  /** One English sentence: what happened, to what. */
  message: z.string(),
  /** Values for the sentence in other languages, e.g. `{ address, status, exitCode, stderr }`. */
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type ConnectionError = z.infer<typeof ConnectionError>

export const Connection = z.object({
  state: z.enum(connectionStates),
  era: z.enum(['legacy', 'modern']).nullable(),
  transport: z.enum(['http', 'sse', 'stdio']).nullable(),
  /** Attempts since the last time it was connected; 0 when connected at the first. */
  attempt: z.int(),
  nextAttemptAt: z.iso.datetime().nullable(),
  /** When this state began. */
  since: z.iso.datetime(),
  error: ConnectionError.nullable(),
})
export type Connection = z.infer<typeof Connection>

/**
 * Why a list may not be whole; each has a sentence in both languages. `pages`: it has more than 64. `items`: more than
 * 10,000. `cycle`: its pages lead back to one that was read.
 */
const listPartials = ['pages', 'items', 'cycle'] as const
export type ListPartial = (typeof listPartials)[number]

/** One list as it is kept. `resources` counts templates, too. */
export const ListState = z.object({
  kind: z.enum(['tools', 'resources', 'prompts']),
  items: z.int(),
  /** Null where it was never read. */
  readAt: z.iso.datetime().nullable(),
  /** Until when it counts as fresh: the server's own `ttlMs`, else the setting. */
  freshUntil: z.iso.datetime().nullable(),
  /** Read, not said to have changed since, and not older than it may be; what is not is read again on use. */
  isFresh: z.boolean(),
  partial: z.enum(listPartials).nullable(),
  /** Why it could not be read the last time it was tried. */
  failure: ConnectionError.nullable(),
})
export type ListState = z.infer<typeof ListState>

/** How often lists were used, and how often what was kept was fresh enough. */
const ListUse = z.object({
  hits: z.int(),
  misses: z.int(),
  /** Hits among all uses, 0 to 1; null before the first. */
  rate: z.number().nullable(),
})

export const KeptLists = ListUse.extend({
  lists: z.array(ListState),
})
export type KeptLists = z.infer<typeof KeptLists>

/** The lists of all servers. An entry is all lists of one server. */
export const ListCache = ListUse.extend({
  enabled: z.boolean(),
  /** Servers whose lists are kept, of at most `most`. */
  kept: z.int(),
  most: z.int(),
})
export type ListCache = z.infer<typeof ListCache>

/** What the server said of itself when the connection was made. */
export const ConnectionDetails = z.object({
  /** The address that answered; the typed one stays in the registration. */
  address: z.string().nullable(),
  protocolVersion: z.string().nullable(),
  /** Since when the server is known to speak the era it speaks; left out while none is known. */
  eraSince: z.iso.datetime().optional(),
  /** Until when the certificate of an https server is good, as it was last shown; null where there is none. */
  certificateEndsAt: z.iso.datetime().nullable(),
  /** A stranger's words, at most 200 characters each; `websiteUrl` is shown, never fetched, at most 2,048. */
  serverInfo: z
    .object({
      name: z.string(),
      version: z.string(),
      title: z.string().optional(),
      websiteUrl: z.string().optional(),
    })
    .nullable(),
  /** Above 64 Ki characters only their names. */
  capabilities: z.record(z.string(), z.unknown()),
  /** At most 65,536 characters. */
  instructions: z.string().nullable(),
  /** Process id of a stdio server. */
  pid: z.int().nullable(),
  connectMs: z.number().nullable(),
  /** How often the server broke the protocol since this Rollcall knows it at this address; each is in its log. */
  violations: z.int(),
  kept: KeptLists,
  /** Requests it has under way, and requests that wait for their turn. */
  underWay: z.int(),
  waiting: z.int(),
  /** The last lines the process wrote to stderr, oldest first; at most 200. */
  stderr: z.array(z.string()),
})
export type ConnectionDetails = z.infer<typeof ConnectionDetails>

export const Tool = z.object({
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  /** JSON Schema, as the server sent it: data of a stranger. */
  inputSchema: z.record(z.string(), z.unknown()),
  outputSchema: z.record(z.string(), z.unknown()).optional(),
  annotations: z
    .object({
      title: z.string().optional(),
      readOnlyHint: z.boolean().optional(),
      destructiveHint: z.boolean().optional(),
      idempotentHint: z.boolean().optional(),
      openWorldHint: z.boolean().optional(),
    })
    .optional(),
})
export type Tool = z.infer<typeof Tool>

/**
 * What is wrong with the structured part of an answer, or why that is not known; each has a sentence in both languages
 * (`structured.<code>`). `missing`: promised and not there. `mismatch`: not as the tool's output schema has it, `path` (a JSON
 * pointer) says where, `keyword` which rule. The rest: not checked, because the schema is none, is too large (64 levels,
 * 2,000 parts), refers to another document (nothing is fetched), is of an unknown dialect, or the check took over 250 ms.
 */
export const StructuredProblem = z.object({
  code: z.enum([
    'missing',
    'mismatch',
    'schema-invalid',
    'schema-too-large',
    'schema-elsewhere',
    'schema-dialect',
    'aborted',
  ]),
  path: z.string().optional(),
  keyword: z.string().optional(),
})
export type StructuredProblem = z.infer<typeof StructuredProblem>

/** The outcome of a tool call. `isError` is the tool's own word: the call itself went through. */
export const ToolResult = z.object({
  content: z.array(z.looseObject({ type: z.string() })),
  structuredContent: z.unknown().optional(),
  /** Left out where the structured part is as promised, or nothing was. */
  structuredProblem: StructuredProblem.optional(),
  isError: z.boolean(),
  durationMs: z.number(),
})
export type ToolResult = z.infer<typeof ToolResult>

/** How far a tool says it is; data of a stranger. `total` is null where it does not know. */
export const ToolProgress = z.object({
  progress: z.number(),
  total: z.number().nullable(),
  /** At most 1,000 characters. */
  message: z.string().nullable(),
})
export type ToolProgress = z.infer<typeof ToolProgress>

/** One piece of a run: waiting and progress, any number of times, then the result, once. */
export const ToolRunEvent = z.discriminatedUnion('kind', [
  /** It is not sent yet: the server has as many requests under way as it may, and so many are before it. 0: now it is. */
  z.object({ kind: z.literal('waiting'), others: z.int() }),
  ToolProgress.extend({ kind: z.literal('progress') }),
  z.object({ kind: z.literal('result'), result: ToolResult }),
])
export type ToolRunEvent = z.infer<typeof ToolRunEvent>

export const ToolCall = z.object({
  server: ServerName,
  tool: z.string().min(1).max(256),
  arguments: z.record(z.string(), z.unknown()).default({}),
})

/** One step of a test. `reach`: the process runs or the address answered; `speak`: in the protocol; `list`: its tools. */
export const TrialStep = z.object({
  step: z.enum(['reach', 'speak', 'list']),
  outcome: z.enum(['ok', 'failed', 'skipped']),
  /** Null where it was never come to. */
  durationMs: z.number().nullable(),
})
export type TrialStep = z.infer<typeof TrialStep>

/** What came of connecting once. */
export const Trial = z.object({
  /** All steps, in order. */
  steps: z.array(TrialStep),
  /** Why a step failed. */
  error: ConnectionError.nullable(),
  era: Connection.shape.era,
  transport: Connection.shape.transport,
  /** The address that answered, or the command. */
  address: z.string().nullable(),
  toolCount: z.int(),
  /** The names of the first 200 tools. */
  tools: z.array(z.string()),
  /** The last lines a process wrote to stderr, oldest first; at most 200. */
  stderr: z.array(z.string()),
})
export type Trial = z.infer<typeof Trial>

const ofServer = z.object({ server: ServerName })

export const connectionsContract = {
  ...logContract,
  /**
   * Wants the server connected, from now on and after a restart. Answers once the wish is kept, not once it is met:
   * watch `connection.state`. Faults: not-found, needs-approval.
   */
  connect: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/connect',
      tags: ['connections'],
      summary: 'Switch a server on',
    })
    .input(ofServer)
    .output(Connection),
  /** Wants it off, from now on and after a restart; its process is gone within 5 s. Faults: not-found. */
  disconnect: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/disconnect',
      tags: ['connections'],
      summary: 'Switch a server off',
    })
    .input(ofServer)
    .output(Connection),
  /**
   * Whoever answers at its address now is this server, after `identity-changed`; so is what its command leads to, after
   * `program-changed`. Tries at once; answers once that is kept.
   * Faults: not-found.
   */
  accept: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/accept',
      tags: ['connections'],
      summary: 'Accept another server at an address, or another program',
    })
    .input(ofServer)
    .output(Connection),
  /** What the live connection told. Faults: not-found. */
  details: oc
    .route({
      method: 'GET',
      path: '/servers/{server}/connection',
      tags: ['connections'],
      summary: 'What a server said of itself',
    })
    .input(ofServer)
    .output(ConnectionDetails),
  /**
   * Reads all lists of a server again now, fresh or not, and wakes it for that; answers once they are read. One that could not be read says so in
   * its `failure`. Faults: not-found, not-connected.
   */
  readLists: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/lists',
      tags: ['connections'],
      summary: "Read a server's lists again",
    })
    .input(ofServer)
    .output(KeptLists),
  /** How well keeping lists serves. */
  lists: oc
    .route({
      method: 'GET',
      path: '/lists',
      tags: ['connections'],
      summary: 'The lists of all servers, as kept',
    })
    .output(ListCache),
  /**
   * The tools of the last list; kept while disconnected. One that is not fresh is read again first, where the server is
   * connected; how old it is stands in `details`. Faults: not-found.
   */
  tools: oc
    .route({
      method: 'GET',
      path: '/servers/{server}/tools',
      tags: ['connections'],
      summary: "A server's tools",
    })
    .input(ofServer)
    .output(z.array(Tool)),
  ...resourcesContract,
  ...promptsContract,
  /**
   * Runs one tool, once; never repeated by Rollcall. Waits its turn where the server has as many requests under way as it
   * may. Ends with the caller's abort. Of server-unreachable, `detail.outcome` is `unknown` where it may have run all the
   * same, `not-sent` where it surely did not.
   * Faults: not-found (server or tool), not-connected, needs-sign-in, server-busy, server-refused, server-unreachable,
   * server-timeout, cancelled.
   */
  callTool: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/tools/{tool}',
      tags: ['connections'],
      summary: 'Run a tool',
    })
    .input(ToolCall)
    .output(ToolResult),
  /**
   * `callTool` as a sequence: how far it is, at most ten times a second (only the latest is kept for a slow reader),
   * then the result. Each progress renews the request timeout, up to 10 minutes in all. Reading no further ends the
   * call. Faults: those of `callTool`; once it runs, they end the sequence.
   */
  runTool: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/tools/{tool}/run',
      tags: ['connections'],
      summary: 'Run a tool and follow its progress (server-sent events)',
    })
    .input(ToolCall)
    .output(eventIterator(ToolRunEvent)),
  /**
   * Connects once to a registration that is not kept, and ends what it started before it answers. A command sent here
   * counts as shown to a person, as in `registry.register`. Faults: invalid, cancelled.
   */
  test: oc
    .route({
      method: 'POST',
      path: '/test',
      tags: ['connections'],
      summary: 'Try a server without keeping it',
    })
    .input(RegistrationDocument)
    .output(Trial),
}
