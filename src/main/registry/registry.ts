import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { Fault } from '../../shared/contract/fault'
import type { RegistrationDocument } from '../../shared/contract/registration'
import type { Database } from '../database/database'
import type { Clock } from '../host'
import { Turns } from '../turns'
import type { Approvals } from './approvals'
import { checkedDocument, patchedDocument } from './document'
import { type Entry, Ledger } from './ledger'
import type { Merged } from './merging'
import { overlayBetween } from './overlay'
import { References } from './references'
import { Removals } from './removals'
import { refsOf } from './secrets'
import { type ServerChange, ServerChanges } from './server-changes'
import {
  type Intent,
  manualSource,
  ofHand,
  recordByHand,
  type ServerRecord,
  type SourceWord,
  serverRecord,
  toldService,
} from './server-record'
import type { Taken } from './taking'
import { Takings } from './takings'
import type { Vault } from './vault'

/** How long what no source names any more is kept, unless somebody says otherwise. */
const usualLeaseMs = 24 * 60 * 60_000

/**
 * The set of servers: what a person registered, and what it makes of all that sources say. Whatever a call here answered
 * is on disk.
 */
export class Registry extends EventEmitter<{
  added: [ServerRecord]
  changed: [now: ServerRecord, before: ServerRecord]
  removed: [ServerRecord]
  /** What a person is asked of this source is other than before. */
  held: [sourceId: string]
}> {
  readonly #vault: Vault
  readonly #approvals: Approvals
  readonly #clock: Clock
  readonly #changes: ServerChanges
  readonly #ledger: Ledger
  readonly #references: References
  readonly #takings: Takings
  readonly #removals: Removals
  /** Writes that touch the vault happen one after the other. */
  readonly #turns = new Turns()

  constructor(parts: {
    database: Database
    vault: Vault
    approvals: Approvals
    clock: Clock
    /** How long a server stays that no source names any more, in ms. */
    leaseMs?: () => number
  }) {
    super()
    // One for each room that follows it, as rollcall.ts has them.
    this.setMaxListeners(30)
    this.#vault = parts.vault
    this.#approvals = parts.approvals
    this.#clock = parts.clock
    this.#changes = new ServerChanges(parts.database)
    this.#ledger = new Ledger({ ...parts, changes: this.#changes })
    this.#references = new References(this.#ledger)
    const { approvals, clock, leaseMs = () => usualLeaseMs } = parts
    const enter = (entry: Entry) => this.#enter(entry)
    this.#removals = new Removals({ ledger: this.#ledger, approvals, clock, enter })
    this.#takings = new Takings({
      ledger: this.#ledger,
      clock,
      leaseMs,
      enter,
      onLease: () => this.#turns.take(() => this.#expire()).catch(onlyFullDisk),
    })
  }

  /** Reads what is kept and takes out of the vault what nothing uses. */
  async start(): Promise<void> {
    this.#ledger.start()
    this.#changes.tidy()
    await this.#vault.keep(this.#ledger.refs())
    await this.#tidyVault()
    this.#takings.lookForLeases()
  }

  /** Resolves when nothing is being written any more. */
  async end(): Promise<void> {
    this.#takings.end()
    await this.#turns.over()
  }

  get(id: string): ServerRecord | undefined {
    return this.#ledger.index.byId(id)
  }

  /** Throws Fault `not-found`. */
  byName(name: string): ServerRecord {
    return this.#ledger.index.byName(name)
  }

  /** Highest priority first, then by name. */
  all(): ServerRecord[] {
    return this.#ledger.index.all()
  }

  /** What this source names now, as it says it: nothing a person changed, nothing that is missing. */
  named(sourceId: string): RegistrationDocument[] {
    const sightings = [...this.#ledger.sightings.ofSource(sourceId).values()]
    return sightings.filter(({ missingSince }) => missingSince === null).map(({ document }) => document)
  }

  /** How many servers this source named once and names no more, their lease not being over. */
  missing(sourceId: string): number {
    const sightings = [...this.#ledger.sightings.ofSource(sourceId).values()]
    return sightings.filter(({ missingSince }) => missingSince !== null).length
  }

  /** A sealed document as it would be under another name, with the secrets that are its own. */
  bound(document: RegistrationDocument, name: string): RegistrationDocument {
    return this.#vault.rebound(document, name)
  }

  /** What became of a server, the newest first. */
  changes(id: string): ServerChange[] {
    return this.#changes.of(id)
  }

  /**
   * The document with its secrets as references; nothing is registered. A reference in it to a secret of a server that
   * is elsewhere is taken as the text it is.
   */
  async seal(document: RegistrationDocument): Promise<RegistrationDocument> {
    const sealed = await this.#vault.seal(document, (ref) => this.#references.may(document, ref))
    this.#references.own(sealed)
    return sealed
  }

  /**
   * Registers by hand. A command counts as approved, because whoever sent it had it before their eyes. `approve: false`:
   * a command waits; `approve: 'ask'`: an address waits too, because nobody vouched for it (a link, a drop).
   * Throws Fault `invalid`, `name-taken`, `disk-full`.
   */
  register(given: unknown, { approve = true }: { approve?: boolean | 'ask' } = {}): Promise<ServerRecord> {
    return this.#turns.take(async () => {
      const document = checkedDocument(given)
      const { name } = document
      this.#ledger.index.refuseTaken(name)
      const sealed = await this.#sealed(document)
      // Asked again: an undo may have taken the name while the secrets were written.
      this.#ledger.index.refuseTaken(name)
      const record = recordByHand(randomUUID(), sealed, this.#clock.now())
      this.#enter({
        names: [name],
        by: manualSource,
        records: [record],
        also: () => {
          this.#ledger.servers.heed(name)
          if (approve === true) this.#approvals.consent(record)
          else if (approve === 'ask') this.#approvals.doubt(record)
        },
      })
      return this.byName(name)
    })
  }

  /**
   * Changes fields; `null` takes one away. What a source names goes on following its source in all other fields. A
   * command that was approved stays so, because whoever sends a change to it has approved the rest; what waits goes on
   * waiting. `approve: false`: another command waits then; `approve: 'ask'`: another address too.
   * Throws Fault `not-found`, `invalid`, `name-taken`, `disk-full`.
   */
  update(
    name: string,
    patch: Readonly<Record<string, unknown>>,
    { approve = true }: { approve?: boolean | 'ask' } = {},
  ): Promise<ServerRecord> {
    return this.#turns.take(async () => {
      const { id } = this.byName(name)
      const patched = patchedDocument(this.byName(name).document, patch)
      const renamed = patched.name !== name
      if (renamed) this.#ledger.index.refuseTaken(patched.name)
      // References are bound to the server's name: under a new one the values are sealed anew.
      const document = await this.#sealed(renamed ? await this.#vault.unseal(patched) : patched)
      await this.#vault.keep(refsOf(this.#vault.rebound(document, this.byName(name).namedAs)))
      const before = this.byName(name)
      if (before.id !== id || renamed) this.#ledger.index.refuseTaken(document.name)
      // Said anew, if at all.
      const grouped = Object.hasOwn(patch, 'metadata') ? null : before.grouped
      const now = serverRecord({ ...this.#edited(before, document), grouped })
      const approved = this.#approvals.approved(before)
      this.#enter({
        names: [before.namedAs, name, now.namedAs, document.name],
        by: manualSource,
        records: [now],
        also: ({ changed }) => {
          const edited = changed.find((change) => change.now.id === before.id)
          if (!edited) return
          if (approved && approve === true) this.#approvals.consent(edited.now)
          else if (approved && approve === false) this.#approvals.lapse(edited.now)
          else this.#approvals.doubt(edited.now, before)
        },
      })
      await this.#tidyVault()
      return this.byName(document.name)
    })
  }

  /**
   * Leaves a server kept by hand to a source that says the same of it: what that source names from now on counts. One a
   * source keeps stays with it. Throws Fault `not-found`, `disk-full`.
   */
  handOver(name: string, sourceId: string): Promise<ServerRecord> {
    return this.#turns.take(async () => {
      const before = this.byName(name)
      if (before.source.id !== manualSource) return before
      const seenAt = this.#clock.now()
      const { id, document, source } = before
      this.#ledger.say(sourceId, {})
      this.#enter({
        names: [name],
        by: sourceId,
        put: [
          {
            source: sourceId,
            document,
            firstSeenAt: source.firstSeenAt,
            seenAt,
            missingSince: null,
            held: null,
            server: id,
          },
        ],
        records: [serverRecord({ ...before, source: { ...source, id: sourceId } })],
        also: () => this.#ledger.servers.heed(name),
      })
      return this.byName(name)
    })
  }

  /** Removes a server; `restore` with `undo` brings it back within a day. Throws Fault `not-found`, `disk-full`. */
  unregister(name: string): { undo: string } {
    return { undo: this.#removals.remove(this.byName(name)) }
  }

  /** Whether a server that was removed can still be brought back: what belongs to it is kept as long. */
  canBringBack(id: string): boolean {
    return this.#removals.isKept(id)
  }

  /** Undoes a removal. Throws Fault `not-found` when the day is over, `name-taken`, `disk-full`. */
  restore(undo: string): ServerRecord {
    return this.byName(this.#removals.bringBack(undo))
  }

  /** A person switched it. An id that is no longer there is passed over. Throws Fault `disk-full`. */
  setIntent(id: string, intent: Intent): void {
    const before = this.get(id)
    if (before && before.switched !== intent) this.#replace({ ...before, switched: intent }, before)
  }

  /** A person wants to hear nothing of it until then, or again what there is to hear. Throws Fault `disk-full`. */
  mute(id: string, untilMs: number | null): void {
    const before = this.get(id)
    if (before && before.mutedUntil !== untilMs) this.#replace({ ...before, mutedUntil: untilMs }, before)
  }

  /**
   * A person says which servers are equal: those of one service; null: this one is equal to none. Kept by hand it stands
   * in the registration; what a source named stays the source's, and this stands over what it says.
   * Throws Fault `not-found`, `disk-full`.
   */
  async group(name: string, service: string | null): Promise<ServerRecord> {
    const before = this.byName(name)
    const { metadata } = before.registration
    if (before.source.id === manualSource) {
      const { service: _, ...others } = metadata
      return this.update(name, { metadata: service === null ? others : { ...metadata, service } })
    }
    const grouped = service === toldService(before) ? null : (service ?? '')
    return this.#replace({ ...before, grouped }, before)
  }

  /**
   * What one source names now, whole; of a long list some at a time. A name at an endpoint another source names too is the same
   * server; a name at another endpoint than the server that has it is a second one. What the source names no more is
   * missing, and goes once its lease is over; where much went at once nothing of it does, until `release`. Names a person
   * took away from the source are passed over. The documents have been checked. What is not said of the source stays as
   * it was said before. Throws Fault `disk-full`.
   */
  take(
    sourceId: string,
    documents: readonly RegistrationDocument[],
    word: Partial<SourceWord> = {},
  ): Promise<Taken> {
    return this.#turns.take(async () => {
      const sealed = await Promise.all(
        documents.map((document) => (this.#references.isOwn(document) ? document : this.seal(document))),
      )
      await this.#vault.keep(sealed.flatMap(refsOf))
      const heldBefore = this.#takings.heldOf(sourceId)
      const { taken, before } = await this.#takings.take(sourceId, sealed, word)
      if (heldBefore.join('\n') !== (taken.held?.missing ?? []).join('\n')) this.emit('held', sourceId)
      if (before.some(({ document }) => refsOf(document).length > 0)) await this.#tidyVault()
      return taken
    })
  }

  /**
   * What a person says of a source counts at once, for what it named when it was last read. Throws Fault `disk-full`.
   */
  say(sourceId: string, word: Partial<SourceWord>): void {
    if (!this.#ledger.say(sourceId, word)) return
    this.#enter({ names: this.#ledger.sightings.ofSource(sourceId).keys(), by: manualSource })
  }

  /**
   * The sources stand in this order from now on, those that are not named behind them: of two that name one server the
   * earlier one counts. Throws Fault `disk-full`.
   */
  arrange(sourceIds: readonly string[]): void {
    const order = this.#ledger.reorder(sourceIds)
    if (!order) return
    try {
      this.#enter({ names: order.names, by: manualSource, also: () => this.#ledger.keepOrder() })
    } catch (error) {
      order.undo()
      throw error
    }
  }

  /** What of a source waits for a person's word, because much of it went at once. */
  heldOf(sourceId: string): string[] {
    return this.#takings.heldOf(sourceId)
  }

  /** The same of all sources. */
  held(): { source: string; missing: string[] }[] {
    return this.#takings.held()
  }

  /**
   * A person's word on what went together: they are missing from now on, or stay until the source names them again and
   * then not. Answers with their names as the source gave them. Throws Fault `disk-full`.
   */
  release(sourceId: string, gone: boolean): string[] {
    const names = this.#takings.release(sourceId, gone)
    this.emit('held', sourceId)
    return names
  }

  /**
   * The source is no more: what only it named goes, and what it had overridden is as the others say. Answers with the
   * names that went. `restoreSource` with `undo` brings all of it back within a day. Throws Fault `disk-full`.
   */
  dropSource(sourceId: string): { removed: string[]; undo: string } {
    return this.#removals.removeSource(sourceId)
  }

  /**
   * Undoes the removal of a source's servers, with their switches and the consent they had. A name that was taken
   * meanwhile stays with its new owner; at another endpoint what comes back is its twin. Answers with the names that are
   * back. Throws Fault `disk-full`.
   */
  restoreSource(undo: string): string[] {
    return this.#removals.bringBackSource(undo)
  }

  /** One change, told to whoever listens: what went, what came, what is otherwise. */
  #enter(entry: Entry): Merged {
    const merged = this.#ledger.enter(entry)
    this.#references.forget()
    for (const record of merged.removed) this.emit('removed', record)
    for (const record of merged.added) this.emit('added', record)
    for (const { now, before } of merged.changed) this.emit('changed', now, before)
    this.#keepBound([...merged.added, ...merged.changed.map(({ now }) => now)])
    return merged
  }

  #replace(parts: ServerRecord, before: ServerRecord): ServerRecord {
    const now = serverRecord(parts)
    this.#ledger.replace(now)
    this.emit('changed', now, before)
    return now
  }

  /** The record as a person wants it: by hand whole, what a source names as an overlay over what that says. */
  #edited(before: ServerRecord, document: RegistrationDocument): ServerRecord {
    const [counts] = this.#ledger.sightingsOf(before)
    if (before.source.id === manualSource || !counts) return { ...before, document, ...ofHand(document) }
    const overlay = overlayBetween(counts.document, this.#vault.rebound(document, before.namedAs))
    const given = document.name === before.document.name ? before.overlay?.set.name : document.name
    if (given === undefined || given === before.namedAs) return { ...before, overlay }
    return { ...before, overlay: { gone: overlay?.gone ?? [], set: { ...overlay?.set, name: given } } }
  }

  async #expire(): Promise<void> {
    if (this.#takings.expire()) await this.#tidyVault()
  }

  /** What is sealed anew under another name; should a crash come first, the next start does it again. */
  #keepBound(records: readonly ServerRecord[]): void {
    const refs = records.flatMap(({ document, namedAs }) =>
      document.name === namedAs ? [] : refsOf(document),
    )
    if (refs.length > 0) void this.#turns.take(() => this.#vault.keep(refs)).catch(onlyFullDisk)
  }

  async #sealed(document: RegistrationDocument): Promise<RegistrationDocument> {
    const sealed = await this.#vault.seal(document)
    await this.#vault.keep(refsOf(sealed))
    return sealed
  }

  async #tidyVault(): Promise<void> {
    await this.#vault.retain(this.#ledger.refs())
  }
}

function onlyFullDisk(error: unknown): void {
  if (!(error instanceof Fault && error.code === 'disk-full')) throw error
}
