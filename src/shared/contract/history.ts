import { oc } from '@orpc/contract'
import { z } from 'zod'
import { ServerName } from './registration'

/** Milliseconds spent under each verdict. Time Rollcall did not run, or could not see, is unknown, never down. */
export const Times = z.object({
  up: z.number(),
  slow: z.number(),
  down: z.number(),
  flapping: z.number(),
  off: z.number(),
  unknown: z.number(),
})
export type Times = z.infer<typeof Times>

/** One stretch of a timeline. Percentiles are of checks that measure the server itself, within 10 %. */
const Cell = z.object({
  at: z.iso.datetime(),
  /** Adds up to `stepMs`, less in the cell that is still running. */
  times: Times,
  checks: z.int(),
  failures: z.int(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
})
export type Cell = z.infer<typeof Cell>

/** Cells of equal length, oldest first, the first beginning at `from`. */
const Timeline = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  stepMs: z.int(),
  cells: z.array(Cell),
})
export type Timeline = z.infer<typeof Timeline>

/** One server among many. */
const Lane = z.object({
  server: z.string(),
  /** One letter a cell, for the worst there was in it: `d` down, `f` flapping, `s` slow, `u` up, `o` off, `?` unknown. */
  cells: z.string(),
  /** Of the whole range, as in `Uptime`. */
  uptime: z.number().nullable(),
  unknown: z.number(),
})
export type Lane = z.infer<typeof Lane>

const Timelines = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  stepMs: z.int(),
  lanes: z.array(Lane),
})

/** What ended an incident; each has a sentence in both languages (`incident.<code>`). */
const incidentEnds = ['recovered', 'switched-off', 'changed', 'needs-auth', 'unwatched'] as const

/** A stretch of being down or flapping. It ends with any other verdict: unknown time is never part of one. */
export const Incident = z.object({
  id: z.int(),
  server: z.string(),
  beganAt: z.iso.datetime(),
  /** Null while it lasts. */
  endedAt: z.iso.datetime().nullable(),
  durationMs: z.number(),
  /** The first failure of those that led to it, as a connection error. */
  cause: z
    .object({
      code: z.string(),
      message: z.string(),
      detail: z.record(z.string(), z.union([z.string(), z.number()])),
    })
    .nullable(),
  worst: z.enum(['down', 'flapping']),
  endedBy: z.enum(incidentEnds).nullable(),
})
export type Incident = z.infer<typeof Incident>

/** Up or slow as a share of the time something was known and wanted, 0 to 1; null where that is no time at all. */
const Uptime = z.object({
  span: z.enum(['24h', '7d', '30d']),
  uptime: z.number().nullable(),
  /** Share of the whole span that nothing is known of, 0 to 1. */
  unknown: z.number(),
  times: Times,
})
export type Uptime = z.infer<typeof Uptime>

/** Without `to` until now, without `from` the 24 hours before. */
const range = { from: z.iso.datetime().optional(), to: z.iso.datetime().optional() }
/** Cells at most; none is shorter than a minute, and none finer than what is kept of that time. */
const points = z.coerce.number().int().min(1).max(1_000).default(200)

const tags = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value),
  z.array(z.string()).max(100),
)

/**
 * What is kept: every check for a day (at most 10,000 a server), the time under each verdict by the minute for 7 days,
 * by the hour for 90, by the day (UTC) for two years, incidents for two years (at most 1,000 a server).
 */
export const historyContract = {
  /** One server over time. Faults: not-found, invalid (`from` not before `to`). */
  timeline: oc
    .route({
      method: 'GET',
      path: '/servers/{server}/timeline',
      tags: ['health'],
      summary: "A server's health over time",
    })
    .input(z.object({ server: ServerName, ...range, points }))
    .output(Timeline),
  /** All servers, or those with any of the tags, over one time axis, in the order of `registry.list`. Faults: invalid. */
  timelines: oc
    .route({
      method: 'GET',
      path: '/timelines',
      tags: ['health'],
      summary: 'The health of all servers over time',
    })
    .input(z.object({ ...range, points, tags: tags.optional() }))
    .output(Timelines),
  /** Incidents that touch the range, newest first. Faults: not-found, invalid. */
  incidents: oc
    .route({
      method: 'GET',
      path: '/incidents',
      tags: ['health'],
      summary: 'When servers were down, why, and what ended it',
    })
    .input(
      z.object({
        server: ServerName.optional(),
        ...range,
        limit: z.coerce.number().int().min(1).max(1_000).default(100),
      }),
    )
    .output(z.array(Incident)),
  /** The last 24 hours, 7 and 30 days. Faults: not-found. */
  uptime: oc
    .route({
      method: 'GET',
      path: '/servers/{server}/uptime',
      tags: ['health'],
      summary: 'How much of the time a server worked',
    })
    .input(z.object({ server: ServerName }))
    .output(z.array(Uptime)),
}
