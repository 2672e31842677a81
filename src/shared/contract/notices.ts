import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { Connection } from './connections'
import { Health } from './health'

/** What a server did that a person is told of; each has sentences in both languages (`notice.one.<turn>`…). */
export const turns = ['down', 'crash-loop', 'flapping', 'needs-auth', 'certificate', 'up'] as const
export type Turn = (typeof turns)[number]

/** One server in a notice, as it was when that was made. */
const Noticed = z.object({
  id: z.string(),
  name: z.string(),
  turn: z.enum(turns),
  reason: Health.shape.reason,
  detail: Health.shape.detail,
  /** Where its certificate is told of: how many whole days it is still good; 0 where it has ended. */
  daysLeft: z.int().nullable(),
  /** Why its last attempt failed. */
  error: Connection.shape.error,
  /** Where it is up again: how long it was not. */
  lastedMs: z.number().nullable(),
})
export type Noticed = z.infer<typeof Noticed>

/**
 * Something a person is told: of servers (one or many together), or of this machine. A server is in at most one notice
 * in 5 minutes, and servers are told of at most once a minute; what has passed by then is not told. No notice is made
 * of what is found at the start, of muted servers, or of what cannot be seen from here.
 */
export const Notice = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  about: z.enum(['servers', 'offline', 'outage', 'test']),
  /** How many did what. */
  counts: z.partialRecord(z.enum(turns), z.int()),
  /** At most 12 of them, those in trouble first. */
  servers: z.array(Noticed).max(12),
  /** Of an outage: how many stopped answering, of how many. */
  failing: z.int(),
  of: z.int(),
})
export type Notice = z.infer<typeof Notice>

/** Who shows a notice: the system, outside the window; the page; or nobody, and the log alone has it. */
const By = z.enum(['system', 'page', 'log'])
export type By = z.infer<typeof By>

export const noticesContract = {
  /**
   * A sequence, from the moment of asking: each notice as it is made, which a page shows where it says `page`; and each
   * the person chose where the system showed it, to be led to what it is about.
   */
  watch: oc
    .route({
      method: 'GET',
      path: '/watch/notices',
      tags: ['watch'],
      summary: 'What a person is told (server-sent events)',
    })
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('told'), notice: Notice, by: By }),
          z.object({ kind: z.literal('chosen'), notice: Notice }),
        ]),
      ),
    ),
  /** Tells something that means nothing, whatever the settings say. */
  test: oc
    .route({ method: 'POST', path: '/notices/test', tags: ['notices'], summary: 'Send a test notice' })
    .output(z.object({ by: By })),
}
