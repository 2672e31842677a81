import { join } from 'node:path'
import { Connections } from '../src/main/connections/connections'
import { Database } from '../src/main/database/database'
import type { Host } from '../src/main/host'
import { Approvals } from '../src/main/registry/approvals'
import { Registry } from '../src/main/registry/registry'
import { registryTables } from '../src/main/registry/tables'
import { Vault } from '../src/main/registry/vault'
import { Preferences } from '../src/main/settings/preferences'
import { settingsTables } from '../src/main/settings/tables'
import { testHost } from './host'

/** The rooms that connections need, started and empty. */
export interface Room {
  readonly registry: Registry
  readonly approvals: Approvals
  readonly preferences: Preferences
  readonly connections: Connections
  readonly database: Database
  readonly host: Host
  end(): Promise<void>
}

export async function startRoom(overrides: Partial<Host> = {}): Promise<Room> {
  const host = testHost(overrides)
  const { clock, log } = host
  const migrations = [...settingsTables, ...registryTables]
  const database = Database.open(join(host.dataDir, 'rollcall.db'), migrations, log)
  const preferences = new Preferences(database)
  const vault = new Vault(host)
  await vault.start()
  const approvals = new Approvals({ database, clock })
  const registry = new Registry({ database, vault, approvals, clock })
  await registry.start()
  const connections = new Connections({ registry, approvals, vault, settings: preferences, host })
  connections.start()
  return {
    registry,
    approvals,
    preferences,
    connections,
    database,
    host,
    async end() {
      await connections.end()
      await registry.end()
      vault.end()
      database.end()
      await host[Symbol.asyncDispose]()
    },
  }
}
