import {
  type Registration,
  type RegistrationDocument,
  ServiceName,
  toRegistration,
} from '../../shared/contract/registration'

/** The source of what was registered by hand. */
export const manualSource = 'manual'

export type Intent = 'on' | 'off'

/** A server as the registry keeps it. A change makes a new record; nobody alters one. */
export interface ServerRecord {
  readonly id: string
  /** The core's form; secrets are references `${secret:…}` that the vault opens. */
  readonly registration: Registration
  /** As it was given, unknown fields included, secrets as references. */
  readonly document: RegistrationDocument
  /** Which source named it; times in milliseconds since 1970. */
  readonly source: { readonly id: string; readonly firstSeenAt: number; readonly lastSeenAt: number }
  /** What a person switched it to; null while nobody has. */
  readonly switched: Intent | null
  /** Until when a person wants to hear nothing of it, milliseconds since 1970; null where it is not muted. */
  readonly mutedUntil: number | null
  /** The service a person says it is of, whatever its source says; empty: of none. Null while nobody has. */
  readonly grouped: string | null
  /** The switch, else `auto_connect` and `enabled`. */
  readonly intent: Intent
  /** Servers of one service are equal: what a person said, else `metadata.service`. Null where it is equal to none. */
  readonly service: string | null
}

export function serverRecord(parts: Omit<ServerRecord, 'registration' | 'intent' | 'service'>): ServerRecord {
  const registration = toRegistration(parts.document)
  const wanted = registration.autoConnect && registration.enabled
  const told = registration.metadata.service
  const service = parts.grouped ?? (told === undefined ? null : ServiceName.safeParse(told).data)
  return {
    ...parts,
    registration,
    intent: parts.switched ?? (wanted ? 'on' : 'off'),
    service: service || null,
  }
}

/** Highest priority first, then by name, the same on every machine whatever its language. */
export function byPriorityThenName(one: ServerRecord, other: ServerRecord): number {
  const [a, b] = [one.registration, other.registration]
  if (a.priority !== b.priority) return b.priority - a.priority
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

/** What two registrations must share to be the same server under the same name. */
export function endpointOf({ url, command, args }: Registration): string {
  return url === undefined ? JSON.stringify([command, ...args]) : new URL(url).href
}
