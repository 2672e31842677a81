import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { consentTables } from '../src/main/chat/consents/tables'
import { modelTables } from '../src/main/chat/models/tables'
import { chatTables } from '../src/main/chat/tables'
import { type ConnectionState, Connections } from '../src/main/connections/connections'
import { Identities } from '../src/main/connections/identities'
import { identityTables } from '../src/main/connections/identity-tables'
import type { ConnectionParts } from '../src/main/connections/live'
import { Programs } from '../src/main/connections/programs'
import { Database } from '../src/main/database/database'
import { Health } from '../src/main/health/health'
import { healthTables } from '../src/main/health/tables'
import type { Host } from '../src/main/host'
import { Processes } from '../src/main/processes/processes'
import { processTables } from '../src/main/processes/tables'
import { Approvals } from '../src/main/registry/approvals'
import { Registry } from '../src/main/registry/registry'
import { registryTables } from '../src/main/registry/tables'
import { Vault } from '../src/main/registry/vault'
import { routingTables } from '../src/main/routing/uses'
import { Preferences } from '../src/main/settings/preferences'
import { settingsTables } from '../src/main/settings/tables'
import { testHost } from './host'

/** For `vi.waitFor`: real servers on a busy machine. */
export const within = { timeout: 20_000, interval: 20 }

/** The rooms around connections and health, started and empty. */
export class Room implements AsyncDisposable {
  readonly host: Host & AsyncDisposable
  readonly database: Database
  readonly preferences: Preferences
  readonly vault: Vault
  readonly approvals: Approvals
  readonly registry: Registry
  readonly processes: Processes
  readonly connections: Connections
  readonly health: Health

  constructor(overrides: Partial<Host> = {}, open?: ConnectionParts['open']) {
    this.host = testHost(overrides)
    const { clock, log } = this.host
    const tables = [
      ...settingsTables,
      ...registryTables,
      ...healthTables,
      ...processTables,
      ...identityTables,
      ...routingTables,
      ...chatTables,
      ...modelTables,
      ...consentTables,
    ]
    const database = Database.open(join(this.host.dataDir, 'rollcall.db'), tables, log)
    const settings = new Preferences(database)
    const vault = new Vault(this.host)
    const approvals = new Approvals({ database, clock })
    const registry = new Registry({ database, vault, approvals, clock })
    const processes = new Processes({ database, host: this.host })
    const identities = new Identities({ database, clock })
    const programs = new Programs(database)
    const parts = { registry, approvals, vault, settings, processes, identities, programs, host: this.host }
    const connections = new Connections({ ...parts, ...(open && { open }) })
    this.health = new Health({ database, registry, connections, settings, host: this.host })
    this.processes = processes
    this.database = database
    this.preferences = settings
    this.vault = vault
    this.approvals = approvals
    this.registry = registry
    this.connections = connections
  }

  async start(): Promise<this> {
    await this.processes.start()
    await this.vault.start()
    await this.registry.start()
    this.processes.follow(this.connections)
    this.health.start()
    this.connections.start()
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.health.end()
    await this.connections.end()
    this.processes.end()
    await this.registry.end()
    this.vault.end()
    this.database.end()
    await this.host[Symbol.asyncDispose]()
  }

  /** Registers by hand and returns the id. */
  async add(document: Record<string, unknown>): Promise<string> {
    return (await this.registry.register(document)).id
  }

  /** Resolves once the server is in this state; when that never comes, the failure says what it was in and why. */
  async becomes(id: string, state: ConnectionState['state']): Promise<ConnectionState> {
    await vi.waitFor(() => {
      const now = this.connections.state(id)
      const why = now.state === state ? '' : ` (${now.error?.code}: ${now.error?.message})`
      expect(now.state + why).toBe(state)
    }, within)
    return this.connections.state(id)
  }
}
