import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { ServerName } from './registration'

/** The protocol's levels, least to most severe. */
export const logLevels = [
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'alert',
  'emergency',
] as const
export type LogLevel = (typeof logLevels)[number]

/**
 * Where a line comes from. `stderr`: the process wrote it. `notice`: the server sent it as `notifications/message`.
 * `protocol`: what went wrong, or changed, on the wire. `connection`: how the connection came and went.
 */
export const logOrigins = ['stderr', 'notice', 'protocol', 'connection'] as const
export type LogOrigin = (typeof logOrigins)[number]

/** What Rollcall itself has to say; each has a sentence in both languages (`log.<code>`). */
const logCodes = [
  'attempt',
  'process',
  'connected',
  'failed',
  'lost',
  'ended',
  'asleep',
  'era-legacy',
  'era-modern',
  'tools-changed',
  'resources-changed',
  'prompts-changed',
  'list-failed',
  'not-a-message',
  'trouble',
  'call-cancelled',
  'call-timeout',
  'left-out',
  'answer-unknown',
  'answer-twice',
  'request-unasked',
  'asked-nobody',
  'asked-too-often',
  'ping-flood',
  'tool-twice',
  'entry-stray',
  'over-limit',
] as const
export type LogCode = (typeof logCodes)[number]

/** One line of a server's log: a stranger's text, without terminal colours and with its known secrets masked. */
export const LogEntry = z.object({
  /** Grows by one with each entry of this server while Rollcall runs; a gap means that entries have gone. */
  id: z.int(),
  at: z.iso.datetime(),
  /**
   * As a server told it, or as a line of its process begins (in capitals: `ERROR`, `WARN`, `INFO`, `DEBUG`…). Null
   * where nothing says; a filter counts such a line as `info`.
   */
  level: z.enum(logLevels).nullable(),
  origin: z.enum(logOrigins),
  /** At most 4,096 characters, whole lines. English where it is Rollcall's own. */
  text: z.string(),
  /** The logger's name where a notice gave one. */
  logger: z.string().nullable(),
  /** What kind of sentence it is, where it is Rollcall's own; `detail` has its values. */
  code: z.enum(logCodes).nullable(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type LogEntry = z.infer<typeof LogEntry>

/** What is new in a log since the last delivery. */
export const LogNews = z.object({
  /** Entries up to this id were emptied out; 0 where none were. */
  clearedTo: z.int(),
  /** Oldest first. */
  entries: z.array(LogEntry),
})
export type LogNews = z.infer<typeof LogNews>

/** Part of `connections`: what a server and its process say, kept in memory: 2,000 entries, 1 Mi characters. */
export const logContract = {
  /** Entries with an id over `after`, oldest first; without `after` the newest, oldest first. Faults: not-found. */
  log: oc
    .route({
      method: 'GET',
      path: '/servers/{server}/log',
      tags: ['connections'],
      summary: 'What a server and its process said',
    })
    .input(
      z.object({
        server: ServerName,
        after: z.coerce.number().int().min(0).optional(),
        limit: z.coerce.number().int().min(1).max(2_000).default(500),
      }),
    )
    .output(z.array(LogEntry)),
  /**
   * A sequence, not a state: what is new from the moment of asking, gathered to at most ten deliveries a second. A
   * follower that lags loses the oldest of what waits for it, which shows as a gap in the ids. Ends with the server.
   * Faults: not-found.
   */
  followLog: oc
    .route({
      method: 'GET',
      path: '/watch/log/{server}',
      tags: ['watch'],
      summary: "A server's log as it is written (server-sent events)",
    })
    .input(z.object({ server: ServerName }))
    .output(eventIterator(LogNews)),
  /** Empties a log, up to an entry where `upTo` names one. Faults: not-found. */
  clearLog: oc
    .route({
      method: 'DELETE',
      path: '/servers/{server}/log',
      tags: ['connections'],
      summary: "Empty a server's log",
    })
    .input(z.object({ server: ServerName, upTo: z.coerce.number().int().min(1).optional() }))
    .output(z.object({ cleared: z.int() })),
}
