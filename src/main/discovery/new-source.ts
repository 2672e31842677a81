import { randomUUID } from 'node:crypto'
import type { SourcePolicy } from '../../shared/contract/discovery'
import type { Accepted, SourceKind } from './kind'
import type { SourceRow } from './source-rows'

/** A source to add: what is said here of all kinds, and whatever its kind asks for. */
export interface NewSource {
  readonly [field: string]: unknown
  /** A file without one. */
  readonly type?: string | undefined
  /** Without one what the kind makes of the address. */
  readonly name?: string | undefined
  /** How often to look at it; `interval`, in seconds, is the original's. Without one its kind decides. */
  readonly intervalMs?: number | undefined
  readonly interval?: number | undefined
  readonly policy?: SourcePolicy | undefined
  readonly trusted?: boolean | undefined
}

/** What was given of an interval, in milliseconds; undefined where nothing was. */
export function givenIntervalMs<T>(given: {
  readonly intervalMs?: T
  readonly interval?: number | undefined
}): T | number | undefined {
  return given.intervalMs === undefined && given.interval !== undefined
    ? Math.round(given.interval * 1_000)
    : given.intervalMs
}

/** A source a person adds now, before its first read. */
export function newSourceRow(
  kind: SourceKind,
  accepted: Accepted<unknown>,
  given: NewSource,
  { now, position }: { now: number; position: number },
): SourceRow {
  const trusted = given.trusted ?? isTrusted(kind, accepted.address)
  return {
    id: randomUUID(),
    type: kind.type,
    name: given.name ?? accepted.name,
    address: accepted.address,
    options: accepted.options,
    policy: given.policy ?? (trusted ? 'connect' : 'ask'),
    trusted,
    position,
    addedAt: now,
    lastSeenAt: null,
    lastReadAt: null,
    paused: false,
    intervalMs: givenIntervalMs(given) ?? null,
    lastChange: null,
    frame: { keys: ['servers'], rest: {} },
    names: [],
  }
}

/** What a person chose from this computer, or what answers on it. */
function isTrusted(kind: SourceKind, address: string): boolean {
  return kind.isTrusted?.(address) ?? isLoopback(address)
}

function isLoopback(address: string): boolean {
  if (!/^https?:/iu.test(address) || !URL.canParse(address)) return false
  const { hostname } = new URL(address)
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/u.test(hostname)
}
