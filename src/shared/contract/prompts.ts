import { oc } from '@orpc/contract'
import { z } from 'zod'
import { ServerName } from './registration'

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

/** One message of a prompt. */
export const PromptMessage = z.object({
  role: z.enum(['user', 'assistant']),
  /** As a part of a tool's result: `text`, `image`, `audio`, `resource` or `resource_link`. */
  content: z.looseObject({ type: z.string() }),
  /** The answer is larger than `answerMax`: a text in it stops early, other data is left out. */
  cut: z.boolean(),
})
export type PromptMessage = z.infer<typeof PromptMessage>

/** What a prompt says with its arguments filled in. */
export const FilledPrompt = z.object({
  description: z.string().optional(),
  messages: z.array(PromptMessage),
  /** Messages beyond the first 200, which are left out. */
  omitted: z.int(),
  durationMs: z.number(),
})
export type FilledPrompt = z.infer<typeof FilledPrompt>

/** What could stand in an argument. */
export const Completion = z.object({
  /** At most 100 of at most 1,024 characters. */
  values: z.array(z.string()),
  /** There are more than these. */
  hasMore: z.boolean(),
})
export type Completion = z.infer<typeof Completion>

const ofServer = z.object({ server: ServerName })
const Filling = z.record(z.string().max(256), z.string().max(100_000))

export const promptsContract = {
  /** The prompts of the last list; kept while disconnected. Faults: not-found. */
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
   * Fills one prompt in, once; at most `answerMax` of what comes. Ends with the caller's abort. Faults: not-found (server
   * or prompt), not-connected, server-refused, server-unreachable, server-timeout, cancelled.
   */
  getPrompt: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/prompts/{prompt}',
      tags: ['connections'],
      summary: 'Fill a prompt in',
    })
    .input(
      z.object({ server: ServerName, prompt: z.string().min(1).max(256), arguments: Filling.default({}) }),
    )
    .output(FilledPrompt),
  /**
   * What could stand in an argument of a prompt or a variable of a resource template that begins with `value`. Nothing
   * where the server has no completions. Faults: as getPrompt.
   */
  complete: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/complete',
      tags: ['connections'],
      summary: 'Suggest values for an argument',
    })
    .input(
      z.object({
        server: ServerName,
        of: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('prompt'), name: z.string().min(1).max(256) }),
          z.object({ kind: z.literal('template'), uriTemplate: z.string().min(1).max(8_192) }),
        ]),
        argument: z.string().min(1).max(256),
        value: z.string().max(1_024),
        /** What the other arguments hold already. */
        others: Filling.default({}),
      }),
    )
    .output(Completion),
}
