import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { sharingModes } from './sharing'

const limits = {
  /** Connects at the same time, of them at most five of processes; the original's `max_concurrent_connections`. */
  maxConcurrentConnections: z.int().min(1).max(100),
  /** Default time to connect, in milliseconds. */
  connectTimeoutMs: z.int().min(100).max(600_000),
  /** Default time for one request, in milliseconds. */
  requestTimeoutMs: z.int().min(100).max(600_000),
  /** Requests one server has under way at the same time; more wait their turn. Own: `metadata.connection.max_requests`. */
  maxRequestsPerServer: z.int().min(1).max(1_000),
  /**
   * How long a list counts as fresh where its server does not say, in milliseconds; the original's `cache_ttl`.
   * Own: `metadata.connection.cache_ttl_ms`.
   */
  toolCacheTtlMs: z.int().min(1_000).max(86_400_000),
  /** Servers whose lists are kept, those not used for longest let go first; the original's `max_cache_size`. */
  toolCacheMaxItems: z.int().min(1).max(100_000),
  /**
   * A process nobody used for so long is ended until it is used again, in milliseconds; 0: never.
   * Own: `metadata.connection.sleep_after_ms`.
   */
  sleepAfterMs: z.int().min(0).max(86_400_000),
  /** Between two checks of one server, in milliseconds, ± 10 %. */
  checkIntervalMs: z.int().min(1_000).max(3_600_000),
  /** The same once it has been up without a failure for ten minutes; never shorter than `checkIntervalMs`. */
  steadyIntervalMs: z.int().min(1_000).max(3_600_000),
  /** Failures in a row that make a server down. */
  downAfter: z.int().min(1).max(20),
  /** Successes in a row that bring it back. */
  upAfter: z.int().min(1).max(20),
  /** Slow answers in a row that make it slow. */
  slowAfter: z.int().min(1).max(20),
  /** An answer slower than this is slow, in milliseconds. */
  slowAfterMs: z.int().min(1).max(600_000),
  /** How long a server stays that no source names any more, in milliseconds. */
  discoveryLeaseMs: z
    .int()
    .min(60_000)
    .max(30 * 86_400_000),
  /** Tools a model is offered at first. */
  chatToolsMax: z.int().min(1).max(100),
  /** About how many tokens their descriptions may have; three are offered all the same. */
  chatToolTokens: z.int().min(500).max(200_000),
  /** How often a model may answer before its turn is full, calling tools in between. */
  chatStepsMax: z.int().min(1).max(100),
  /** Characters of a result a model reads; the person has the whole. */
  chatResultChars: z.int().min(500).max(1_000_000),
}

/** From one time of day to another where this machine is, past midnight too: `22:00-07:00`; or never. */
const quietHours = z.union([
  z.literal('off'),
  z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'is not of the form HH:MM-HH:MM'),
])

const choices = {
  /** Whether a person is told when a server goes down, comes back or needs them. */
  notifications: z.enum(['important', 'off']),
  /** When nobody is told; what is still true at the end is told then, once. */
  quietHours,
  /** What a server's tools may do when a model wants them, unless its own policy says otherwise; see `ToolPolicy`. */
  toolPolicy: z.enum(['ask', 'trusted']),
  /** What others may read of the registry over the HTTP API, with a token of its own; see `sharing.ts`. */
  sharing: z.enum(sharingModes),
  /**
   * An OpenAI-compatible endpoint, e.g. `https://api.openai.com/v1`, that finds tools by meaning as well; or `off`. The
   * descriptions of tools and the questions are sent there.
   */
  embeddingsUrl: z.union([
    z.literal('off'),
    z.url({ protocol: /^https?$/, error: 'is neither off nor an address' }).max(2_000),
  ]),
  /** Its model. */
  embeddingsModel: z.string().trim().min(1).max(200),
  /**
   * Whether servers that still use sampling may have the chat's model asked, each time with a person's word; the
   * protocol is giving it up (2026-07-28, deprecated). Counts from a server's next connecting on.
   */
  sampling: z.enum(['off', 'ask']),
  /**
   * Folders that servers which still use roots are told to keep to, as in PATH; or `off`. Given up by the protocol as
   * well. Counts from a server's next connecting on.
   */
  roots: z.string().trim().min(1).max(4_096),
}

const switches = {
  /** Whether lists are served from what is kept while they are fresh; the original's `enable_tool_cache`. */
  toolCacheEnabled: z.boolean(),
}

/** What a person may set for the core. Window, theme and language belong to the shell. */
export const Settings = z.object({
  maxConcurrentConnections: limits.maxConcurrentConnections.default(8),
  connectTimeoutMs: limits.connectTimeoutMs.default(30_000),
  requestTimeoutMs: limits.requestTimeoutMs.default(60_000),
  maxRequestsPerServer: limits.maxRequestsPerServer.default(10),
  toolCacheEnabled: switches.toolCacheEnabled.default(true),
  toolCacheTtlMs: limits.toolCacheTtlMs.default(300_000),
  toolCacheMaxItems: limits.toolCacheMaxItems.default(1_000),
  sleepAfterMs: limits.sleepAfterMs.default(0),
  checkIntervalMs: limits.checkIntervalMs.default(15_000),
  steadyIntervalMs: limits.steadyIntervalMs.default(15_000),
  downAfter: limits.downAfter.default(3),
  upAfter: limits.upAfter.default(2),
  slowAfter: limits.slowAfter.default(3),
  slowAfterMs: limits.slowAfterMs.default(1_000),
  discoveryLeaseMs: limits.discoveryLeaseMs.default(86_400_000),
  chatToolsMax: limits.chatToolsMax.default(20),
  chatToolTokens: limits.chatToolTokens.default(8_000),
  chatStepsMax: limits.chatStepsMax.default(12),
  chatResultChars: limits.chatResultChars.default(24_000),
  notifications: choices.notifications.default('important'),
  quietHours: choices.quietHours.default('off'),
  toolPolicy: choices.toolPolicy.default('ask'),
  sharing: choices.sharing.default('off'),
  embeddingsUrl: choices.embeddingsUrl.default('off'),
  embeddingsModel: choices.embeddingsModel.default('text-embedding-3-small'),
  sampling: choices.sampling.default('off'),
  roots: choices.roots.default('off'),
})
export type Settings = z.infer<typeof Settings>

/** What is not given stays. Without defaults: a default inside a partial shape would reset what was not given. */
export const SettingsPatch = z.object({ ...limits, ...switches, ...choices }).partial()
export type SettingsPatch = z.infer<typeof SettingsPatch>

export const SettingName = Settings.keyof()
export type SettingName = z.infer<typeof SettingName>

/** Those that are numbers, with limits. */
export const NumberName = z.object(limits).keyof()
export type NumberName = z.infer<typeof NumberName>
/** Those that are on or off. */
export const SwitchName = z.object(switches).keyof()
export type SwitchName = z.infer<typeof SwitchName>

const ofChat = {
  chatToolsMax: true,
  chatToolTokens: true,
  chatStepsMax: true,
  chatResultChars: true,
} as const

/** Those that hold for every server: all but what is a word. In the order a person reads them. */
export const DefaultName = Settings.omit({
  notifications: true,
  quietHours: true,
  toolPolicy: true,
  sharing: true,
  ...ofChat,
  embeddingsUrl: true,
  embeddingsModel: true,
  sampling: true,
  roots: true,
}).keyof()
export type DefaultName = z.infer<typeof DefaultName>

/** What an answer of a model may take. */
export const ChatSettingName = Settings.pick(ofChat).keyof()

/** The numbers a setting may be, both ends included, and the one it is unless somebody chose. */
export function limitsOf(name: NumberName): { least: number; most: number; usual: number } {
  const { minValue, maxValue } = limits[name]
  return {
    least: minValue ?? 0,
    most: maxValue ?? Number.MAX_SAFE_INTEGER,
    usual: Settings.parse({})[name],
  }
}

export const settingsContract = {
  get: oc
    .route({ method: 'GET', path: '/settings', tags: ['settings'], summary: 'Settings' })
    .output(Settings),
  /** Faults: invalid. */
  set: oc
    .route({ method: 'PATCH', path: '/settings', tags: ['settings'], summary: 'Change settings' })
    .input(SettingsPatch)
    .output(Settings),
  /** Back to the defaults: the named ones, all where none is named. A later default reaches them again. */
  reset: oc
    .route({ method: 'POST', path: '/settings/reset', tags: ['settings'], summary: 'Back to the defaults' })
    .input(
      z
        .object({ names: z.array(SettingName) })
        .partial()
        .optional(),
    )
    .output(Settings),
  watch: oc
    .route({
      method: 'GET',
      path: '/watch/settings',
      tags: ['watch'],
      summary: 'Settings as they change (server-sent events)',
    })
    .output(eventIterator(Settings)),
}
