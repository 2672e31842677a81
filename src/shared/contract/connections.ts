import { oc } from '@orpc/contract'
import { z } from 'zod'
import { RegistrationDocument, ServerName } from './registration'

/** `off`: not wanted. `waiting`: for a place or for the next attempt. `failed`: waiting alone will not mend it. */
export const connectionStates = [
  'off',
  'connecting',
  'connected',
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
  'not-mcp',
  'auth-required',
  'era-unsupported',
  'command-missing',
  'command-not-executable',
  'cwd-missing',
  'process-exited',
  'secret-missing',
  'closed',
  'session-lost',
  'protocol',
  'check-failed',
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

/** What the server said of itself when the connection was made. */
export const ConnectionDetails = z.object({
  /** The address that answered; the typed one stays in the registration. */
  address: z.string().nullable(),
  protocolVersion: z.string().nullable(),
  serverInfo: z.object({ name: z.string(), version: z.string(), title: z.string().optional() }).nullable(),
  capabilities: z.record(z.string(), z.unknown()),
  instructions: z.string().nullable(),
  /** Process id of a stdio server. */
  pid: z.int().nullable(),
  connectMs: z.number().nullable(),
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

export const Resource = z.object({
  uri: z.string(),
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  mimeType: z.string().optional(),
})
export type Resource = z.infer<typeof Resource>

export const Prompt = z.object({
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  arguments: z
    .array(
      z.object({ name: z.string(), description: z.string().optional(), required: z.boolean().optional() }),
    )
    .optional(),
})
export type Prompt = z.infer<typeof Prompt>

/** The outcome of a tool call. `isError` is the tool's own word: the call itself went through. */
export const ToolResult = z.object({
  content: z.array(z.looseObject({ type: z.string() })),
  structuredContent: z.unknown().optional(),
  isError: z.boolean(),
  durationMs: z.number(),
})
export type ToolResult = z.infer<typeof ToolResult>

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
  /** The tools of the last list; kept while disconnected. Faults: not-found. */
  tools: oc
    .route({
      method: 'GET',
      path: '/servers/{server}/tools',
      tags: ['connections'],
      summary: "A server's tools",
    })
    .input(ofServer)
    .output(z.array(Tool)),
  /** Faults: not-found. */
  resources: oc
    .route({
      method: 'GET',
      path: '/servers/{server}/resources',
      tags: ['connections'],
      summary: "A server's resources",
    })
    .input(ofServer)
    .output(z.array(Resource)),
  /** Faults: not-found. */
  prompts: oc
    .route({
      method: 'GET',
      path: '/servers/{server}/prompts',
      tags: ['connections'],
      summary: "A server's prompts",
    })
    .input(ofServer)
    .output(z.array(Prompt)),
  /**
   * Runs one tool, once; never repeated by Rollcall. Ends with the caller's abort.
   * Faults: not-found (server or tool), not-connected, server-refused, server-unreachable, server-timeout, cancelled.
   */
  callTool: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/tools/{tool}',
      tags: ['connections'],
      summary: 'Run a tool',
    })
    .input(
      z.object({
        server: ServerName,
        tool: z.string().min(1).max(256),
        arguments: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .output(ToolResult),
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
