import { statSync } from 'node:fs'
import { join } from 'node:path'
import { implement } from '@orpc/server'
import { Fault } from '../shared/contract/fault'
import { deeds, rollcallContract } from '../shared/contract/rollcall'
import { protocols } from './connections/negotiate'
import type { Desktop, Host } from './host'
import type { Vault } from './registry/vault'
import { Wake } from './wake'

interface AboutParts {
  readonly host: Host
  readonly vault: Vault
  /** Where the HTTP API answers at the moment of asking. */
  readonly api: () => string | null
  /** Aborted when the core ends. */
  readonly ended: AbortSignal
}

/** What Rollcall says of itself, and what it asks of the shell around it. */
export function aboutApi({ host, vault, api, ended }: AboutParts) {
  const { clock } = host
  const startedAt = clock.now()
  const os = implement(rollcallContract)
  return os.router({
    health: os.health.handler(() => ({
      status: 'ok' as const,
      name: 'rollcall' as const,
      version: host.version,
      uptimeSeconds: Math.max(0, Math.floor((clock.now() - startedAt) / 1_000)),
    })),
    appear: os.appear.handler(({ input }) => {
      host.appear(input)
      return input
    }),
    about: os.about.handler(() => ({ ...versionsOf(host), secrets: vault.protection, api: api() })),
    perform: os.perform.handler(async ({ input }) => {
      await desktopOf(host, input.deed).perform(input.deed)
      return input
    }),
    startup: os.startup.handler(() => host.desktop?.startup() ?? null),
    setStartup: os.setStartup.handler(({ input }) => {
      const desktop = desktopOf(host, 'startup')
      const before = desktop.startup()
      if (!before) throw notHere('startup')
      return desktop.setStartup({
        openAtLogin: input.openAtLogin ?? before.openAtLogin,
        minimized: input.minimized ?? before.minimized,
      })
    }),
    commands: os.commands.handler(({ signal }) =>
      commandsOf(host, AbortSignal.any([ended, ...(signal ? [signal] : [])])),
    ),
    links: os.links.handler(({ signal }) =>
      linksOf(host, AbortSignal.any([ended, ...(signal ? [signal] : [])])),
    ),
  })
}

function versionsOf({ version, kind, dataDir, desktop }: Host) {
  return {
    version,
    shell: kind,
    platform: process.platform,
    arch: process.arch,
    node: process.versions.node,
    electron: desktop?.electron ?? null,
    chromium: desktop?.chromium ?? null,
    sqlite: process.versions.sqlite ?? '',
    protocols,
    dataDir,
    databaseBytes: ['rollcall.db', 'rollcall.db-wal'].reduce(
      (sum, name) => sum + (statSync(join(dataDir, name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    ),
    deeds: desktop ? [...deeds] : [],
  }
}

function desktopOf({ desktop }: Host, what: string): Desktop {
  if (desktop) return desktop
  throw notHere(what)
}

function notHere(what: string): Fault {
  return new Fault('not-here', 'This Rollcall cannot do that.', { what })
}

async function* linksOf({ desktop }: Host, signal: AbortSignal) {
  if (desktop) for await (const link of desktop.links(signal)) yield { link }
  else await new Wake(signal).sleep()
}

async function* commandsOf({ desktop }: Host, signal: AbortSignal) {
  if (desktop) for await (const command of desktop.commands(signal)) yield { command }
  else await new Wake(signal).sleep()
}
