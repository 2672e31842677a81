import { oc } from '@orpc/contract'
import { z } from 'zod'
import { alternativesContract } from './alternatives'
import { verdicts } from './health'
import { ServerName } from './registration'

const names = z.array(ServerName).max(1_000)

/** Where to look: without anything everywhere. */
export const RouteScope = z.object({
  tags: z.array(z.string()).max(100).optional(),
  /** Whether a server needs one of the tags or all of them. */
  match: z.enum(['any', 'all']).default('any'),
  /** Only these. */
  servers: names.optional(),
  /** All but these. */
  without: names.optional(),
})
export type RouteScope = z.input<typeof RouteScope>

/** A word of the question, and what was found for it. */
const Match = z.object({
  said: z.string(),
  /** The stem, the related word or the translation that was found. */
  found: z.string(),
  /** Where: fields of a tool, or of a server. */
  fields: z.array(
    z.enum(['name', 'text', 'parameters', 'parameterText', 'server', 'serverText', 'tags', 'tools']),
  ),
  score: z.number(),
})
export type Match = z.infer<typeof Match>

/**
 * What the words are multiplied by, each about 1: they decide between equals and never outweigh the words. Their product
 * is kept within 0.8 and 1.25.
 */
const Factors = z.object({
  priority: z.number(),
  tags: z.number(),
  health: z.number(),
  latency: z.number(),
  use: z.number(),
})
export type Factors = z.infer<typeof Factors>

/**
 * How near it is to the question by embeddings, -1 to 1; only where they were used and it is among the 200 nearest. Then
 * the order of the words and the order of the meanings together make the score, by reciprocal rank.
 */
const meaning = z.number().optional()

export const RankedServer = z.object({
  server: z.string(),
  /** Left out where it is equal to none. */
  service: z.string().optional(),
  /** `(words + tools) × factors`; comparable within one answer only. */
  score: z.number(),
  /** Of its own name, description and tags, and of the names of its tools. */
  words: z.number(),
  /** Of its best tools. */
  tools: z.number(),
  factors: Factors,
  meaning,
  matches: z.array(Match),
  verdict: z.enum(verdicts),
  latencyMs: z.number().nullable(),
})
export type RankedServer = z.infer<typeof RankedServer>

const RankedTool = z.object({
  server: z.string(),
  tool: z.string(),
  /** Left out where its server is equal to none. */
  service: z.string().optional(),
  /** Equal servers with the same tool, which stand for themselves no more; best first. */
  alternatives: z.array(z.string()),
  description: z.string().optional(),
  score: z.number(),
  /** Of the tool, and what its server adds. */
  words: z.number(),
  ofServer: z.number(),
  factors: Factors,
  meaning,
  matches: z.array(Match),
})
export type RankedTool = z.infer<typeof RankedTool>

/** Why a server that has the words is not offered; each has a sentence in both languages (`leftOut.<code>`). */
const leftOutReasons = [
  'off',
  'down',
  'needs-approval',
  'needs-auth',
  'not-connected',
  'muted',
  'out-of-scope',
  'excluded',
] as const

export const LeftOut = z.object({ server: z.string(), score: z.number(), reason: z.enum(leftOutReasons) })
export type LeftOut = z.infer<typeof LeftOut>

/** `preparing`: what the tools do is not known to the model yet. `failed`: it did not answer in time. Words answered alone then. */
const EmbeddingsUse = z.enum(['off', 'used', 'preparing', 'failed'])
export type EmbeddingsUse = z.infer<typeof EmbeddingsUse>

const EmbeddingsState = z.object({
  /** For the endpoint that is set. */
  hasKey: z.boolean(),
  /** Descriptions of tools whose vectors are known, of how many. */
  known: z.int(),
  all: z.int(),
})
export type EmbeddingsState = z.infer<typeof EmbeddingsState>

const EmbeddingsTest = z.union([
  z.object({ ok: z.literal(true), dimensions: z.int(), tookMs: z.number() }),
  /** In the endpoint's own words; empty where none is set. */
  z.object({ ok: z.literal(false), reason: z.string() }),
])
export type EmbeddingsTest = z.infer<typeof EmbeddingsTest>

const Route = z.object({
  servers: z.array(RankedServer),
  tools: z.array(RankedTool),
  /** The ten best of them. */
  leftOut: z.array(LeftOut).max(10),
  /** What the question was taken to ask for. */
  words: z.array(z.string()),
  embeddings: EmbeddingsUse,
  tookMs: z.number(),
})
export type Route = z.infer<typeof Route>

export const routingContract = {
  ...alternativesContract,
  /**
   * The servers and tools for a question, best first, with the reasons. Never offered are servers that are off, down,
   * not connected, waiting for consent or sign-in, or muted; slow and flapping ones stand lower.
   */
  route: oc
    .route({
      method: 'POST',
      path: '/route',
      tags: ['routing'],
      summary: 'The servers and tools for a question, and why',
    })
    .input(
      z.object({
        query: z.string().trim().min(1).max(4_000),
        scope: RouteScope.optional(),
        servers: z.int().min(1).max(100).default(5),
        tools: z.int().min(1).max(200).default(20),
        /** The same tool of equal servers stands once, with the others as its `alternatives`. */
        fold: z.boolean().default(true),
      }),
    )
    .output(Route),
  embeddings: oc
    .route({
      method: 'GET',
      path: '/route/embeddings',
      tags: ['routing'],
      summary: 'How far tools are known to the embeddings endpoint',
    })
    .output(EmbeddingsState),
  /** Kept in the secret store for the address that is set (`embeddingsUrl`), never told again. Faults: disk-full. */
  setEmbeddingsKey: oc
    .route({
      method: 'POST',
      path: '/route/embeddings/key',
      tags: ['routing'],
      summary: 'Keep or forget the key of the embeddings endpoint',
    })
    .input(z.object({ key: z.string().trim().min(1).max(1_000).nullable() }))
    .output(EmbeddingsState),
  /** Sends one word there; within 30 s. */
  testEmbeddings: oc
    .route({
      method: 'POST',
      path: '/route/embeddings/test',
      tags: ['routing'],
      summary: 'Try the embeddings endpoint',
    })
    .output(EmbeddingsTest),
}
