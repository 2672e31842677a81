import type { RegistrationDocument } from '../../shared/contract/registration'
import { canonicalJson } from './canonical'
import { overlaid } from './overlay'
import {
  endpointOf,
  manualSource,
  ofHand,
  type ServerRecord,
  type SourceWord,
  serverRecord,
} from './server-record'
import type { Sighting } from './sighting'

/** Longest name of a server, in UTF-16 units. */
const nameMax = 128

/** What merging looks at, as it will be once what is under way is done. */
export interface World {
  /** Every sighting of this name. */
  readonly sightings: (name: string) => readonly Sighting[]
  /** Servers that are called so by their sources, whatever they go by here. */
  readonly records: (name: string) => readonly ServerRecord[]
  /** A server as it is until then. */
  readonly before: (id: string) => ServerRecord | undefined
  /** The server that goes by this name now. */
  readonly holder: (name: string) => ServerRecord | undefined
  /** Lower comes first. */
  readonly rank: (sourceId: string) => number
  readonly word: (sourceId: string) => SourceWord
  /** The document under another name, its secrets with it. */
  readonly bound: (document: RegistrationDocument, name: string) => RegistrationDocument
  readonly newId: () => string
}

/** What becomes of the servers of some names. */
export interface Merged {
  readonly added: readonly ServerRecord[]
  readonly changed: readonly { readonly now: ServerRecord; readonly before: ServerRecord }[]
  /** The same but for when it was last seen. */
  readonly unchanged: readonly ServerRecord[]
  readonly removed: readonly ServerRecord[]
  /** Sightings that belong to another server than before. */
  readonly moved: readonly Sighting[]
}

/** Sightings that are one server: the same name at the same endpoint. */
interface Group {
  readonly name: string
  readonly endpoint: string
  readonly byHand: ServerRecord | undefined
  /** The one that counts first. */
  readonly sightings: readonly Sighting[]
  /** The server it goes on being; undefined where it is a new one. */
  record: ServerRecord | undefined
}

/**
 * Makes servers of sightings. What comes out depends on what the sightings say and on the order of the sources, never on
 * the order in which they came.
 *
 * - One name at one endpoint is one server. What was registered by hand counts, else the first source that names it now.
 *   Whole documents, never a mixture: nobody's arguments run with somebody else's variables.
 * - One name at two endpoints is two servers. The one by hand has the name, else the one seen first, else the one of the
 *   earlier source; the other is its twin: another name, another id (and with it no consent, credentials or permission),
 *   off until a person switches it on.
 */
export function merge(names: Iterable<string>, world: World): Merged {
  const affected = affectedBy(names, world)
  const known = affected.flatMap((name) => world.records(name))
  const groups = affected.map((name) => groupsOf(name, world))
  const called = namesOf(groups, new Set(known.map(({ id }) => id)), world)
  const records = groups.flat().map((group) => recordOf(group, called.get(group) ?? group.name, world))
  const pairs = records.map((now) => ({ now, before: world.before(now.id) }))
  const ids = new Set(records.map(({ id }) => id))
  return {
    added: pairs.flatMap((pair) => (pair.before ? [] : [pair.now])),
    changed: pairs.flatMap(({ now, before: was }) =>
      was && !isSame(now, was) ? [{ now, before: was }] : [],
    ),
    unchanged: pairs.flatMap(({ now, before: was }) => (was && isSame(now, was) ? [now] : [])),
    removed: known.flatMap(({ id }) => (ids.has(id) ? [] : (world.before(id) ?? []))),
    moved: groups
      .flat()
      .flatMap(({ sightings }, at) =>
        sightings
          .filter(({ server }) => server !== records[at]?.id)
          .map((sighting) => ({ ...sighting, server: records[at]?.id ?? '' })),
      ),
  }
}

/** These names, and those of twins whose own name somebody now claims. */
function affectedBy(names: Iterable<string>, { holder }: World): string[] {
  const affected = new Set(names)
  for (const name of affected) {
    const held = holder(name)
    if (held && held.twinOf !== null) affected.add(held.namedAs)
  }
  return [...affected].sort()
}

function groupsOf(name: string, world: World): Group[] {
  const records = world.records(name)
  const byHand = records.find(({ source }) => source.id === manualSource)
  const renamed = new Map(records.filter(isRenamed).map((record) => [record.id, record]))
  const parts = new Map<string, Sighting[]>()
  if (byHand) parts.set(byHand.endpoint, [])
  for (const sighting of world.sightings(name).toSorted(byWord(world))) {
    // One that a person renamed stays the server it was made, wherever its source says it is.
    const key = renamed.has(sighting.server) ? sighting.server : endpointOf(sighting.document)
    parts.set(key, [...(parts.get(key) ?? []), sighting])
  }
  const groups = [...parts].map(([key, sightings]): Group => {
    const [first] = sightings
    const isByHand = byHand !== undefined && key === byHand.endpoint
    return {
      name,
      endpoint: isByHand || !first ? key : endpointOf(first.document),
      byHand: isByHand ? byHand : undefined,
      sightings,
      record: isByHand ? byHand : renamed.get(key),
    }
  })
  recognise(groups, records)
  return groups.sort(byHold(world))
}

/** Which server each of them goes on being: the one at its endpoint, else the one its source moved. */
function recognise(groups: readonly Group[], records: readonly ServerRecord[]): void {
  const free = new Map(records.filter((record) => !isRenamed(record)).map((record) => [record.id, record]))
  for (const { record } of groups) if (record) free.delete(record.id)
  const give = (group: Group, record: ServerRecord | undefined) => {
    if (!record || group.record || !free.delete(record.id)) return
    group.record = record
  }
  const isByHand = ({ source }: ServerRecord) => source.id === manualSource
  for (const group of groups)
    give(
      group,
      [...free.values()].find((each) => !isByHand(each) && each.endpoint === group.endpoint),
    )
  for (const group of groups)
    for (const { server } of group.sightings) {
      const was = free.get(server)
      if (was && !isByHand(was)) give(group, was)
    }
}

/** The name each goes by. */
function namesOf(
  groups: readonly (readonly Group[])[],
  ids: ReadonlySet<string>,
  world: World,
): Map<Group, string> {
  const called = new Map<Group, string>()
  const taken = new Set<string>()
  const isFree = (name: string) => {
    const holder = world.holder(name)
    return !taken.has(name) && (holder === undefined || ids.has(holder.id))
  }
  const call = (group: Group, name: string) => {
    taken.add(name)
    called.set(group, name)
  }
  for (const group of groups.flat()) {
    const given = group.byHand?.document.name ?? givenName(group.record)
    if (given !== undefined) call(group, given)
  }
  const unnamed = groups.map((each) => each.filter((group) => !called.has(group)))
  const second: Group[] = []
  for (const [at, each] of unnamed.entries()) {
    const isHeld = groups[at]?.some(({ byHand }) => byHand !== undefined)
    const [first, ...others] = each
    if (first && !isHeld && isFree(first.name)) call(first, first.name)
    else if (first) second.push(first)
    second.push(...others)
  }
  for (const group of second) {
    let number = 2
    while (!isFree(numbered(group.name, number))) number++
    call(group, numbered(group.name, number))
  }
  return called
}

function numbered(name: string, number: number): string {
  const ending = ` (${number})`
  // A letter of two units is not cut in two.
  const start = name.slice(0, nameMax - ending.length).replace(/[\uD800-\uDBFF]$/u, '')
  return start.trimEnd() + ending
}

/** The name whose twin would be called so; empty where none would. */
export function unnumbered(name: string): string[] {
  const [, start] = /^(.+) \(\d+\)$/u.exec(name) ?? []
  return start === undefined ? [] : [start]
}

function recordOf(group: Group, name: string, world: World): ServerRecord {
  const { record, byHand, sightings } = group
  const sources = sightings.map(({ source }) => source)
  const [counts] = sightings
  if (byHand) return serverRecord({ ...byHand, ...ofHand(byHand.document), sources })
  if (!counts) throw new Error(`nothing says what ${name} is`)
  const overlay = record?.overlay ?? null
  const whole = overlaid(counts.document, overlay)
  const said = whole.name === group.name ? whole : { ...whole, name: group.name }
  const isGone = sightings.every(({ missingSince }) => missingSince !== null)
  const twinOf = isRenamed(record) ? (record?.twinOf ?? null) : name === group.name ? null : group.name
  return serverRecord({
    id: record?.id ?? world.newId(),
    document: world.bound(said, name),
    source: { id: counts.source, firstSeenAt: counts.firstSeenAt, lastSeenAt: counts.seenAt },
    sources,
    word: world.word(counts.source),
    namedAs: group.name,
    endpoint: group.endpoint,
    overlay,
    twinOf,
    missingSince: isGone ? Math.max(...sightings.map(({ missingSince }) => missingSince ?? 0)) : null,
    switched: record?.switched ?? null,
    mutedUntil: record?.mutedUntil ?? null,
    grouped: record?.grouped ?? null,
  })
}

/** Those that name it now before those that did; then the order of the sources. */
function byWord({ rank }: World) {
  return (one: Sighting, other: Sighting): number =>
    Number(one.missingSince !== null) - Number(other.missingSince !== null) ||
    rank(one.source) - rank(other.source)
}

/** Who has the name: by hand, then who was seen first, then the order of the sources. */
function byHold({ rank }: World) {
  const since = (group: Group) => Math.min(...group.sightings.map(({ firstSeenAt }) => firstSeenAt))
  const place = (group: Group) => Math.min(...group.sightings.map(({ source }) => rank(source)))
  return (one: Group, other: Group): number =>
    Number(other.byHand !== undefined) - Number(one.byHand !== undefined) ||
    since(one) - since(other) ||
    place(one) - place(other)
}

function givenName(record: ServerRecord | undefined): string | undefined {
  const given = record?.overlay?.set.name
  return typeof given === 'string' ? given : undefined
}

function isRenamed(record: ServerRecord | undefined): boolean {
  return givenName(record) !== undefined
}

function isSame(now: ServerRecord, before: ServerRecord): boolean {
  return compared(now) === compared(before)
}

function compared({ source, registration: _, ...record }: ServerRecord): string {
  return canonicalJson({ ...record, source: source.id, since: source.firstSeenAt })
}
