import { oc } from '@orpc/contract'
import { z } from 'zod'

/**
 * What this Rollcall shows others to read. `off`: nothing. `on`: the servers that are on. `tagged`: of those the ones
 * with the tag `shared`.
 */
export const sharingModes = ['off', 'on', 'tagged'] as const

/** The tag that shares a server where only those that have it are. */
export const sharedTag = 'shared'

export const Sharing = z.object({
  mode: z.enum(sharingModes),
  /** Where others read: the original format, and the base of the official registry's API; null where no API answers. */
  discover: z.string().nullable(),
  registry: z.string().nullable(),
  /** Servers shown, and how many of them the registry's API leaves out because they are commands. */
  servers: z.int(),
  commands: z.int(),
})
export type Sharing = z.infer<typeof Sharing>

/** Rollcall as the discovery server of others, read-only. Switched on by the setting `sharing`. */
export const sharingContract = {
  state: oc
    .route({ method: 'GET', path: '/sharing', tags: ['sharing'], summary: 'What others may read here' })
    .output(Sharing),
  /**
   * The token others read with; it opens nothing else. Made when first asked for and kept with the secrets. `renew`
   * makes another, and the one before is worth nothing. Faults: disk-full.
   */
  token: oc
    .route({
      method: 'POST',
      path: '/sharing/token',
      tags: ['sharing'],
      summary: 'The token others read with',
    })
    .input(z.object({ renew: z.boolean().default(false) }))
    .output(z.object({ token: z.string() })),
}
