import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { historyContract } from './history'
import { ServerName } from './registration'

/** `flapping`: up and down too often to say either. `unknown`: wanted, but nothing seen from here says anything. */
export const verdicts = ['up', 'slow', 'down', 'flapping', 'unknown', 'off'] as const
export type Verdict = (typeof verdicts)[number]

/** Why the verdict is what it is; each has a sentence in both languages (`verdict.<code>`). */
const verdictReasons = [
  'answering',
  'answering-slowly',
  'lists-failing',
  'calls-failing',
  'asleep',
  'failing',
  'failing-once',
  'recovering',
  'crash-loop',
  'left-hanging',
  'unsettled',
  'not-checked',
  'switched-off',
  'needs-approval',
  'needs-auth',
  'another-server',
  'another-program',
  'asking-anew',
  'machine-offline',
  'outage',
] as const
export type VerdictReason = (typeof verdictReasons)[number]

/**
 * What helps, at most one; each has a word in both languages (`action.<code>`). `wait`: Rollcall is at it. `resume`: it
 * stopped trying by itself and goes on when asked (`connect` or `check`).
 */
const healthActions = [
  'connect',
  'check-now',
  'approve',
  'sign-in',
  'accept',
  'edit',
  'open-log',
  'resume',
  'wait',
] as const
export type HealthAction = (typeof healthActions)[number]

/** How a piece of evidence came about. `http` is the registration's `health_check_url`, `custom` a checker of one's own. */
export const checkKinds = [
  'connect',
  'ping',
  'discover',
  'http',
  'call',
  'list',
  'process',
  'custom',
] as const

/** One health probe, or one real call seen as one. */
export const Check = z.object({
  at: z.iso.datetime(),
  kind: z.enum(checkKinds),
  ok: z.boolean(),
  /** Milliseconds; null where nothing answered. */
  latencyMs: z.number().nullable(),
  /** Why it failed, as a connection error's code and sentence. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})
export type Check = z.infer<typeof Check>

/** One bar of a row: `u` up, `s` slow, `d` failed; latency in milliseconds or null. */
export const Beat = z.object({
  at: z.iso.datetime(),
  mark: z.enum(['u', 's', 'd']),
  latencyMs: z.number().nullable(),
})
export type Beat = z.infer<typeof Beat>

/**
 * Three facts and what they add up to. Intent is the row's `intent`; reach and works are here. The verdict is computed in
 * one place; every screen, notice, route and command reads this same value.
 */
export const Health = z.object({
  verdict: z.enum(verdicts),
  reason: z.enum(verdictReasons),
  /** Values for the reason's sentence, e.g. `{ failures: 3 }`. */
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
  action: z.enum(healthActions).nullable(),
  /** Whether the last attempt came through to it; null where none has ended since it was switched on. */
  reached: z.boolean().nullable(),
  /** When the verdict last changed. */
  since: z.iso.datetime().nullable(),
  /** The last piece of evidence, good or bad. */
  checkedAt: z.iso.datetime().nullable(),
  /** The last real success, of whatever kind; its sentence is `evidence.success`. */
  okAt: z.iso.datetime().nullable(),
  okKind: z.enum(checkKinds).nullable(),
  latencyMs: z.number().nullable(),
  /** Share of good checks in the last 24 h, 0 to 1; null before the first. */
  uptime24h: z.number().nullable(),
  /** At most the last 40, oldest first. */
  beats: z.array(Beat),
})
export type Health = z.infer<typeof Health>

/**
 * What can be seen from this machine. While it is `offline`, or so many servers of other machines fail at once that the
 * fault is likely on this side (`outage`), those servers are unknown and nothing is tried again; `asleep` lasts for the
 * 10 s after a sleep or a stall in which everything is asked anew. Servers on this machine are seen in any case.
 * Each state but `clear` has a sentence in both languages (`vantage.<state>`).
 */
export const Vantage = z.object({
  state: z.enum(['clear', 'offline', 'asleep', 'outage']),
  since: z.iso.datetime().nullable(),
  /** In an outage: how many stopped answering, of how many that were heard of since; else 0. */
  failing: z.int(),
  of: z.int(),
})
export type Vantage = z.infer<typeof Vantage>

export const healthContract = {
  ...historyContract,
  /**
   * Checks now, over the path real calls take; a server that waits for its next attempt tries at once, and one that
   * was left alone because it flapped or kept crashing is tried by itself again.
   * Answers with the finished check. Faults: not-found, not-connected (off, or waiting for approval or sign-in).
   */
  check: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/check',
      tags: ['health'],
      summary: 'Check a server now',
    })
    .input(z.object({ server: ServerName }))
    .output(Check),
  /** The kept checks of a server, newest first. Faults: not-found. */
  checks: oc
    .route({
      method: 'GET',
      path: '/servers/{server}/checks',
      tags: ['health'],
      summary: 'The last checks of a server',
    })
    .input(z.object({ server: ServerName, limit: z.coerce.number().int().min(1).max(500).default(100) }))
    .output(z.array(Check)),
  /** Whether it is this machine rather than the servers. */
  vantage: oc
    .route({
      method: 'GET',
      path: '/vantage',
      tags: ['health'],
      summary: 'What can be seen from this machine',
    })
    .output(Vantage),
  /** State, not news: as it is, then after each change. */
  watch: oc
    .route({
      method: 'GET',
      path: '/watch/vantage',
      tags: ['watch'],
      summary: 'The same as it changes (server-sent events)',
    })
    .output(eventIterator(Vantage)),
}
