import { oc } from '@orpc/contract'
import { z } from 'zod'

/** How a window shows itself. The page decides; menus, dialogs and what the system draws follow. */
export const Appearance = z.object({
  language: z.enum(['en', 'zh']),
  theme: z.enum(['system', 'light', 'dark']),
})
export type Appearance = z.infer<typeof Appearance>

export const rollcallContract = {
  /** Of Rollcall itself; the only procedure the API answers without a token, so it tells nothing of the servers. */
  health: oc
    .route({ method: 'GET', path: '/health', tags: ['rollcall'], summary: 'Whether Rollcall runs' })
    .output(
      z.object({
        status: z.literal('ok'),
        name: z.literal('rollcall'),
        version: z.string(),
        uptimeSeconds: z.int(),
      }),
    ),
  /** Tells the shell how its window shows itself. A shell without surfaces of its own takes it and does nothing. */
  appear: oc
    .route({
      method: 'PUT',
      path: '/appearance',
      tags: ['rollcall'],
      summary: 'Language and theme of the shell',
    })
    .input(Appearance)
    .output(Appearance),
  about: oc
    .route({ method: 'GET', path: '/about', tags: ['rollcall'], summary: 'Versions and places' })
    .output(
      z.object({
        version: z.string(),
        shell: z.enum(['desktop', 'headless', 'test']),
        platform: z.string(),
        node: z.string(),
        dataDir: z.string(),
        /** How secrets are kept: the system's keyring, a file only this user can read, or not at all past this run. */
        secrets: z.enum(['keyring', 'file', 'memory']),
        /** Where the HTTP API answers; null where it does not. */
        api: z.string().nullable(),
      }),
    ),
}
