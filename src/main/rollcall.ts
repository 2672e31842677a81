import { join } from 'node:path'
import { aboutApi } from './about'
import { Activity } from './activity/activity'
import { activityApi } from './activity/api'
import { recordActivity } from './activity/record'
import { activityTables } from './activity/tables'
import { chatApi } from './chat/api'
import { Chat } from './chat/chat'
import { consentsApi } from './chat/consents/api'
import { Consents } from './chat/consents/consents'
import { consentTables } from './chat/consents/tables'
import { modelsApi } from './chat/models/api'
import { Models } from './chat/models/models'
import { modelTables } from './chat/models/tables'
import { chatTables } from './chat/tables'
import { connectionsApi } from './connections/api'
import { Connections } from './connections/connections'
import { doctorApi } from './connections/doctor/api'
import { Doctor } from './connections/doctor/doctor'
import { Identities } from './connections/identities'
import { identityTables } from './connections/identity-tables'
import { Programs } from './connections/programs'
import { ResourceWatches } from './connections/resource-watches'
import { signInApi } from './connections/sign-in/api'
import { Trials } from './connections/trial'
import { Database } from './database/database'
import { Advertising } from './discovery/advertising'
import { advertisingApi } from './discovery/advertising-api'
import { advertisingTables } from './discovery/advertising-tables'
import { discoveryApi } from './discovery/api'
import { clientsApi } from './discovery/clients/api'
import { Backups } from './discovery/clients/backups'
import { Clients } from './discovery/clients/clients'
import { Discovery } from './discovery/discovery'
import { ownKinds } from './discovery/kinds'
import { Samples } from './discovery/samples'
import { discoveryTables } from './discovery/tables'
import { healthApi } from './health/api'
import { Health } from './health/health'
import { healthTables } from './health/tables'
import type { Host } from './host'
import { inboxApi } from './inbox/api'
import { Inbox } from './inbox/inbox'
import { noticesApi } from './notices/api'
import { Badge } from './notices/badge'
import { Notices } from './notices/notices'
import { processesApi } from './processes/api'
import { Processes } from './processes/processes'
import { processTables } from './processes/tables'
import { registryApi } from './registry/api'
import { Approvals } from './registry/approvals'
import { Registry } from './registry/registry'
import { Roster } from './registry/roster'
import { registryTables } from './registry/tables'
import { Vault } from './registry/vault'
import { Alternatives } from './routing/alternatives'
import { routingApi } from './routing/api'
import { Embeddings } from './routing/embeddings'
import { Routing } from './routing/routing'
import { routingTables, Uses } from './routing/uses'
import { Vectors } from './routing/vectors'
import { settingsApi } from './settings/api'
import { Preferences } from './settings/preferences'
import { settingsTables } from './settings/tables'
import { sharingApi } from './sharing/api'
import { SharedRegistry } from './sharing/shared-registry'

const tables = [
  ...registryTables,
  ...discoveryTables,
  ...advertisingTables,
  ...healthTables,
  ...routingTables,
  ...chatTables,
  ...modelTables,
  ...consentTables,
  ...activityTables,
  ...settingsTables,
  ...processTables,
  ...identityTables,
]

/** A running core. */
export interface Rollcall {
  /** Implements the whole contract; doors are put on it. */
  readonly router: ReturnType<typeof routerOf>
  /** What others may read of the registry. */
  readonly shared: SharedRegistry
  /** Tells where the HTTP API answers, for `about`; null where it does not. */
  setApi(url: string | null): void
  /** Ends everything within 5 s, processes included. Asking twice waits for the same end. */
  end(): Promise<void>
}

export interface StartOptions {
  /** Files to watch besides those it knows. */
  readonly sources?: readonly string[]
  /** Names of the only servers to connect, for the length of one command; without it all that are wanted. */
  readonly only?: readonly string[] | undefined
}

/**
 * Builds the core in the host's data directory and starts it.
 * Throws `DataDirBusy` where another Rollcall runs there, `DataFromNewerRollcall`.
 */
export async function startRollcall(
  host: Host,
  { sources = [], only }: StartOptions = {},
): Promise<Rollcall> {
  const { clock, log } = host
  await using building = new AsyncDisposableStack()
  const ending = new AbortController()

  const database = Database.open(join(host.dataDir, 'rollcall.db'), tables, log)
  building.defer(() => database.end())
  const vault = new Vault(host)
  building.defer(() => vault.end())
  const approvals = new Approvals({ database, clock })
  const preferences = new Preferences(database)
  const leaseMs = () => preferences.get().discoveryLeaseMs
  const registry = new Registry({ database, vault, approvals, clock, leaseMs })
  building.defer(() => registry.end())
  const activity = new Activity({ database, clock })
  building.defer(() => activity.end())
  const processes = new Processes({ database, host })
  building.defer(() => processes.end())
  const identities = new Identities({ database, clock })
  const programs = new Programs(database)
  const connections = new Connections({
    registry,
    approvals,
    vault,
    settings: preferences,
    processes,
    identities,
    programs,
    host,
  })
  const watches = new ResourceWatches({ connections, registry, clock })
  const trials = new Trials({ vault, preferences, processes, host })
  const live = (id: string) => connections.session(id)
  const bearer = (id: string) => connections.signIns.bearer(id)
  const doctor = new Doctor({ approvals, vault, trials, preferences, host, live, bearer })
  const health = new Health({ database, registry, connections, settings: preferences, host })
  const vectors = new Vectors(database)
  const embeddings = new Embeddings({ settings: preferences, vault, vectors, clock, log })
  const uses = new Uses({ database, clock })
  const routing = new Routing({ registry, connections, health, uses, embeddings })
  const alternatives = new Alternatives({ registry, connections, health, clock, random: Math.random })
  const consents = new Consents({ database, registry, connections, settings: preferences, clock })
  const models = new Models({ database, vault, clock, log })
  const chat = new Chat({
    database,
    registry,
    connections,
    routing,
    alternatives,
    models,
    consents,
    settings: preferences,
    clock,
    log,
  })
  const notices = new Notices({ registry, connections, health, settings: preferences, host })
  const badge = new Badge({ registry, connections, health, host })
  const samples = new Samples({ host, dir: join(host.dataDir, 'samples') })
  const discovery = new Discovery({ database, registry, approvals, vault, kinds: ownKinds(), host })
  const inbox = new Inbox({ registry, approvals, sources: () => discovery.sources() })
  const advertising = new Advertising({
    database,
    registry,
    host,
    said(id) {
      const { serverInfo, protocolVersion } = connections.details(id)
      const signsIn = connections.signIns.view(id) !== undefined
      return { version: serverInfo?.version ?? null, protocol: protocolVersion, signsIn }
    },
  })
  const shared = new SharedRegistry({ registry, settings: preferences, vault, clock })
  const backups = new Backups(join(host.dataDir, 'client-backups'))
  const clients = new Clients({ host, registry, discovery, backups })
  const roster = new Roster({ registry, approvals, connections, health, discovery, clock })
  // Together, not one after the other: each may need most of the 5 s for its processes.
  building.defer(async () => {
    await Promise.all([connections.end(), trials.end(), doctor.end(), samples.end()])
  })
  building.defer(() => health.end())
  building.defer(() => routing.end())
  building.defer(() => alternatives.end())
  building.defer(() => notices.end())
  building.defer(() => badge.end())
  building.defer(() => discovery.end())
  building.defer(() => clients.end())
  building.defer(() => inbox.end())
  building.defer(() => advertising.end())
  building.defer(() => roster.end())
  building.defer(() => models.end())
  // Before the servers its calls run on.
  building.defer(() => chat.end())
  building.defer(() => ending.abort())

  await processes.start()
  await vault.start()
  await registry.start()
  await models.start()
  activity.start()
  recordActivity(activity, { registry, approvals, discovery, connections, health })
  roster.start()
  inbox.start()
  processes.follow(connections)
  health.start()
  routing.start()
  alternatives.start()
  notices.start()
  chat.start()
  badge.start()
  watches.start()
  connections.start(only)
  await discovery.start()
  if (!only) advertising.start()
  for (const path of sources) await discovery.ensure({ path }, { resume: false })
  // They were running when Rollcall ended. A start that fails says so on the samples' own source.
  if (!only && discovery.watching(samples.file))
    samples.start().catch((error) => log.warn({ error: String(error) }, 'the samples did not start again'))

  let api: string | null = null
  const scope = building.move()
  let end: Promise<void> | undefined
  return {
    shared,
    router: routerOf({
      host,
      vault,
      registry,
      approvals,
      roster,
      processes,
      connections,
      trials,
      doctor,
      watches,
      health,
      routing,
      alternatives,
      consents,
      chat,
      models,
      embeddings,
      notices,
      advertising,
      discovery,
      clients,
      inbox,
      samples,
      shared,
      activity,
      preferences,
      ended: ending.signal,
      api: () => api,
    }),
    setApi: (url) => {
      api = url
    },
    end: () => {
      end ??= scope.disposeAsync()
      return end
    },
  }
}

function routerOf(rooms: {
  host: Host
  vault: Vault
  registry: Registry
  approvals: Approvals
  roster: Roster
  processes: Processes
  connections: Connections
  trials: Trials
  doctor: Doctor
  watches: ResourceWatches
  health: Health
  routing: Routing
  alternatives: Alternatives
  consents: Consents
  chat: Chat
  models: Models
  embeddings: Embeddings
  notices: Notices
  advertising: Advertising
  discovery: Discovery
  clients: Clients
  inbox: Inbox
  samples: Samples
  shared: SharedRegistry
  activity: Activity
  preferences: Preferences
  ended: AbortSignal
  api: () => string | null
}) {
  return {
    registry: registryApi(rooms),
    connections: connectionsApi(rooms),
    doctor: doctorApi(rooms),
    processes: processesApi(rooms),
    signIn: signInApi(rooms),
    health: healthApi(rooms),
    notices: noticesApi(rooms),
    advertising: advertisingApi(rooms),
    discovery: discoveryApi(rooms),
    sharing: sharingApi(rooms),
    clients: clientsApi(rooms),
    inbox: inboxApi(rooms),
    routing: routingApi(rooms),
    chat: chatApi(rooms),
    consents: consentsApi(rooms),
    models: modelsApi(rooms),
    activity: activityApi(rooms),
    settings: settingsApi(rooms),
    rollcall: aboutApi(rooms),
  }
}
