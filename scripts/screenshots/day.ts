import { join } from 'node:path'
import { setTimeout as turn } from 'node:timers/promises'
import { activityTables } from '../../src/main/activity/tables'
import { consentTables } from '../../src/main/chat/consents/tables'
import { modelTables } from '../../src/main/chat/models/tables'
import { chatTables } from '../../src/main/chat/tables'
import { Connections } from '../../src/main/connections/connections'
import { identityTables } from '../../src/main/connections/identity-tables'
import { Database } from '../../src/main/database/database'
import { advertisingTables } from '../../src/main/discovery/advertising-tables'
import { discoveryTables } from '../../src/main/discovery/tables'
import { Health } from '../../src/main/health/health'
import { healthTables } from '../../src/main/health/tables'
import { processTables } from '../../src/main/processes/tables'
import { Approvals } from '../../src/main/registry/approvals'
import { Registry } from '../../src/main/registry/registry'
import { registryTables } from '../../src/main/registry/tables'
import { Vault } from '../../src/main/registry/vault'
import { routingTables } from '../../src/main/routing/uses'
import { Preferences } from '../../src/main/settings/preferences'
import { settingsTables } from '../../src/main/settings/tables'
import { TestClock } from '../../tests/clock'
import { testHost } from '../../tests/host'
import { ImaginaryServers, type Manner } from '../../tests/imaginary-servers'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** What a server does from a time of the day on, in hours since it began. */
type Plan = readonly (readonly [atHours: number, manner: Manner])[]

/** The faults of the day, by the name of the server. */
const plans: Readonly<Record<string, Plan>> = {
  legacy_search: [
    [2.2, 'refusing'],
    [3.1, 'well'],
    [15, 'slow'],
    [16.6, 'refusing'],
    [18.4, 'well'],
    ...flaps(21, 8),
  ],
  weather_service: [
    [9.5, 'slow'],
    [10.75, 'well'],
  ],
  database_service: [
    [13.2, 'silent'],
    [13.5, 'well'],
  ],
  docs_search: flaps(6, 10),
  staging_gateway: [[0, 'refusing']],
}

/** When the machine slept, in hours since the day began: nothing is known of that time. */
const asleep = { from: 4.5, until: 5.75 }

/** A clock that can also lose time. */
class SleepyClock extends TestClock {
  #sleptMs = 0

  override now(): number {
    return super.now() + this.#sleptMs
  }

  sleep(ms: number): void {
    this.#sleptMs += ms
  }
}

/**
 * Lets the registered servers live through the last 24 hours, over the real registry, connections and health: only the
 * clock is a test's, and the servers are in memory. What is kept of it is read by the next Rollcall in that directory.
 */
export async function liveThroughADay(dataDir: string): Promise<void> {
  const clock = new SleepyClock(Date.now() - 24 * hourMs)
  const servers = new ImaginaryServers()
  await using host = testHost({ dataDir, clock })
  const tables = [
    ...settingsTables,
    ...registryTables,
    ...discoveryTables,
    ...advertisingTables,
    ...healthTables,
    ...activityTables,
    ...processTables,
    ...identityTables,
    ...routingTables,
    ...chatTables,
    ...modelTables,
    ...consentTables,
  ]
  const database = Database.open(join(dataDir, 'rollcall.db'), tables, host.log)
  const settings = new Preferences(database)
  const vault = new Vault(host)
  const approvals = new Approvals({ database, clock })
  const registry = new Registry({ database, vault, approvals, clock })
  const connections = new Connections({ registry, approvals, vault, settings, host, open: servers.open })
  const health = new Health({ database, registry, connections, settings, host })
  await vault.start()
  await registry.start()
  health.start()
  connections.start()
  for (const { at, name, manner } of events()) {
    await advanceTo(clock, at)
    const address = registry.byName(name).registration.url ?? ''
    servers.become(address, manner)
    if (manner === 'refusing') servers.hangUp(address)
  }
  await advanceTo(clock, 24)
  const ended = connections.end()
  health.end()
  await Promise.all([ended, clock.advance(10_000)])
  await registry.end()
  vault.end()
  database.end()
}

async function advanceTo(clock: SleepyClock, atHours: number): Promise<void> {
  const startMs = Date.now() - 24 * hourMs
  const untilMs = Math.min(Date.now(), startMs + atHours * hourMs)
  for (let left = untilMs - clock.now(); left > 0; left = untilMs - clock.now()) {
    if (isNow(clock, startMs)) clock.sleep((asleep.until - asleep.from) * hourMs)
    await clock.advance(Math.min(left, minuteMs))
    await turn(0)
  }
}

function isNow(clock: SleepyClock, startMs: number): boolean {
  const hours = (clock.now() - startMs) / hourMs
  return hours >= asleep.from && hours < asleep.until
}

function flaps(fromHours: number, times: number): Plan {
  return Array.from({ length: times }, (_, index) => [
    fromHours + (index * 0.9) / 60,
    index % 2 === 0 ? ('refusing' as const) : ('well' as const),
  ])
}

function events() {
  return Object.entries(plans)
    .flatMap(([name, plan]) => plan.map(([at, manner]) => ({ at, name, manner })))
    .sort((one, other) => one.at - other.at)
}
