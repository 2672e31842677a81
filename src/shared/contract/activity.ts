import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'

export const eventKinds = [
  'discovered',
  'registered',
  'updated',
  'removed',
  'approved',
  'refused',
  'reopened',
  'connection-changed',
  'verdict-changed',
  'tool-called',
] as const
export type EventKind = (typeof eventKinds)[number]

/** Something that happened. `id` only grows; at most 50,000 are kept. */
export const ActivityEvent = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  kind: z.enum(eventKinds),
  server: z.string().nullable(),
  /** The source's id where one is concerned. */
  source: z.string().nullable(),
  /** By kind: `{from, to, reason}`, `{fields}`, `{tool, ok, durationMs}`… */
  detail: z.record(z.string(), z.unknown()),
})
export type ActivityEvent = z.infer<typeof ActivityEvent>

/** One, or several; in a query the name is repeated. */
const several = <T extends z.ZodType>(one: T) =>
  z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(one).max(100))

/** Which events; what is left out does not narrow. */
const ActivityFilter = z.object({
  /** Names of servers, as they were then. */
  server: several(z.string()).optional(),
  kind: several(z.enum(eventKinds)).optional(),
  /** From this moment on. */
  from: z.iso.datetime({ offset: true }).optional(),
  /** Before this moment. */
  to: z.iso.datetime({ offset: true }).optional(),
  /** In the server's name or a text of the detail, without regard to the case of A to Z. */
  text: z.string().max(200).optional(),
})

export const activityContract = {
  /**
   * Events that fit the filter, oldest first: those that follow `after`, else those that come before `before`, else
   * the newest. Both are ids.
   */
  list: oc
    .route({ method: 'GET', path: '/events', tags: ['activity'], summary: 'Events' })
    .input(
      ActivityFilter.extend({
        after: z.coerce.number().int().min(0).optional(),
        before: z.coerce.number().int().min(1).optional(),
        limit: z.coerce.number().int().min(1).max(1_000).default(200),
      }),
    )
    .output(z.array(ActivityEvent)),
  /** A sequence, not a state: each event once, from the moment of asking. */
  follow: oc
    .route({
      method: 'GET',
      path: '/watch/events',
      tags: ['watch'],
      summary: 'Events as they happen (server-sent events)',
    })
    .output(eventIterator(ActivityEvent)),
}
