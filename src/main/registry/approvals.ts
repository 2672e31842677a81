import { createHash } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { Fault } from '../../shared/contract/fault'
import type { CommandPreview } from '../../shared/contract/import'
import type { Registration } from '../../shared/contract/registration'
import type { Database } from '../database/database'
import type { Clock } from '../host'
import { canonicalJson } from './canonical'
import { commandLine } from './command-line'
import { masked } from './secrets'
import type { ServerRecord } from './server-record'

/**
 * A person's consent to commands. It is bound to the fingerprint of everything that would run, name, arguments,
 * variables and directory: one changed byte and the command waits again.
 */
export class Approvals extends EventEmitter<{ approved: [ServerRecord] }> {
  readonly #database: Database
  readonly #clock: Clock

  constructor(parts: { database: Database; clock: Clock }) {
    super()
    this.#database = parts.database
    this.#clock = parts.clock
  }

  /** SHA-256 over the canonical JSON of what would run; secrets count through their references. */
  fingerprint({ name, command, args, env, cwd }: Registration): string {
    return createHash('sha256').update(canonicalJson({ name, command, args, env, cwd })).digest('hex')
  }

  /** What a person sees before consenting. For a registration with a command. */
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

  /** True where nothing has to be approved, or exactly this was. */
  approved({ registration }: ServerRecord): boolean {
    if (registration.command === undefined) return true
    return this.given(registration.name) === this.fingerprint(registration)
  }

  /** What waits for consent; null where nothing does. */
  pending(record: ServerRecord): CommandPreview | null {
    return this.approved(record) ? null : this.preview(record.registration)
  }

  /** Consents to what was shown. Kept on disk before it returns. Throws Fault `approval-stale`, `disk-full`. */
  approve(record: ServerRecord, fingerprint: string): void {
    const { name } = record.registration
    if (fingerprint !== this.fingerprint(record.registration))
      throw new Fault('approval-stale', `What ${name} would run has changed since it was shown.`, {
        server: name,
        fingerprint: this.fingerprint(record.registration),
      })
    if (this.approved(record)) return
    this.give(name, fingerprint)
    this.emit('approved', record)
  }

  /** The fingerprint approved under a name. */
  given(name: string): string | null {
    const row = this.#database.prepare('SELECT fingerprint FROM approval WHERE name = ?').get(name)
    return row ? String(row.fingerprint) : null
  }

  /** Keeps a consent as part of a larger transaction, without announcing it. */
  give(name: string, fingerprint: string): void {
    this.#database.transaction(() =>
      this.#database
        .prepare(
          `INSERT INTO approval (name, fingerprint, at) VALUES (?, ?, ?)
           ON CONFLICT (name) DO UPDATE SET fingerprint = excluded.fingerprint, at = excluded.at`,
        )
        .run(name, fingerprint, this.#clock.now()),
    )
  }

  /** Consents to whatever the record would run, as part of a larger transaction: who registered it had it before them. */
  consent({ registration }: ServerRecord): void {
    if (registration.command !== undefined) this.give(registration.name, this.fingerprint(registration))
  }

  /** Consent ends with the thing consented to, even if that should come back. */
  lapse(record: ServerRecord): void {
    if (!this.approved(record)) this.forget(record.registration.name)
  }

  /** Consent ends: the server was removed. */
  forget(name: string): void {
    this.#database.prepare('DELETE FROM approval WHERE name = ?').run(name)
  }
}
