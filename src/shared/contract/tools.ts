import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { ServerName } from './registration'

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

export const toolsContract = {
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
    .input(z.object({ server: ServerName }))
    .output(z.array(Tool)),
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
}
