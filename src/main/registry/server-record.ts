import type { sourcePolicies } from '../../shared/contract/discovery'
import {
  type Registration,
  type RegistrationDocument,
  ServiceName,
  toRegistration,
} from '../../shared/contract/registration'
import type { Overlay } from './overlay'

/** The source of what was registered by hand. */
export const manualSource = 'manual'

export type Intent = 'on' | 'off'

export type SourcePolicy = (typeof sourcePolicies)[number]

/** What a person said of a source: what becomes of what it names, and whether it is believed. */
export interface SourceWord {
  readonly policy: SourcePolicy
  readonly trusted: boolean
}

/** A server as the registry keeps it. A change makes a new record; nobody alters one. */
export interface ServerRecord {
  readonly id: string
  /** The core's form; secrets are references `${secret:…}` that the vault opens. */
  readonly registration: Registration
  /**
   * As it was given, unknown fields included, secrets as references: what the source that counts says, and over it what
   * a person changed.
   */
  readonly document: RegistrationDocument
  /** The source that counts; times in milliseconds since 1970. */
  readonly source: { readonly id: string; readonly firstSeenAt: number; readonly lastSeenAt: number }
  /** All sources that name it, or did within the lease; the one that counts first. */
  readonly sources: readonly string[]
  /** Of the source that counts. */
  readonly word: SourceWord
  /**
   * What its sources call it. It goes by another name where a person renamed it, or where a server that is elsewhere
   * had the name before it.
   */
  readonly namedAs: string
  /** Where its sources say it is, as `endpointOf` writes it, whatever a person made of it. */
  readonly endpoint: string
  /** What a person changed; null where it was registered by hand, and where nothing was. */
  readonly overlay: Overlay | null
  /** The name it shares with a server that is elsewhere and had it before; null where it shares none. */
  readonly twinOf: string | null
  /** Since when no source names it any more; null while one does, and where it was registered by hand. */
  readonly missingSince: number | null
  /** What a person switched it to; null while nobody has. */
  readonly switched: Intent | null
  /** Until when a person wants to hear nothing of it, milliseconds since 1970; null where it is not muted. */
  readonly mutedUntil: number | null
  /** The service a person says it is of, whatever its source says; empty: of none. Null while nobody has. */
  readonly grouped: string | null
  /** The switch, else `auto_connect` and `enabled`; off where it is a twin or its source is only listed. */
  readonly intent: Intent
  /** Servers of one service are equal: what a person said, else `metadata.service`. Null where it is equal to none. */
  readonly service: string | null
}

export function serverRecord(parts: Omit<ServerRecord, 'registration' | 'intent' | 'service'>): ServerRecord {
  const registration = toRegistration(parts.document)
  const isListed = parts.twinOf !== null || parts.word.policy === 'list'
  const wanted = registration.autoConnect && registration.enabled && !isListed
  const service = parts.grouped ?? toldService(parts)
  return {
    ...parts,
    registration,
    intent: parts.switched ?? (wanted ? 'on' : 'off'),
    service: service || null,
  }
}

/**
 * The service its registration says it is of. What strangers write, or is a twin, says nothing: its server would be given
 * calls meant for those of the service.
 */
export function toldService({
  document: { metadata },
  word,
  twinOf,
}: Pick<ServerRecord, 'document' | 'word' | 'twinOf'>): string | null {
  if (!word.trusted || twinOf !== null) return null
  return ServiceName.safeParse(metadata?.service).data ?? null
}

/** A server registered by hand, as `document` says it. */
export function recordByHand(id: string, document: RegistrationDocument, now: number): ServerRecord {
  return serverRecord({
    id,
    document,
    source: { id: manualSource, firstSeenAt: now, lastSeenAt: now },
    sources: [],
    ...ofHand(document),
    switched: null,
    mutedUntil: null,
    grouped: null,
  })
}

/** What is so of every server registered by hand. */
export function ofHand(document: RegistrationDocument) {
  return {
    word: { policy: 'connect', trusted: true },
    namedAs: document.name,
    endpoint: endpointOf(document),
    overlay: null,
    twinOf: null,
    missingSince: null,
  } as const
}

/** Highest priority first, then by name, the same on every machine whatever its language. */
export function byPriorityThenName(one: ServerRecord, other: ServerRecord): number {
  const [a, b] = [one.registration, other.registration]
  if (a.priority !== b.priority) return b.priority - a.priority
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

/** What two registrations must share to be the same server under the same name. */
export function endpointOf({
  url,
  command,
  args = [],
}: {
  readonly url?: string | undefined
  readonly command?: string | undefined
  readonly args?: readonly string[] | undefined
}): string {
  return url === undefined ? JSON.stringify([command, ...args]) : new URL(url).href
}
