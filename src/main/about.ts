import { implement } from '@orpc/server'
import { rollcallContract } from '../shared/contract/rollcall'
import type { Host } from './host'
import type { Vault } from './registry/vault'

/** What Rollcall says of itself. `api` tells where the HTTP API answers at the moment of asking. */
export function aboutApi({ host, vault, api }: { host: Host; vault: Vault; api: () => string | null }) {
  const { version, kind, dataDir, clock } = host
  const startedAt = clock.now()
  const os = implement(rollcallContract)
  return os.router({
    health: os.health.handler(() => ({
      status: 'ok' as const,
      name: 'rollcall' as const,
      version,
      uptimeSeconds: Math.max(0, Math.floor((clock.now() - startedAt) / 1_000)),
    })),
    appear: os.appear.handler(({ input }) => {
      host.appear(input)
      return input
    }),
    about: os.about.handler(() => ({
      version,
      shell: kind,
      platform: process.platform,
      node: process.versions.node,
      dataDir,
      secrets: vault.protection,
      api: api(),
    })),
  })
}
