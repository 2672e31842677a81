import { z } from 'zod'
import { ToolProgress } from './connections'
import { Ask } from './consents'
import { FaultShape } from './fault'
import { LlmConfig, ModelError } from './models'
import { LeftOut, RankedServer } from './routing'

/**
 * `asking`: a person must say whether it may run. `waiting`: for its turn at the server. `lost`: Rollcall ended meanwhile, and it may have run.
 */
const callStates = ['asking', 'waiting', 'running', 'done', 'failed', 'denied', 'cancelled', 'lost'] as const

/** What is shown of a result; the whole of it is fetched by `chat.result`. */
const CallResult = z.object({
  /** The tool's own word. */
  isError: z.boolean(),
  /** As the tool gave it, texts cut at 16,384 characters together; images above 256 KiB only by their kind and size. */
  content: z.array(z.looseObject({ type: z.string() })),
  structuredContent: z.unknown().optional(),
  /** Bytes of the whole. */
  bytes: z.int(),
  /** There is more than is shown here. */
  isCut: z.boolean(),
  /** The model saw less than there is. */
  isCutForModel: z.boolean(),
})
export type CallResult = z.infer<typeof CallResult>

/** One piece of what a server wants a model to be told; text alone is passed on. */
const Sampled = z.object({ role: z.enum(['user', 'assistant']), text: z.string() })

/** What a server wants to know of the person in the midst of a call. Its words are a stranger's. */
export const Elicitation = z.object({
  id: z.string(),
  server: z.string(),
  message: z.string(),
  wants: z.discriminatedUnion('mode', [
    z.object({ mode: z.literal('form'), schema: z.record(z.string(), z.unknown()) }),
    /** Opened only when the person says so, after the whole address was shown. */
    z.object({ mode: z.literal('url'), url: z.string() }),
    /** The person's model is to be asked; `message` is then all it would be told. */
    z.object({
      mode: z.literal('sample'),
      system: z.string().nullable(),
      messages: z.array(Sampled),
      maxTokens: z.int(),
    }),
  ]),
  at: z.iso.datetime(),
})
export type Elicitation = z.infer<typeof Elicitation>

export const Call = z.object({
  kind: z.literal('call'),
  id: z.string(),
  server: z.string(),
  tool: z.string(),
  title: z.string().optional(),
  /** Exactly what is sent. */
  arguments: z.record(z.string(), z.unknown()),
  by: z.enum(['model', 'person']),
  state: z.enum(callStates),
  /** Set while `asking`. */
  ask: Ask.nullable(),
  /** How it came to be allowed, for the record. */
  allowedBy: z.enum(['person-once', 'approval', 'trusted-server', 'policy', 'person-ran-it']).nullable(),
  progress: ToolProgress.nullable(),
  elicitation: Elicitation.nullable(),
  startedAt: z.iso.datetime().nullable(),
  durationMs: z.number().nullable(),
  result: CallResult.nullable(),
  /** Why it failed, as a fault: code, sentence, values. */
  error: FaultShape.nullable(),
  /** Equal servers that were tried before `server`, and why they did not do. */
  tried: z.array(z.object({ server: z.string(), code: z.string() })),
})
export type Call = z.infer<typeof Call>

/** A tool that fits the question, with as much of its form as the words say. */
const Proposal = z.object({
  server: z.string(),
  tool: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: z.record(z.string(), z.unknown()),
  arguments: z.record(z.string(), z.unknown()),
  /** Arguments it needs that the words did not say. */
  missing: z.array(z.string()),
  score: z.number(),
})
export type Proposal = z.infer<typeof Proposal>

export const TurnPart = z.discriminatedUnion('kind', [
  /** What the model says; Markdown of a stranger. */
  z.object({ kind: z.literal('text'), text: z.string() }),
  /** What the model thinks, where its provider tells. */
  z.object({ kind: z.literal('reasoning'), text: z.string() }),
  Call,
  /** The model looked for more tools; what it found it may call from then on. Its words are the model's. */
  z.object({
    kind: z.literal('search'),
    query: z.string(),
    found: z.array(z.object({ server: z.string(), tool: z.string() })),
  }),
  /** Without a model: the best tools, at most three. */
  z.object({ kind: z.literal('proposals'), proposals: z.array(Proposal) }),
])
export type TurnPart = z.infer<typeof TurnPart>

/** How the question was routed: what the line above an answer and the panel "why" show. */
const TurnRoute = z.object({
  servers: z.array(RankedServer),
  leftOut: z.array(LeftOut),
  words: z.array(z.string()),
  tookMs: z.number(),
  /** Tools offered to the model at first, with about how many tokens, and how many more it can search for. */
  offered: z.array(z.object({ server: z.string(), tool: z.string(), score: z.number() })),
  offeredTokens: z.int(),
  /** Kept from the model because they are no longer what was approved. */
  held: z.array(z.object({ server: z.string(), tool: z.string() })),
  searchable: z.int(),
})
export type TurnRoute = z.infer<typeof TurnRoute>

export const Usage = z.object({ input: z.int(), output: z.int(), cached: z.int() })
export type Usage = z.infer<typeof Usage>

/** `waiting`: for a person. `interrupted`: Rollcall ended in the midst of it; what was there is kept. `full`: the step limit. */
const turnStates = ['running', 'waiting', 'done', 'stopped', 'failed', 'interrupted', 'full'] as const

/** A question and all that came of it. */
export const Turn = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  question: z.string(),
  state: z.enum(turnStates),
  /** Null: without a model. */
  llm_config: LlmConfig.nullable(),
  route: TurnRoute.nullable(),
  parts: z.array(TurnPart),
  /** Why the model did not (fully) answer. */
  error: ModelError.nullable(),
  /** Tokens of all its steps; null where the provider does not say. */
  usage: Usage.nullable(),
  durationMs: z.number().nullable(),
})
export type Turn = z.infer<typeof Turn>
