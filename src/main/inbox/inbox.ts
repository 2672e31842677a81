import { EventEmitter } from 'node:events'
import type { Source } from '../../shared/contract/discovery'
import { Fault } from '../../shared/contract/fault'
import type { Inbox as InboxView } from '../../shared/contract/inbox'
import type { Approvals } from '../registry/approvals'
import type { Registry } from '../registry/registry'
import type { ServerRecord } from '../registry/server-record'
import { sourceOf, waitingServer } from './waiting-server'

/** Most of each kind that are told at once; a person decides them one by one. */
const toldMax = 200

/** What a person decides about, by the name of the server and what was shown. */
interface Decision {
  readonly server: string
  readonly fingerprint: string
}

/**
 * Servers that wait for a person's decision. Decides nothing itself: what may run or be contacted is `Approvals`', and
 * whether it is wanted the registry's. `changed` comes when others wait than before, or one of them is another.
 */
export class Inbox extends EventEmitter<{ changed: [] }> {
  readonly #registry: Registry
  readonly #approvals: Approvals
  readonly #sources: () => readonly Source[]
  /** By id. */
  readonly #waiting = new Map<string, ServerRecord>()
  readonly #refused = new Map<string, ServerRecord>()

  /** `sources` gives all there are, now. */
  constructor(parts: { registry: Registry; approvals: Approvals; sources: () => readonly Source[] }) {
    super()
    this.#registry = parts.registry
    this.#approvals = parts.approvals
    this.#sources = parts.sources
  }

  start(): void {
    this.#registry.on('added', this.#place).on('changed', this.#place).on('removed', this.#removed)
    this.#approvals.on('changed', this.#place)
    for (const record of this.#registry.all()) this.#place(record)
  }

  end(): void {
    this.#registry.off('added', this.#place).off('changed', this.#place).off('removed', this.#removed)
    this.#approvals.off('changed', this.#place)
  }

  view(): InboxView {
    const sources = this.#sources()
    const sourceName = (id: string) => sourceOf(id, sources).name
    const told = (records: ReadonlyMap<string, ServerRecord>) =>
      [...records.values()]
        .map((record) => ({ record, source: sourceName(record.source.id) }))
        .sort(
          (one, other) =>
            compare(one.source, other.source) ||
            compare(one.record.source.id, other.record.source.id) ||
            one.record.source.firstSeenAt - other.record.source.firstSeenAt ||
            compare(one.record.registration.name, other.record.registration.name),
        )
        .slice(0, toldMax)
        .map(({ record }) =>
          waitingServer(record, {
            approvals: this.#approvals,
            source: sourceOf(record.source.id, sources),
          }),
        )
    return { count: this.#waiting.size, waiting: told(this.#waiting), refused: told(this.#refused) }
  }

  /** Throws Fault `not-found`, `approval-stale`, `disk-full`. */
  approve({ server, fingerprint }: Decision): void {
    const record = this.#registry.byName(server)
    const wasOff = this.#switchedOffFor(record)
    this.#approvals.approve(record, fingerprint)
    if (wasOff) this.#registry.setIntent(record.id, 'on')
  }

  /** Switches it off, and remembers what was refused. Throws Fault `not-found`, `approval-stale`, `disk-full`. */
  refuse({ server, fingerprint }: Decision): void {
    const record = this.#registry.byName(server)
    const isOn = record.intent === 'on'
    this.#approvals.refuse(record, fingerprint, isOn || this.#switchedOffFor(record))
    if (isOn) this.#registry.setIntent(record.id, 'off')
  }

  /** Asks again, as it was before it was refused. Throws Fault `not-found`, `disk-full`. */
  reopen(server: string): void {
    const record = this.#registry.byName(server)
    const wasOff = this.#switchedOffFor(record)
    this.#approvals.reopen(record)
    if (wasOff) this.#registry.setIntent(record.id, 'on')
  }

  /**
   * Approves the waiting addresses of a source (its id or name) whose fingerprint is among those that were shown; never
   * a command. Throws Fault `not-found`, `disk-full`.
   */
  approveAll(source: string, fingerprints: readonly string[]): { approved: string[]; left: string[] } {
    const { id } = this.#source(source)
    const shown = new Set(fingerprints)
    const addresses = [...this.#waiting.values()].filter(
      (record) => record.source.id === id && record.registration.command === undefined,
    )
    const isShown = ({ registration }: ServerRecord) => shown.has(this.#approvals.fingerprint(registration))
    const [approved, left] = [addresses.filter(isShown), addresses.filter((record) => !isShown(record))]
    this.#approvals.approveAll(approved)
    return { approved: namesOf(approved), left: namesOf(left) }
  }

  readonly #place = (record: ServerRecord): void => {
    const before = this.#waiting.get(record.id) ?? this.#refused.get(record.id)
    const standing = this.#standing(record)
    this.#waiting.delete(record.id)
    this.#refused.delete(record.id)
    if (standing === 'waiting') this.#waiting.set(record.id, record)
    if (standing === 'refused') this.#refused.set(record.id, record)
    if (before || standing) this.emit('changed')
  }

  readonly #removed = ({ id }: ServerRecord): void => {
    const waited = this.#waiting.delete(id)
    if (this.#refused.delete(id) || waited) this.emit('changed')
  }

  /** What a person switched off themselves, or wants to see listed only, needs no decision; unless a refusal did it. */
  #standing(record: ServerRecord): 'waiting' | 'refused' | null {
    if (this.#approvals.approved(record)) return null
    if (this.#approvals.refused(record)) return 'refused'
    if (record.switched === 'on' || this.#switchedOffFor(record)) return 'waiting'
    return record.switched === null && this.#approvals.policy(record) !== 'list' ? 'waiting' : null
  }

  /** Whether it is off because it was refused. */
  #switchedOffFor({ registration, switched }: ServerRecord): boolean {
    return switched === 'off' && this.#approvals.refusal(registration.name)?.switchedOff === true
  }

  #source(given: string): Source {
    const sources = this.#sources()
    const source = sources.find(({ id }) => id === given) ?? sources.find(({ name }) => name === given)
    if (!source) throw new Fault('not-found', `There is no source ${given}.`, { kind: 'source', name: given })
    return source
  }
}

function namesOf(records: readonly ServerRecord[]): string[] {
  return records.map(({ registration }) => registration.name).sort(compare)
}

/** The same on every machine, whatever its language. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
