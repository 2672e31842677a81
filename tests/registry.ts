import { join } from 'node:path'
import { activityTables } from '../src/main/activity/tables'
import { Database } from '../src/main/database/database'
import { discoveryTables } from '../src/main/discovery/tables'
import type { Host } from '../src/main/host'
import { Approvals } from '../src/main/registry/approvals'
import { Registry } from '../src/main/registry/registry'
import { registryTables } from '../src/main/registry/tables'
import { Vault } from '../src/main/registry/vault'
import { settingsTables } from '../src/main/settings/tables'

/** The registry and what it stands on, opened on the host's data directory as the app opens them. */
export interface OpenRegistry extends AsyncDisposable {
  readonly database: Database
  readonly vault: Vault
  readonly approvals: Approvals
  readonly registry: Registry
}

/** Ends at the end of the block with `await using`. */
export async function openRegistry(host: Host): Promise<OpenRegistry> {
  const { clock } = host
  const tables = [...registryTables, ...discoveryTables, ...activityTables, ...settingsTables]
  const database = Database.open(join(host.dataDir, 'rollcall.db'), tables, host.log)
  const vault = new Vault(host)
  await vault.start()
  const approvals = new Approvals({ database, clock })
  const registry = new Registry({ database, vault, approvals, clock })
  await registry.start()
  return {
    database,
    vault,
    approvals,
    registry,
    async [Symbol.asyncDispose]() {
      await registry.end()
      vault.end()
      database.end()
    },
  }
}
