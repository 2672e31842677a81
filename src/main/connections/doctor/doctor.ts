import type { DoctorStepName, Examination } from '../../../shared/contract/doctor'
import { Fault } from '../../../shared/contract/fault'
import type { Registration } from '../../../shared/contract/registration'
import type { Host } from '../../host'
import type { Approvals } from '../../registry/approvals'
import { hiding, holdsSecret, secretsIn } from '../../registry/secrets'
import type { ServerRecord } from '../../registry/server-record'
import { SecretMissing, type Vault } from '../../registry/vault'
import type { Preferences } from '../../settings/preferences'
import { Wake } from '../../wake'
import type { Session } from '../session'
import type { Bearer } from '../sign-in/bearer'
import type { Trials } from '../trial'
import { addressReached } from './address-steps'
import { commandFound } from './command-steps'
import type { Examined } from './examined'
import { Sheet } from './sheet'
import { talked } from './talk'

/** Finds out why a server does not connect, over a connection of its own. Keeps nothing. */
export class Doctor {
  readonly #approvals: Approvals
  readonly #vault: Vault
  readonly #trials: Trials
  readonly #preferences: Preferences
  readonly #host: Host
  readonly #live: (id: string) => Session | undefined
  readonly #bearer: (id: string) => Bearer
  readonly #ended = new AbortController()
  readonly #running = new Set<Promise<void>>()

  constructor(parts: {
    approvals: Approvals
    vault: Vault
    trials: Trials
    preferences: Preferences
    host: Host
    /** The live connection of a server, if there is one. */
    live: (id: string) => Session | undefined
    bearer: (id: string) => Bearer
  }) {
    this.#approvals = parts.approvals
    this.#vault = parts.vault
    this.#trials = parts.trials
    this.#preferences = parts.preferences
    this.#host = parts.host
    this.#live = parts.live
    this.#bearer = parts.bearer
  }

  /**
   * The examination as it is, after each change; of those that come faster than they are read only the latest. Ends once
   * what was opened is closed again, its process included. Throws Fault cancelled (`signal`, or Rollcall ends).
   */
  async *examine(record: ServerRecord, signal?: AbortSignal): AsyncGenerator<Examination, void> {
    const left = new AbortController()
    const over = AbortSignal.any([left.signal, this.#ended.signal, ...(signal ? [signal] : [])])
    const wake = new Wake(over)
    const { clock } = this.#host
    const startedAt = new Date(clock.now()).toISOString()
    const sheet = new Sheet(stepsOf(record.registration, this.#approvals.needsConsent(record)), {
      now: () => clock.now(),
      onChange: () => wake.wake(),
    })
    let thrown: unknown
    const running = this.#run(record, sheet, over)
      .catch((error: unknown) => {
        thrown = error
      })
      .finally(() => {
        this.#running.delete(running)
        wake.wake()
      })
    this.#running.add(running)
    try {
      while (true) {
        const { outcome, steps } = sheet
        // What was opened is closed before the last word is given.
        if (outcome !== 'running') await running
        if (over.aborted) throw new Fault('cancelled', 'The examination was given up.')
        if (thrown !== undefined) throw thrown
        yield { server: record.registration.name, startedAt, outcome, steps: [...steps] }
        if (outcome !== 'running') return
        await wake.sleep()
      }
    } finally {
      left.abort()
      await running
    }
  }

  /** Gives up what is under way; resolves once its processes are gone. */
  async end(): Promise<void> {
    this.#ended.abort()
    await Promise.all(this.#running)
  }

  async #run(record: ServerRecord, sheet: Sheet, signal: AbortSignal): Promise<void> {
    const { registration } = record
    if (this.#approvals.needsConsent(record) && !this.#approved(record, sheet)) return
    const opened = await this.#opened(registration, sheet)
    if (!opened) return
    const live = this.#live(record.id)
    const examined: Examined = {
      record,
      opened,
      sheet,
      signal,
      timeoutMs: registration.timeoutMs ?? this.#preferences.get().connectTimeoutMs,
      host: this.#host,
      live: live?.kind === 'stdio' ? live : undefined,
      bearer: this.#bearer(record.id),
    }
    const there = await (opened.url === undefined ? commandFound(examined) : addressReached(examined))
    if (there) await talked(examined, this.#trials)
  }

  #approved(record: ServerRecord, sheet: Sheet): boolean {
    sheet.begin('approval')
    const approved = this.#approvals.approved(record)
    if (approved) sheet.pass('approved')
    else sheet.fail({ code: 'needs-approval', detail: { server: record.registration.name } })
    return approved
  }

  async #opened(registration: Registration, sheet: Sheet): Promise<Registration | undefined> {
    sheet.begin('secrets')
    try {
      const opened = await this.#vault.open(registration)
      const secrets = secretsIn(registration, opened)
      sheet.hide = hiding([...secrets, ...secretsInUrl(opened.url)])
      if (secrets.length === 0) sheet.pass('no-secrets')
      else sheet.pass('secrets', { facts: { secrets: secrets.length } })
      return opened
    } catch (error) {
      if (!(error instanceof SecretMissing)) throw error
      sheet.fail({ code: 'secret-missing', detail: { field: error.field } })
      return undefined
    }
  }
}

const ofCommand = ['approval', 'secrets', 'directory', 'command', 'process', 'speak', 'lists'] as const
const ofAddress = [
  'approval',
  'secrets',
  'address',
  'dns',
  'tcp',
  'tls',
  'http',
  'auth',
  'speak',
  'lists',
] as const

function stepsOf({ url, cwd }: Registration, needsConsent: boolean): readonly DoctorStepName[] {
  if (url === undefined) return ofCommand.filter((step) => step !== 'directory' || cwd !== undefined)
  const isSecure = new URL(url).protocol === 'https:'
  return ofAddress.filter((step) => (step !== 'tls' || isSecure) && (step !== 'approval' || needsConsent))
}

/** The values in an address that look secret by their names, as they stand there and as they are meant. */
function secretsInUrl(address: string | undefined): string[] {
  if (address === undefined) return []
  const { search, searchParams, username, password } = new URL(address)
  const meant = [...searchParams].flatMap(([name, value]) => (holdsSecret('env', name) ? [value] : []))
  const written = search
    .slice(1)
    .split('&')
    .map((pair) => pair.split('='))
    .flatMap(([name = '', ...value]) => (holdsSecret('env', name) ? [value.join('=')] : []))
  return [...meant, ...written, username, password]
}
