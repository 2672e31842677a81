import type { Health } from '../../shared/contract/health'
import type { ApprovalPreview } from '../../shared/contract/inbox'
import type { Server } from '../../shared/contract/registry'
import type { SignIn } from '../../shared/contract/sign-in'
import { type ConnectionState, connectionView } from '../connections/connection-state'
import { fieldsIn } from './overlay'
import { masked } from './secrets'
import type { ServerRecord } from './server-record'

/** What the other rooms know of one server. */
export interface ServerFacts {
  readonly sourceIs: Pick<Server['source'], 'type' | 'name'>
  readonly approval: ApprovalPreview | null
  readonly connection: ConnectionState
  readonly signIn: SignIn | undefined
  readonly health: Health
  /** Names of its tools; the row counts them all and carries the first `toolNamesMax`. */
  readonly tools: readonly string[]
  readonly resources: number
  readonly prompts: number
  readonly now: number
}

/** Names a row carries for search. */
const toolNamesMax = 200

/** One row. Defaults are filled in, secrets masked, times are ISO strings. */
export function serverView(record: ServerRecord, facts: ServerFacts): Server {
  const { id, registration, document, source, intent, mutedUntil, service } = record
  const { sourceIs, connection, signIn, tools, now, ...rest } = facts
  return {
    id,
    name: registration.name,
    ...(registration.url !== undefined && { url: registration.url }),
    ...(registration.command !== undefined && {
      command: registration.command,
      args: [...registration.args],
      env: masked(registration.env),
    }),
    ...(registration.cwd !== undefined && { cwd: registration.cwd }),
    description: registration.description,
    tags: [...registration.tags],
    priority: registration.priority,
    auto_connect: registration.autoConnect,
    enabled: registration.enabled,
    health_check_url: registration.healthCheckUrl ?? null,
    ...(document.timeout !== undefined && { timeout: document.timeout }),
    ...(document.headers !== undefined && { headers: masked(document.headers) }),
    metadata: { ...registration.metadata },
    intent,
    mutedUntil: mutedUntil !== null && mutedUntil > now ? isoTime(mutedUntil) : null,
    ...(service !== null && { service }),
    source: {
      id: source.id,
      type: sourceIs.type,
      name: sourceIs.name,
      firstSeenAt: isoTime(source.firstSeenAt),
      lastSeenAt: isoTime(source.lastSeenAt),
    },
    sightings: record.sources.length,
    ...(record.overlay && { edited: fieldsIn(record.overlay) }),
    ...(record.twinOf !== null && { twinOf: record.twinOf }),
    ...(record.missingSince !== null && { missingSince: isoTime(record.missingSince) }),
    connection: connectionView(connection),
    ...(signIn && { signIn }),
    ...rest,
    tools: tools.length,
    ...(tools.length > 0 && { toolNames: tools.slice(0, toolNamesMax) }),
  }
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}
