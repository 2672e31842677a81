import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { ShellCommand } from '../commands'

/** How a window shows itself. The page decides; menus, dialogs and what the system draws follow. */
export const Appearance = z.object({
  language: z.enum(['en', 'zh']),
  theme: z.enum(['system', 'light', 'dark']),
})
export type Appearance = z.infer<typeof Appearance>

/** What only a shell with a window of its own can do for the page. */
export const deeds = [
  'open-data-folder',
  'show-log',
  'zoom-in',
  'zoom-out',
  'zoom-reset',
  'full-screen',
  'minimize',
  'close-window',
  'quit',
] as const
export const Deed = z.enum(deeds)
export type Deed = z.infer<typeof Deed>

/** Whether Rollcall opens by itself when the person logs in, and whether its window then stays out of the way. */
export const Startup = z.object({ openAtLogin: z.boolean(), minimized: z.boolean() })
export type Startup = z.infer<typeof Startup>

export const About = z.object({
  version: z.string(),
  shell: z.enum(['desktop', 'headless', 'test']),
  platform: z.string(),
  arch: z.string(),
  node: z.string(),
  /** What draws the window; null where that is the person's own browser. */
  electron: z.string().nullable(),
  chromium: z.string().nullable(),
  sqlite: z.string(),
  /** The newest revision of the protocol spoken in each era, as its date. */
  protocols: z.object({ legacy: z.string(), modern: z.string() }),
  dataDir: z.string(),
  /** Size of the database on disk with what is not yet merged into it, in bytes. */
  databaseBytes: z.int(),
  /** How secrets are kept: the system's keyring, a file only this user can read, or not at all past this run. */
  secrets: z.enum(['keyring', 'file', 'memory']),
  /** Where the HTTP API answers; null where it does not. */
  api: z.string().nullable(),
  /** What `perform` can do here. */
  deeds: z.array(Deed),
})
export type About = z.infer<typeof About>

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
    .output(About),
  /** Has the shell do what only it can. Faults: not-here (where `about.deeds` does not name it). */
  perform: oc
    .route({
      method: 'POST',
      path: '/shell/{deed}',
      tags: ['rollcall'],
      summary: 'Have the desktop shell do something',
    })
    .input(z.object({ deed: Deed }))
    .output(z.object({ deed: Deed })),
  /** Null where this Rollcall cannot open by itself: without a window, or not installed. */
  startup: oc
    .route({ method: 'GET', path: '/startup', tags: ['rollcall'], summary: 'Whether it opens at login' })
    .output(Startup.nullable()),
  /** What is not given stays. Faults: not-here. */
  setStartup: oc
    .route({ method: 'PATCH', path: '/startup', tags: ['rollcall'], summary: 'Open at login, or not' })
    .input(Startup.partial())
    .output(Startup),
  /**
   * The sequence of what is chosen in the shell's menu, as it is chosen; nothing of the past, and in a shell without a
   * menu nothing at all.
   */
  commands: oc
    .route({
      method: 'GET',
      path: '/watch/commands',
      tags: ['watch'],
      summary: 'What is chosen in the menu (server-sent events)',
    })
    .output(eventIterator(z.object({ command: ShellCommand }))),
  /**
   * The sequence of `rollcall://v1/install?config=…` links that other programs opened, to be shown in the box and nothing
   * else; in a shell that is registered for none, nothing at all.
   */
  links: oc
    .route({
      method: 'GET',
      path: '/watch/links',
      tags: ['watch'],
      summary: 'Install links that were opened (server-sent events)',
    })
    .output(eventIterator(z.object({ link: z.string() }))),
}
