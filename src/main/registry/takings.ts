import type { RegistrationDocument } from '../../shared/contract/registration'
import type { Clock } from '../host'
import { slices } from '../slices'
import type { Entry, Ledger } from './ledger'
import type { Merged } from './merging'
import type { ServerRecord, SourceWord } from './server-record'
import type { Sighting } from './sighting'
import { byName, isMuch, planTaking, type Taken, type TakingPlan } from './taking'

/** So many names of a read are taken in one transaction, before everything else has its turn. */
const takenAtOnce = 100

/** At most so long between two looks for leases that are over; the first leaves sources time to be read. */
const leaseLookMs = 60_000

interface Parts {
  readonly ledger: Ledger
  readonly clock: Clock
  /** How long what no source names any more stays, in ms. */
  readonly leaseMs: () => number
  readonly enter: (entry: Entry) => Merged
  /** Leases are over: it is this one's turn to let go of them. */
  readonly onLease: () => Promise<void>
}

/** What sources name, read by read; what they name no more, and for how long it stays. */
export class Takings {
  readonly #parts: Parts
  #cancelLook: (() => void) | undefined
  #ended = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  end(): void {
    this.#ended = true
    this.#cancelLook?.()
  }

  /**
   * One read of a source, some names at a time, each slice a transaction: what a crash leaves are servers as they were
   * or as they are now, and the next read takes the rest. Whether much has gone is judged of the whole. The documents
   * are sealed.
   */
  async take(
    sourceId: string,
    documents: readonly RegistrationDocument[],
    word: Partial<SourceWord>,
  ): Promise<{ taken: Taken; before: ServerRecord[] }> {
    const { ledger, clock, enter } = this.#parts
    const now = clock.now()
    const isOtherWord = ledger.say(sourceId, word)
    const named = byName(documents)
    const known = ledger.sightings.ofSource(sourceId)
    const ignored = ledger.servers.ignored(sourceId)
    const heard = { has: (name: string) => named.has(name) && !ignored.has(name) }
    const reading = { sourceId, named, holds: isMuch(known, heard), now }
    const names = [...new Set([...named.keys(), ...known.keys()])]
    const plans: TakingPlan[] = []
    const merged: Merged[] = []
    for await (const some of slices(names, takenAtOnce)) {
      const plan = this.#plan(some, reading)
      plans.push(plan)
      const affected = isOtherWord ? some : plan.put.map(({ document }) => document.name)
      const isLast = some.at(-1) === names.at(-1)
      if (affected.length === 0 && !isLast) continue
      const also = () => {
        if (isLast) ledger.keepSeen(sourceId, now)
      }
      merged.push(enter({ names: affected, by: sourceId, put: plan.put, also }))
    }
    for await (const some of slices(names)) ledger.seen(sourceId, some, now)
    this.lookForLeases()
    return {
      taken: this.#taken(sourceId, plans, merged),
      before: merged.flatMap(({ changed, removed }) => [...removed, ...changed.map((pair) => pair.before)]),
    }
  }

  /** What is held of this source, as it named it. */
  heldOf(sourceId: string): string[] {
    return this.#asked(sourceId).map(({ document }) => document.name)
  }

  held(): { source: string; missing: string[] }[] {
    const asked = this.#parts.ledger.sightings.all().filter(({ held }) => held === 'asked')
    return [...new Set(asked.map(({ source }) => source))].map((source) => ({
      source,
      missing: this.heldOf(source),
    }))
  }

  /** What was held is missing from now on, or stays. */
  release(sourceId: string, gone: boolean): string[] {
    const now = this.#parts.clock.now()
    const asked = this.#asked(sourceId)
    const names = asked.map(({ document }) => document.name)
    const said = gone ? ({ held: null, missingSince: now } as const) : ({ held: 'kept' } as const)
    this.#parts.enter({ names, by: sourceId, put: asked.map((sighting) => ({ ...sighting, ...said })) })
    this.lookForLeases()
    return names
  }

  /** While something is missing, looks whether its lease is over. */
  lookForLeases(): void {
    const { ledger, clock, onLease } = this.#parts
    if (this.#ended || this.#cancelLook || !ledger.sightings.all().some(isMissing)) return
    this.#cancelLook = clock.after(leaseLookMs, () => {
      void onLease().finally(() => {
        this.#cancelLook = undefined
        this.lookForLeases()
      })
    })
  }

  /** Lets go of what has been missing for the length of its lease; answers whether anything was. */
  expire(): boolean {
    const { ledger, clock, leaseMs, enter } = this.#parts
    const before = clock.now() - leaseMs()
    const over = ledger.sightings
      .all()
      .filter(({ missingSince }) => missingSince !== null && missingSince <= before)
    for (const [source, forget] of Map.groupBy(over, (sighting) => sighting.source))
      enter({ names: forget.map(({ document }) => document.name), by: source, forget })
    return over.length > 0
  }

  /** Compared with what is there by now: somebody may have come in between two slices. */
  #plan(
    names: readonly string[],
    {
      sourceId,
      named,
      holds,
      now,
    }: {
      sourceId: string
      named: ReadonlyMap<string, RegistrationDocument>
      holds: boolean
      now: number
    },
  ): TakingPlan {
    const { ledger } = this.#parts
    const known = ledger.sightings.ofSource(sourceId)
    return planTaking({
      sourceId,
      documents: names.flatMap((name) => named.get(name) ?? []),
      known: names.flatMap((name) => known.get(name) ?? []),
      ignored: ledger.servers.ignored(sourceId),
      holds,
      now,
    })
  }

  #asked(sourceId: string): Sighting[] {
    const sightings = [...this.#parts.ledger.sightings.ofSource(sourceId).values()]
    return sightings.filter(({ held }) => held === 'asked')
  }

  #taken(sourceId: string, plans: readonly TakingPlan[], merged: readonly Merged[]): Taken {
    const { index, sightings } = this.#parts.ledger
    const serverOf = (name: string): ServerRecord | undefined =>
      index.byId(sightings.ofSource(sourceId).get(name)?.server ?? '')
    const added = new Set(merged.flatMap((each) => each.added.map(({ id }) => id)))
    const plan = {
      fresh: plans.flatMap((each) => each.fresh),
      changed: plans.flatMap((each) => each.changed),
      unchanged: plans.flatMap((each) => each.unchanged),
      removed: plans.flatMap((each) => each.removed),
      held: plans.flatMap((each) => each.held),
    }
    const isNew = (name: string) => added.has(serverOf(name)?.id ?? '')
    const named = [...plan.fresh, ...plan.changed, ...plan.unchanged]
    return {
      added: plan.fresh.filter(isNew).map((name) => serverOf(name)?.document.name ?? name),
      changed: plan.changed,
      unchanged: [...plan.unchanged, ...plan.fresh.filter((name) => !isNew(name))],
      removed: plan.removed,
      takenByOthers: named.flatMap((name) => {
        const record = serverOf(name)
        const owner = record?.twinOf ? index.named(record.twinOf)?.source.id : undefined
        return record && owner !== undefined ? [{ name, owner, as: record.document.name }] : []
      }),
      held: plan.held.length > 0 ? { missing: plan.held } : null,
    }
  }
}

function isMissing({ missingSince }: Sighting): boolean {
  return missingSince !== null
}
