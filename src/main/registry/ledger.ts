import { randomUUID } from 'node:crypto'
import type { Database } from '../database/database'
import type { Clock } from '../host'
import type { Approvals } from './approvals'
import { type Merged, merge, unnumbered, type World } from './merging'
import { overlaid } from './overlay'
import { refsOf } from './secrets'
import type { ServerChanges } from './server-changes'
import { ServerIndex } from './server-index'
import { manualSource, type ServerRecord, type SourceWord, serverRecord } from './server-record'
import { ServerTable } from './server-table'
import { type Sighting, Sightings } from './sighting'
import { SightingTable } from './sighting-table'
import type { Vault } from './vault'

/** What a person has not said otherwise of a source. */
const unsaid: SourceWord = { policy: 'connect', trusted: true }

/** One change of the ledger, whole. */
export interface Entry {
  /** Names under which something changes, as sources and people give them. */
  readonly names: Iterable<string>
  /** Whose word it is, for the history. */
  readonly by: string
  readonly put?: readonly Sighting[]
  readonly forget?: readonly Sighting[]
  /** Servers as they are to be before their sightings have their say: new, or in the place of those with their ids. */
  readonly records?: readonly ServerRecord[]
  /** Servers that go whatever names them. */
  readonly gone?: readonly ServerRecord[]
  /** What belongs into the same transaction; `consents` are those that servers which go had, by id. */
  readonly also?: (merged: Merged, consents: ReadonlyMap<string, string | null>) => void
}

/**
 * All servers and all sightings, in memory and on disk. A change is one transaction, and the disk is changed before
 * memory is, so the two cannot part: what a crash leaves is the ledger before it or after it.
 */
export class Ledger {
  readonly index = new ServerIndex()
  readonly sightings = new Sightings()
  readonly servers: ServerTable
  readonly #table: SightingTable
  readonly #database: Database
  readonly #vault: Vault
  readonly #approvals: Approvals
  readonly #changes: ServerChanges
  readonly #clock: Clock
  /** In their order. */
  readonly #words = new Map<string, SourceWord>()
  readonly #places = new Map<string, number>()

  constructor(parts: {
    database: Database
    vault: Vault
    approvals: Approvals
    changes: ServerChanges
    clock: Clock
  }) {
    this.#database = parts.database
    this.#vault = parts.vault
    this.#approvals = parts.approvals
    this.#changes = parts.changes
    this.#clock = parts.clock
    this.servers = new ServerTable(parts.database)
    this.#table = new SightingTable(parts.database)
  }

  start(): void {
    for (const [source, word] of this.#table.sources()) this.#know(source, word)
    for (const sighting of this.#table.all()) this.sightings.put(sighting)
    for (const record of this.servers.all()) this.index.hold(this.#whole(record))
  }

  /** Its sightings, the one that counts first. */
  sightingsOf(record: ServerRecord): Sighting[] {
    const place = ({ source }: Sighting) => record.sources.indexOf(source)
    return this.sightings
      .named(record.namedAs)
      .filter(({ server }) => server === record.id)
      .toSorted((one, other) => place(one) - place(other))
  }

  word(source: string): SourceWord {
    return this.#words.get(source) ?? unsaid
  }

  /** Keeps what is said of a source; one that is new comes after all others. Answers whether it is other than before. */
  say(source: string, said: Partial<SourceWord>): boolean {
    const before = this.#words.get(source)
    const { policy, trusted } = before ?? unsaid
    const word = { policy: said.policy ?? policy, trusted: said.trusted ?? trusted }
    if (before && before.policy === word.policy && before.trusted === word.trusted) return false
    this.#database.transaction(() => this.#table.putSource(source, word))
    this.#know(source, word)
    return before !== undefined
  }

  /**
   * The sources stand in this order from now on, others behind them; answers with the names of which other sightings may
   * count now. To be made so with `enter`, whose `also` calls `keepOrder`; `undo` takes it back.
   */
  reorder(sources: readonly string[]): { names: string[]; undo: () => void } | null {
    const before = [...this.#places.keys()]
    const named = new Set(sources)
    const after = [...named, ...before.filter((source) => !named.has(source))]
    if (after.length === before.length && after.every((source, at) => source === before[at])) return null
    this.#place(after)
    // One that is new changes nothing of what others say.
    const isOther = before.some((source, at) => source !== after[at])
    return { names: isOther ? this.sightings.shared() : [], undo: () => this.#place(before) }
  }

  /** Keeps the order as it is in memory, as part of a larger transaction. */
  keepOrder(): void {
    this.#table.arrange([...this.#places.keys()].map((source) => [source, this.word(source)]))
  }

  /** Keeps that the source named all of it again, as part of a larger transaction; `seen` follows it. */
  keepSeen(source: string, at: number): void {
    this.#table.seen(source, at)
  }

  /** The source named these again, but for those that are missing or held. */
  seen(source: string, names: readonly string[], at: number): void {
    const known = this.sightings.ofSource(source)
    for (const sighting of names.flatMap((name) => known.get(name) ?? [])) {
      if (sighting.missingSince !== null || sighting.held !== null || sighting.seenAt === at) continue
      this.sightings.put({ ...sighting, seenAt: at })
      const record = this.index.byId(sighting.server)
      if (record?.source.id === source)
        this.index.hold({ ...record, source: { ...record.source, lastSeenAt: at } })
    }
  }

  /** Makes the change and answers with what became of which server. Throws Fault `disk-full`; nothing has changed then. */
  enter(entry: Entry): Merged {
    const { put = [], forget = [], gone = [] } = entry
    const undo = this.#sight(put, forget)
    try {
      const merged = this.#merge(entry)
      const removed = [...gone, ...merged.removed]
      const whole = { ...merged, removed }
      this.#database.transaction(() => {
        const consents = new Map(
          removed.map(({ id, document }) => [id, this.#approvals.given(document.name)]),
        )
        for (const sighting of forget) this.#table.delete(sighting)
        for (const sighting of [...put, ...merged.moved]) this.#table.put(sighting)
        this.#write(whole, entry.by)
        entry.also?.(whole, consents)
      })
      this.#sight(merged.moved, [])
      for (const { id } of [...removed, ...merged.unchanged]) this.index.release(id)
      for (const { before } of merged.changed) this.index.release(before.id)
      const held = [...merged.added, ...merged.unchanged, ...merged.changed.map(({ now }) => now)]
      for (const record of held) this.index.hold(record)
      return whole
    } catch (error) {
      undo()
      throw error
    }
  }

  /** Replaces one record whose sightings have no say in what changed. Throws Fault `disk-full`. */
  replace(record: ServerRecord): void {
    this.#database.transaction(() => this.servers.put(record))
    this.index.hold(record)
  }

  /** Every reference to a secret that something kept still uses. */
  refs(): Set<string> {
    const removals = this.servers.removals(this.#clock.now())
    const records = [...this.index.all(), ...removals.map(({ record }) => record)]
    const sightings = [
      ...this.sightings.all(),
      ...removals.flatMap((removal) => removal.sightings),
      ...this.servers.allDropped(),
    ]
    const edited = new Map(records.flatMap(({ id, overlay }) => (overlay ? [[id, overlay]] : [])))
    const laidOver = sightings.flatMap(({ document, server }) => {
      const overlay = edited.get(server)
      return overlay ? [overlaid(document, overlay)] : []
    })
    return new Set(
      [...[...records, ...sightings].map(({ document }) => document), ...laidOver].flatMap(refsOf),
    )
  }

  #merge(entry: Entry): Merged {
    const records = entry.records ?? []
    const replaced = new Set([...records, ...(entry.gone ?? [])].map(({ id }) => id))
    const gone = new Set(entry.gone?.map(({ id }) => id))
    const world: World = {
      sightings: (name) => this.sightings.named(name),
      records: (name) => [
        ...this.index.namedAs(name).filter(({ id }) => !replaced.has(id)),
        ...records.filter(({ namedAs }) => namedAs === name),
      ],
      before: (id) => this.index.byId(id),
      holder: (name) => {
        const holder = this.index.named(name)
        return holder && gone.has(holder.id) ? undefined : holder
      },
      rank: (source) => this.#places.get(source) ?? this.#places.size,
      word: (source) => this.word(source),
      bound: (document, name) => this.#vault.rebound(document, name),
      newId: randomUUID,
    }
    const names = new Set(entry.names)
    for (;;) {
      const merged = merge(names, world)
      const { removed, changed } = merged
      const renamed = changed.flatMap(({ now, before }) =>
        now.document.name === before.document.name ? [] : [before],
      )
      const left = [...(entry.gone ?? []), ...removed, ...renamed].map(({ document }) => document.name)
      // A name that is free again goes to whoever is called so, else to the twin that would have it.
      const wanted = [...left, ...left.flatMap(unnumbered)].filter(
        (name) => !names.has(name) && this.index.namedAs(name).length > 0,
      )
      if (wanted.length === 0) return merged
      for (const name of wanted) names.add(name)
    }
  }

  #write({ added, changed, removed }: Merged, source: string): void {
    const at = this.#clock.now()
    const renamed = changed.filter(({ now, before }) => now.document.name !== before.document.name)
    const approved = new Set(renamed.filter((change) => this.#goesOnApproved(change)))
    for (const { id, document } of removed) {
      this.servers.delete(id)
      this.#approvals.forget(document.name)
    }
    // Names may pass from one to the other, and no two rows may have the same.
    for (const { before } of renamed) {
      this.servers.delete(before.id)
      this.#approvals.forget(before.document.name)
    }
    for (const record of added) this.servers.put(record)
    for (const { now, before } of changed) {
      this.servers.put(now)
      this.#changes.note(now, before, { at, source })
    }
    for (const change of changed)
      if (approved.has(change)) this.#approvals.consent(change.now)
      else this.#approvals.lapse(change.now)
  }

  /** Whether it was approved and would run the same but for its name. */
  #goesOnApproved({ now, before }: { now: ServerRecord; before: ServerRecord }): boolean {
    const document = this.#vault.rebound(before.document, now.document.name)
    const same = serverRecord({ ...before, document }).registration
    return (
      this.#approvals.approved(before) &&
      this.#approvals.fingerprint(same) === this.#approvals.fingerprint(now.registration)
    )
  }

  /** Puts sightings into memory; what it answers takes them out again. */
  #sight(put: readonly Sighting[], forget: readonly Sighting[]): () => void {
    const known = ({ source, document: { name } }: Sighting) => this.sightings.ofSource(source).get(name)
    const before = [...put, ...forget].map((sighting) => [sighting, known(sighting)] as const)
    for (const sighting of forget) this.sightings.delete(sighting)
    for (const sighting of put) this.sightings.put(sighting)
    return () => {
      for (const [sighting, was] of before)
        if (was) this.sightings.put(was)
        else this.sightings.delete(sighting)
    }
  }

  #know(source: string, word: SourceWord): void {
    this.#words.set(source, word)
    if (!this.#places.has(source)) this.#places.set(source, this.#places.size)
  }

  #place(sources: readonly string[]): void {
    this.#places.clear()
    for (const [place, source] of sources.entries()) this.#places.set(source, place)
  }

  /** A record as it is kept, with what its sightings say. */
  #whole(record: ServerRecord): ServerRecord {
    const place = ({ source }: Sighting) => this.#places.get(source) ?? this.#places.size
    const sightings = this.sightings
      .named(record.namedAs)
      .filter(({ server }) => server === record.id)
      .toSorted(
        (one, other) =>
          Number(one.missingSince !== null) - Number(other.missingSince !== null) ||
          place(one) - place(other),
      )
    const sources = sightings.map(({ source }) => source)
    const [counts] = sightings
    if (record.source.id === manualSource || !counts) return { ...record, sources }
    const { document, firstSeenAt, seenAt: lastSeenAt } = counts
    // Sealed anew under the name it goes by: what a crash kept from being written is so in memory again.
    const said = overlaid(document, record.overlay)
    const own = said.name === record.namedAs ? said : { ...said, name: record.namedAs }
    return serverRecord({
      ...record,
      document: this.#vault.rebound(own, record.document.name),
      sources,
      source: { id: counts.source, firstSeenAt, lastSeenAt },
      word: this.word(counts.source),
    })
  }
}
