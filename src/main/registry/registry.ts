import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { Fault } from '../../shared/contract/fault'
import type { RegistrationDocument } from '../../shared/contract/registration'
import type { Database } from '../database/database'
import type { Clock } from '../host'
import { Turns } from '../turns'
import type { Approvals } from './approvals'
import { checkedDocument, patchedDocument } from './document'
import { refsOf } from './secrets'
import { ServerIndex } from './server-index'
import { type Intent, manualSource, type ServerRecord, serverRecord } from './server-record'
import { type Removal, ServerTable } from './server-table'
import { planTaking, type Taken } from './taking'
import type { Vault } from './vault'

/**
 * The set of servers: what a person registered and what sources name. Whatever a call here answered is on disk.
 * All records are in memory too; disk is always changed first, so the two cannot part.
 */
export class Registry extends EventEmitter<{
  added: [ServerRecord]
  changed: [now: ServerRecord, before: ServerRecord]
  removed: [ServerRecord]
}> {
  readonly #database: Database
  readonly #vault: Vault
  readonly #approvals: Approvals
  readonly #clock: Clock
  readonly #table: ServerTable
  readonly #index = new ServerIndex()
  /** By source: names it gave at its last read that belong to another. */
  readonly #claims = new Map<string, readonly string[]>()
  /** Writes that touch the vault happen one after the other. */
  readonly #turns = new Turns()

  constructor(parts: { database: Database; vault: Vault; approvals: Approvals; clock: Clock }) {
    super()
    // One for each room that follows it, as rollcall.ts has them.
    this.setMaxListeners(30)
    this.#database = parts.database
    this.#vault = parts.vault
    this.#approvals = parts.approvals
    this.#clock = parts.clock
    this.#table = new ServerTable(parts.database)
  }

  /** Reads what is kept and takes out of the vault what nothing uses. */
  async start(): Promise<void> {
    for (const record of this.#table.all()) this.#index.hold(record)
    await this.#tidyVault()
  }

  /** Resolves when nothing is being written any more. */
  async end(): Promise<void> {
    await this.#turns.over()
  }

  get(id: string): ServerRecord | undefined {
    return this.#index.byId(id)
  }

  /** Throws Fault `not-found`. */
  byName(name: string): ServerRecord {
    return this.#index.byName(name)
  }

  /** Highest priority first, then by name. */
  all(): ServerRecord[] {
    return [...this.#index.all()]
  }

  /** The document with its secrets as references; nothing is registered. */
  seal(document: RegistrationDocument): Promise<RegistrationDocument> {
    return this.#vault.seal(document)
  }

  /**
   * Registers by hand. A command counts as approved, because whoever sent it had it before their eyes. `approve: false`:
   * a command waits; `approve: 'ask'`: an address waits too, because nobody vouched for it (a link, a drop).
   * Throws Fault `invalid`, `name-taken`, `disk-full`.
   */
  register(given: unknown, { approve = true }: { approve?: boolean | 'ask' } = {}): Promise<ServerRecord> {
    return this.#turns.take(async () => {
      const document = checkedDocument(given)
      this.#index.refuseTaken(document.name)
      const sealed = await this.#sealed(document)
      // Asked again: an undo may have taken the name while the secrets were written.
      this.#index.refuseTaken(document.name)
      const now = this.#clock.now()
      const source = { id: manualSource, firstSeenAt: now, lastSeenAt: now }
      const record = serverRecord({
        id: randomUUID(),
        document: sealed,
        source,
        switched: null,
        mutedUntil: null,
        grouped: null,
      })
      this.#database.transaction(() => {
        this.#table.put(record)
        this.#table.heed(document.name)
        if (approve === true) this.#approvals.consent(record)
        else if (approve === 'ask') this.#approvals.doubt(record)
      })
      this.#index.hold(record)
      this.emit('added', record)
      return record
    })
  }

  /**
   * Changes fields; `null` takes one away. The server is kept by hand from now on, and the source that named it is no
   * longer heard on this name. A command that was approved stays so, because whoever sends a change to it has approved
   * the rest; what waits goes on waiting. `approve: false`: another command waits then; `approve: 'ask'`: another
   * address too.
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
      if (renamed) this.#index.refuseTaken(patched.name)
      // References are bound to the server's name: under a new one the values are sealed anew.
      const document = await this.#sealed(renamed ? await this.#vault.unseal(patched) : patched)
      const before = this.byName(name)
      if (before.id !== id || renamed) this.#index.refuseTaken(document.name)
      const now = serverRecord({
        ...before,
        document,
        source: { ...before.source, id: manualSource },
        // Said anew, if at all.
        grouped: Object.hasOwn(patch, 'metadata') ? null : before.grouped,
      })
      this.#database.transaction(() => {
        const approved = this.#approvals.approved(before)
        this.#table.put(now)
        if (before.source.id !== manualSource) this.#table.ignore(before.source.id, name)
        if (renamed) this.#approvals.forget(name)
        if (approved && approve === true) this.#approvals.consent(now)
        else if (approved && approve === false) this.#approvals.lapse(now)
        else this.#approvals.doubt(now, before)
      })
      this.#replace(now, before)
      await this.#tidyVault()
      return now
    })
  }

  /** Leaves a server to a source that says the same of it: what that source names from now on counts. Throws Fault `not-found`, `disk-full`. */
  handOver(name: string, sourceId: string): Promise<ServerRecord> {
    return this.#turns.take(async () => {
      const before = this.byName(name)
      const source = { ...before.source, id: sourceId, lastSeenAt: this.#clock.now() }
      const now = serverRecord({ ...before, source })
      this.#database.transaction(() => {
        this.#table.put(now)
        this.#table.heed(name)
      })
      this.#replace(now, before)
      return now
    })
  }

  /** Removes a server; `restore` with `undo` brings it back within a day. Throws Fault `not-found`, `disk-full`. */
  unregister(name: string): { undo: string } {
    const record = this.byName(name)
    const undo = randomUUID()
    const now = this.#clock.now()
    this.#database.transaction(() => {
      this.#table.purgeRemovals(now)
      this.#table.keepRemoval(undo, now, { record, approval: this.#approvals.given(name) })
      this.#table.delete(record.id)
      this.#approvals.forget(name)
      for (const source of this.#sourcesNaming(record)) this.#table.ignore(source, name)
    })
    this.#index.release(record.id)
    this.emit('removed', record)
    return { undo }
  }

  /** Whether a server that was removed can still be brought back: what belongs to it is kept as long. */
  canBringBack(id: string): boolean {
    return this.#table.isRemoved(id, this.#clock.now())
  }

  /** Undoes a removal. Throws Fault `not-found` when the day is over, `name-taken`, `disk-full`. */
  restore(undo: string): ServerRecord {
    const removal = this.#table.removal(undo, this.#clock.now())
    if (!removal)
      throw new Fault('not-found', 'This removal can no longer be undone.', { kind: 'removal', name: undo })
    const { approval } = removal
    const record = this.#orByHand(removal.record)
    const { name } = record.document
    this.#index.refuseTaken(name)
    this.#database.transaction(() => {
      this.#table.put(record)
      this.#table.deleteRemoval(undo)
      this.#table.heed(name)
      if (approval !== null) this.#approvals.give(name, approval)
    })
    this.#index.hold(record)
    this.emit('added', record)
    return record
  }

  /** A person switched it. An id that is no longer there is passed over. Throws Fault `disk-full`. */
  setIntent(id: string, intent: Intent): void {
    const before = this.#index.byId(id)
    if (!before || before.switched === intent) return
    const now = serverRecord({ ...before, switched: intent })
    this.#database.transaction(() => this.#table.put(now))
    this.#replace(now, before)
  }

  /** A person wants to hear nothing of it until then, or again what there is to hear. Throws Fault `disk-full`. */
  mute(id: string, untilMs: number | null): void {
    const before = this.#index.byId(id)
    if (!before || before.mutedUntil === untilMs) return
    const now = serverRecord({ ...before, mutedUntil: untilMs })
    this.#database.transaction(() => this.#table.put(now))
    this.#replace(now, before)
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
    const grouped = service === (metadata.service ?? null) ? null : (service ?? '')
    const now = serverRecord({ ...before, grouped })
    this.#database.transaction(() => this.#table.put(now))
    this.#replace(now, before)
    return now
  }

  /**
   * What one source names now, whole, in one transaction: adds, changes and removes what this source named. Names that
   * belong to another are left alone and reported; names a person took away from it are passed over.
   * The documents have been checked. Throws Fault `disk-full`.
   */
  take(sourceId: string, documents: readonly RegistrationDocument[]): Promise<Taken> {
    return this.#turns.take(async () => {
      const sealed = await Promise.all(documents.map((document) => this.#vault.seal(document)))
      await this.#vault.keep(sealed.flatMap(refsOf))
      const now = this.#clock.now()
      const { added, changed, unchanged, removed, claims, taken } = planTaking({
        sourceId,
        documents: sealed,
        registered: this.#index.all(),
        ignored: this.#table.ignored(sourceId),
        now,
        newId: randomUUID,
      })
      this.#database.transaction(() => {
        for (const record of removed) this.#table.delete(record.id)
        for (const record of added) this.#table.put(record)
        for (const change of changed) {
          this.#table.put(change.now)
          this.#approvals.lapse(change.now)
        }
        this.#table.seen(sourceId, now)
      })
      this.#claims.set(sourceId, claims)
      for (const record of removed) this.#index.release(record.id)
      for (const record of [...added, ...unchanged, ...changed.map((change) => change.now)])
        this.#index.hold(record)
      for (const record of removed) this.emit('removed', record)
      for (const record of added) this.emit('added', record)
      for (const change of changed) this.emit('changed', change.now, change.before)
      if (changed.length + removed.length > 0) await this.#tidyVault()
      return taken
    })
  }

  /**
   * The source is no more: removes what it named and answers with the names. `restoreSource` with `undo` brings all of
   * it back within a day. Throws Fault `disk-full`.
   */
  dropSource(sourceId: string): { removed: string[]; undo: string } {
    const dropped = this.#index.ofSource(sourceId)
    const undo = randomUUID()
    const now = this.#clock.now()
    this.#database.transaction(() => {
      this.#table.purgeRemovals(now)
      this.#table.keepDropped(undo, now, sourceId)
      for (const record of dropped) {
        const { name } = record.document
        const approval = this.#approvals.given(name)
        this.#table.keepRemoval(randomUUID(), now, { record, approval, withSource: undo })
        this.#table.delete(record.id)
        this.#approvals.forget(name)
      }
    })
    this.#claims.delete(sourceId)
    for (const record of dropped) this.#index.release(record.id)
    for (const record of dropped) this.emit('removed', record)
    return { removed: dropped.map(({ document }) => document.name), undo }
  }

  /**
   * Undoes the removal of a source's servers, with their switches and the consent they had. A name that was taken
   * meanwhile stays with its new owner. Answers with the names that are back. Throws Fault `disk-full`.
   */
  restoreSource(undo: string): string[] {
    const free = ({ record }: Removal) => !this.#index.has(record.document.name)
    const back = this.#table.removalsWith(undo).filter(free)
    this.#database.transaction(() => {
      for (const { record, approval } of back) {
        this.#table.put(record)
        if (approval !== null) this.#approvals.give(record.document.name, approval)
      }
      this.#table.forgetDropped(undo)
    })
    for (const { record } of back) this.#index.hold(record)
    for (const { record } of back) this.emit('added', record)
    return back.map(({ record }) => record.document.name)
  }

  /** What a source named that is gone itself comes back as kept by hand. */
  #orByHand(record: ServerRecord): ServerRecord {
    if (!this.#table.isDropped(record.source.id)) return record
    return serverRecord({ ...record, source: { ...record.source, id: manualSource } })
  }

  #replace(now: ServerRecord, before: ServerRecord): void {
    this.#index.hold(now)
    this.emit('changed', now, before)
  }

  #sourcesNaming(record: ServerRecord): string[] {
    const claiming = [...this.#claims].filter(([, names]) => names.includes(record.document.name))
    const sources = [record.source.id, ...claiming.map(([source]) => source)]
    return sources.filter((source) => source !== manualSource)
  }

  async #sealed(document: RegistrationDocument): Promise<RegistrationDocument> {
    const sealed = await this.#vault.seal(document)
    await this.#vault.keep(refsOf(sealed))
    return sealed
  }

  async #tidyVault(): Promise<void> {
    const records = [...this.#index.all(), ...this.#table.removals(this.#clock.now())]
    await this.#vault.retain(new Set(records.flatMap(({ document }) => refsOf(document))))
  }
}
