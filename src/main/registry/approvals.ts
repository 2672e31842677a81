import { EventEmitter } from 'node:events'
import { Fault } from '../../shared/contract/fault'
import type { CommandPreview } from '../../shared/contract/import'
import type { AddressPreview, ApprovalPreview } from '../../shared/contract/inbox'
import type { Registration } from '../../shared/contract/registration'
import { visibleExactly } from '../../shared/visible-text'
import type { Database } from '../database/database'
import type { Clock } from '../host'
import { ApprovalTable, type Refusal } from './approval-table'
import { commandLine } from './command-line'
import { type ConsentSubject, fingerprintOf, subjectOf } from './consent-subject'
import { masked } from './secrets'
import type { ServerRecord, SourcePolicy } from './server-record'

/**
 * A person's consent to commands, and to addresses of sources nobody vouched for. It is bound to the fingerprint of
 * everything that would run or be contacted: one changed byte and the server waits again. `changed` comes with every
 * answer that may be another one now.
 */
export class Approvals extends EventEmitter<{
  approved: [ServerRecord]
  refused: [ServerRecord]
  reopened: [ServerRecord]
  changed: [ServerRecord]
}> {
  readonly #database: Database
  readonly #table: ApprovalTable
  readonly #clock: Clock
  /** Registrations are never altered, so a fingerprint is made once. */
  readonly #fingerprints = new WeakMap<Registration, string>()
  /** By name; read when first asked for. */
  #doubts: Map<string, string> | undefined

  constructor(parts: { database: Database; clock: Clock }) {
    super()
    this.#database = parts.database
    this.#table = new ApprovalTable(parts.database)
    this.#clock = parts.clock
  }

  /** SHA-256 over the canonical JSON of what would run or be contacted; secrets count through their references. */
  fingerprint(registration: Registration): string {
    const known = this.#fingerprints.get(registration)
    if (known !== undefined) return known
    const fingerprint = fingerprintOf(subjectOf(registration))
    this.#fingerprints.set(registration, fingerprint)
    return fingerprint
  }

  /** What a person sees before consenting to a command. For a registration with one. */
  preview(registration: Registration): CommandPreview {
    const { command = '', args, cwd } = registration
    const env = masked(registration.env)
    return {
      fingerprint: this.fingerprint(registration),
      command,
      args: [...args],
      env,
      cwd: cwd ?? null,
      line: commandLine({ command, args, env, cwd }),
    }
  }

  /**
   * Whether it may not run or be contacted before a person said so: what it says of itself does not count, only what a
   * person said of its source.
   */
  needsConsent({ registration, word }: ServerRecord): boolean {
    if (registration.command !== undefined) return true
    return word.policy === 'ask' || !word.trusted || this.#isDoubted(registration)
  }

  /** True where nothing has to be approved, or exactly this was. */
  approved(record: ServerRecord): boolean {
    return !this.needsConsent(record) || this.#holds(record)
  }

  /** What waits for consent; null where nothing does. */
  pending(record: ServerRecord): ApprovalPreview | null {
    if (this.approved(record)) return null
    const { registration } = record
    return registration.command === undefined ? this.#address(registration) : this.preview(registration)
  }

  /** Whether a person refused exactly this. */
  refused({ registration }: ServerRecord): boolean {
    return this.refusal(registration.name)?.fingerprint === this.fingerprint(registration)
  }

  /** The last refusal under a name, of whatever it was then. */
  refusal(name: string): Refusal | null {
    return this.#table.refusal(name)
  }

  /** Whether the source's servers are to be connected, asked about or only listed. */
  policy({ word }: ServerRecord): SourcePolicy {
    return word.policy
  }

  /** What was consented to last under a name, and since when it is another thing; null where that is not known. */
  consented(name: string): { subject: ConsentSubject; lapsedAt: number | null } | null {
    return this.#table.subject(name)
  }

  /** Consents to what was shown. Kept on disk before it returns. Throws Fault `approval-stale`, `disk-full`. */
  approve(record: ServerRecord, fingerprint: string): void {
    this.#refuseStale(record, fingerprint)
    this.approveAll([record])
  }

  /** Consents to all of these as they are now, in one step; the caller has compared them. Throws Fault `disk-full`. */
  approveAll(records: readonly ServerRecord[]): void {
    const waiting = records.filter((record) => !this.approved(record))
    this.#database.transaction(() => {
      for (const record of waiting) {
        this.consent(record)
        this.#table.reopen(record.registration.name)
      }
    })
    for (const record of waiting) {
      this.emit('approved', record)
      this.emit('changed', record)
    }
  }

  /**
   * Refuses what was shown: the same bytes are not asked about again. `switchedOff` is kept for whoever takes it back.
   * Throws Fault `approval-stale`, `not-found` (it does not wait), `disk-full`.
   */
  refuse(record: ServerRecord, fingerprint: string, switchedOff: boolean): void {
    this.#refuseStale(record, fingerprint)
    const { name } = record.registration
    if (this.approved(record))
      throw new Fault('not-found', `${name} does not wait for a decision.`, { kind: 'decision', name })
    if (this.refused(record)) return
    this.#database.transaction(() => this.#table.refuse(name, { fingerprint, switchedOff }))
    this.emit('refused', record)
    this.emit('changed', record)
  }

  /** Takes a refusal back. Throws Fault `not-found`, `disk-full`. */
  reopen(record: ServerRecord): void {
    const { name } = record.registration
    if (!this.refusal(name))
      throw new Fault('not-found', `${name} was not refused.`, { kind: 'refusal', name })
    this.#database.transaction(() => this.#table.reopen(name))
    this.emit('reopened', record)
    this.emit('changed', record)
  }

  /** The fingerprint approved under a name. */
  given(name: string): string | null {
    return this.#table.given(name)
  }

  /** Keeps a consent as part of a larger transaction, without announcing it. */
  give(name: string, fingerprint: string): void {
    this.#database.transaction(() => this.#table.give(name, fingerprint, this.#clock.now()))
  }

  /** Consents to whatever the record would run or contact, as part of a larger transaction, if it needs that. */
  consent(record: ServerRecord): void {
    if (!this.needsConsent(record)) return
    const { name } = record.registration
    this.give(name, this.fingerprint(record.registration))
    this.#table.keepSubject(name, subjectOf(record.registration))
  }

  /**
   * Nobody vouched for it, as part of a larger transaction: it waits, be it an address kept by hand, unless it is what
   * it was `before` and that may run.
   */
  doubt(record: ServerRecord, before?: ServerRecord): void {
    const { registration } = record
    const { name } = registration
    const fingerprint = this.fingerprint(registration)
    if (before && this.approved(before)) {
      if (this.fingerprint(before.registration) === fingerprint) return
      this.#table.keepSubject(name, subjectOf(before.registration))
    }
    if (registration.command === undefined) {
      this.#table.doubt(name, fingerprint)
      this.#known().set(name, fingerprint)
    }
    this.lapse(record)
  }

  /** Consent ends with the thing consented to, even if that should come back. */
  lapse({ registration }: ServerRecord): void {
    const { name } = registration
    if (this.given(name) === this.fingerprint(registration)) return
    this.#table.take(name)
    this.#table.noteLapse(name, this.#clock.now())
  }

  /** Consent ends: the server was removed. */
  forget(name: string): void {
    this.#table.forget(name)
  }

  #holds({ registration }: ServerRecord): boolean {
    const given = this.given(registration.name)
    return given !== null && given === this.fingerprint(registration)
  }

  #refuseStale({ registration }: ServerRecord, fingerprint: string): void {
    const { name } = registration
    const now = this.fingerprint(registration)
    if (fingerprint !== now)
      throw new Fault('approval-stale', `What ${name} is has changed since it was shown.`, {
        server: name,
        fingerprint: now,
      })
  }

  #address(registration: Registration): AddressPreview {
    const { url = '', transport, headers, healthCheckUrl } = registration
    return {
      fingerprint: this.fingerprint(registration),
      url,
      transport: transport === 'sse' ? 'sse' : 'http',
      headers: masked(headers),
      health_check_url: healthCheckUrl ?? null,
      line: visibleExactly(url),
    }
  }

  #isDoubted(registration: Registration): boolean {
    const doubted = this.#known().get(registration.name)
    return doubted !== undefined && doubted === this.fingerprint(registration)
  }

  #known(): Map<string, string> {
    this.#doubts ??= this.#table.doubts()
    return this.#doubts
  }
}
