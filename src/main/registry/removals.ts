import { randomUUID } from 'node:crypto'
import { Fault } from '../../shared/contract/fault'
import type { Clock } from '../host'
import type { Approvals } from './approvals'
import type { Entry, Ledger } from './ledger'
import type { Merged } from './merging'
import { byPriorityThenName, manualSource, ofHand, type ServerRecord, serverRecord } from './server-record'
import type { Removal } from './server-table'

interface Parts {
  readonly ledger: Ledger
  readonly approvals: Approvals
  readonly clock: Clock
  readonly enter: (entry: Entry) => Merged
}

/** Servers and sources a person removes, kept for a day with all that belongs to them, so that it can be undone. */
export class Removals {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Takes away a server, and its name from all sources that gave it. Answers with what undoes it. */
  remove(record: ServerRecord): string {
    const { ledger, clock, enter } = this.#parts
    const { servers } = ledger
    const undo = randomUUID()
    const now = clock.now()
    const sightings = ledger.sightingsOf(record)
    enter({
      names: [record.namedAs, record.document.name],
      by: manualSource,
      forget: sightings,
      gone: [record],
      also: (_, consents) => {
        servers.purgeRemovals(now)
        servers.keepRemoval(undo, now, { record, approval: consents.get(record.id) ?? null, sightings })
        for (const { source } of sightings) servers.ignore(source, record.namedAs)
      },
    })
    return undo
  }

  /** Undoes it, and answers with the name. Throws Fault `not-found` when the day is over, `name-taken`. */
  bringBack(undo: string): string {
    const { ledger, approvals, clock, enter } = this.#parts
    const { servers } = ledger
    const removal = servers.removal(undo, clock.now())
    if (!removal)
      throw new Fault('not-found', 'This removal can no longer be undone.', { kind: 'removal', name: undo })
    const { approval } = removal
    const sightings = removal.sightings.filter(({ source }) => !servers.isDropped(source))
    // What a source named that is gone itself comes back as kept by hand.
    const record = sightings.length > 0 ? removal.record : byHand(removal.record)
    const { name } = record.document
    ledger.index.refuseTaken(name)
    enter({
      names: [record.namedAs, name],
      by: manualSource,
      put: sightings,
      records: [record],
      also: () => {
        servers.deleteRemoval(undo)
        for (const each of new Set([record.namedAs, name])) servers.heed(each)
        if (approval !== null) approvals.give(name, approval)
      },
    })
    return name
  }

  /** Whether a server that was removed can still be brought back. */
  isKept(id: string): boolean {
    return this.#parts.ledger.servers.isRemoved(id, this.#parts.clock.now())
  }

  /** Takes away a source: what only it named, with the names that went. */
  removeSource(sourceId: string): { removed: string[]; undo: string } {
    const { ledger, clock, enter } = this.#parts
    const { servers } = ledger
    const undo = randomUUID()
    const now = clock.now()
    const sightings = [...ledger.sightings.ofSource(sourceId).values()]
    const { removed } = enter({
      names: sightings.map(({ document }) => document.name),
      by: sourceId,
      forget: sightings,
      also: (merged, consents) => {
        servers.purgeRemovals(now)
        servers.keepDropped(undo, now, sourceId, sightings)
        for (const record of merged.removed) {
          const approval = consents.get(record.id) ?? null
          servers.keepRemoval(randomUUID(), now, { record, approval, sightings: [], withSource: undo })
        }
      },
    })
    return { removed: namesOf(removed), undo }
  }

  /** Undoes it, and answers with the names that are back. */
  bringBackSource(undo: string): string[] {
    const { ledger, clock, enter } = this.#parts
    const { servers, sightings } = ledger
    const removals = servers.removalsWith(undo)
    const named = servers.dropped(undo) ?? removals.flatMap((removal) => removal.sightings)
    const firstSeenAt = clock.now()
    const put = named
      .filter(({ source, document: { name } }) => !sightings.ofSource(source).has(name))
      // Whoever has a name by now had it before them.
      .map((sighting) => ({ ...sighting, firstSeenAt }))
    for (const { source } of put) ledger.say(source, {})
    const { added } = enter({
      names: put.map(({ document }) => document.name),
      by: put[0]?.source ?? manualSource,
      put,
      records: removals.map(({ record }) => record),
      also: (merged) => {
        for (const record of merged.added) this.#giveBack(record, removals)
        servers.forgetDropped(undo)
      },
    })
    return namesOf(added)
  }

  #giveBack({ id, document: { name } }: ServerRecord, removals: readonly Removal[]): void {
    const removal = removals.find(({ record }) => record.id === id)
    if (removal?.approval && removal.record.document.name === name)
      this.#parts.approvals.give(name, removal.approval)
  }
}

function byHand(record: ServerRecord): ServerRecord {
  const { document, source } = record
  return serverRecord({
    ...record,
    ...ofHand(document),
    source: { ...source, id: manualSource },
    sources: [],
  })
}

function namesOf(records: readonly ServerRecord[]): string[] {
  return records.toSorted(byPriorityThenName).map(({ document }) => document.name)
}
