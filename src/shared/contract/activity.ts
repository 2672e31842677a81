import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'

const eventKinds = [
  'discovered',
  'registered',
  'updated',
  'removed',
  'approved',
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

export const activityContract = {
  /** Events with an id over `after`, oldest first; without `after` the newest, oldest first. */
  list: oc
    .route({ method: 'GET', path: '/events', tags: ['activity'], summary: 'Events' })
    .input(
      z.object({
        after: z.coerce.number().int().min(0).optional(),
        limit: z.coerce.number().int().min(1).max(1_000).default(200),
        server: z.string().optional(),
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
