import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { Fault } from '../../shared/contract/fault'
import type { LeftoverProcess } from '../../shared/contract/processes'
import type { Connections } from '../connections/connections'
import type { Database } from '../database/database'
import type { Host } from '../host'
import { Guardian } from './guardian'
import { ProcessTable, treeOf } from './process-table'
import { endFound, endTree, ownGroup } from './process-tree'
import type { Snapshot, SystemProcess } from './system-process'

const dayMs = 24 * 3_600_000
/** Kept of one server. */
const crashesMax = 5_000
const commandMax = 500

/** Whom a process is started for. */
export type Owner =
  | { readonly kind: 'server'; readonly id: string; readonly name: string }
  | { readonly kind: 'trial'; readonly name: string }

/** A process that was started and has not ended. */
export interface Started {
  readonly pid: number
  readonly mark: string
  readonly owner: Owner
  readonly command: string
  /** It is being ended. */
  ending: boolean
}

/**
 * Every process started for a server: who it is for, since when, and that it ends with everything it started, even where
 * Rollcall itself is killed. Owns the record of them on disk and the guardian.
 */
export class Processes extends EventEmitter<{ changed: [] }> {
  readonly table = new ProcessTable()
  readonly #database: Database
  readonly #host: Pick<Host, 'clock' | 'log'>
  readonly #run = randomBytes(8).toString('hex')
  readonly #guardian: Guardian | null
  readonly #started = new Map<number, Started>()
  readonly #crashes = new Map<string, number[]>()
  #count = 0

  constructor(parts: { database: Database; host: Pick<Host, 'clock' | 'log'> }) {
    super()
    this.#database = parts.database
    this.#host = parts.host
    this.#guardian = ownGroup ? new Guardian({ run: this.#run, log: parts.host.log }) : null
  }

  /** Forgets what an earlier run left on record and what is gone by now. */
  async start(): Promise<void> {
    const records = this.#records()
    if (records.length === 0) return
    const snapshot = await this.table.read()
    for (const record of records) if (remainsOf(record, snapshot).length === 0) this.#forget(record.pid)
  }

  /** Counts the processes that end by themselves. */
  follow(connections: Pick<Connections, 'on'>): void {
    connections.on('evidence', ({ serverId, error }) => {
      if (error?.code === 'process-exited') this.#noteCrash(serverId)
    })
  }

  end(): void {
    this.#guardian?.end()
  }

  /** The watch that outlives this process; null while there is none. */
  get guardianPid(): number | null {
    return this.#guardian?.pid ?? null
  }

  /** For the environment of a process about to be started, so that everything it starts in turn can be found. */
  nextMark(): string {
    this.#guardian?.start()
    this.#count += 1
    return `${this.#run}.${this.#count}`
  }

  /** Takes a process into the ledger; said as soon as it runs. */
  add(pid: number, { owner, command, mark }: Pick<Started, 'owner' | 'command' | 'mark'>): void {
    const started: Started = { pid, owner, mark, command: command.slice(0, commandMax), ending: false }
    this.#started.set(pid, started)
    this.#guardian?.add(pid)
    void this.table.begun(pid).then((began) => {
      if (began !== undefined && this.#started.get(pid) === started) this.#keep(started, began)
    })
    this.emit('changed')
  }

  /** Ends a process that is in the ledger and everything that came from it; within 4 s. */
  async finish(pid: number): Promise<void> {
    const started = this.#started.get(pid)
    if (!started) return
    started.ending = true
    this.emit('changed')
    await endTree(started, this.table)
    this.#started.delete(pid)
    this.#guardian?.drop(pid)
    this.#forget(pid)
    this.emit('changed')
  }

  all(): readonly Started[] {
    return [...this.#started.values()]
  }

  /** How often a server's process ended by itself in the last 24 hours, as far back as this run goes. */
  crashesOf(serverId: string): number {
    return this.#recentCrashes(serverId).length
  }

  /** What earlier runs left and still runs, by the server it was for. */
  leftovers(snapshot: Snapshot): LeftoverProcess[] {
    return this.#earlier().flatMap((record) =>
      remainsOf(record, snapshot).map((one) => ({
        pid: one.pid,
        server: record.owner,
        command: one.pid === record.pid ? record.command : this.table.nameOf(one),
        startedAt: new Date(one.startedAt).toISOString(),
      })),
    )
  }

  /** Ends them, within 3 s. Whatever is not the very process that was started is left alone. */
  async endLeftovers(): Promise<{ ended: number; left: number }> {
    const records = this.#earlier()
    const find = async () => {
      const snapshot = await this.table.read()
      return records.flatMap((record) => remainsOf(record, snapshot))
    }
    const before = await find()
    await endFound(find, this.table)
    const left = (await find()).length
    if (left === 0) for (const { pid } of records) if (!this.#started.has(pid)) this.#forget(pid)
    this.emit('changed')
    return { ended: Math.max(0, before.length - left), left }
  }

  #noteCrash(serverId: string): void {
    const all = [...this.#recentCrashes(serverId), this.#host.clock.now()]
    this.#crashes.set(serverId, all.slice(-crashesMax))
  }

  #recentCrashes(serverId: string): number[] {
    const since = this.#host.clock.now() - dayMs
    return (this.#crashes.get(serverId) ?? []).filter((at) => at > since)
  }

  #earlier(): Recorded[] {
    return this.#records().filter(({ mark }) => !mark.startsWith(`${this.#run}.`))
  }

  #records(): Recorded[] {
    return this.#database
      .prepare('SELECT pid, began, mark, owner, command FROM process_started ORDER BY owner, at')
      .all()
      .map(({ pid, began, mark, owner, command }) => ({
        pid: Number(pid),
        began: String(began),
        mark: String(mark),
        owner: String(owner),
        command: String(command),
      }))
  }

  #keep({ pid, mark, owner, command }: Started, began: string): void {
    this.#quickly(
      'INSERT OR REPLACE INTO process_started (pid, began, mark, owner, command, at) VALUES (?, ?, ?, ?, ?, ?)',
      [pid, began, mark, owner.name, command, this.#host.clock.now()],
    )
  }

  #forget(pid: number): void {
    this.#quickly('DELETE FROM process_started WHERE pid = ?', [pid])
  }

  /** On a full disk the record misses one; the guardian does not. */
  #quickly(sql: string, values: (string | number)[]): void {
    try {
      this.#database.quickTransaction(() => this.#database.prepare(sql).run(...values))
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'disk-full')) throw error
    }
  }
}

interface Recorded {
  readonly pid: number
  readonly began: string
  readonly mark: string
  /** The name of whom it was for. */
  readonly owner: string
  readonly command: string
}

/** What is left of a process of an earlier run: itself and its tree, or what is marked as it was. */
function remainsOf({ pid, began, mark }: Recorded, snapshot: Snapshot): SystemProcess[] {
  const isThere = snapshot.get(pid)?.began === began
  return treeOf({ pid: isThere ? pid : 0, mark }, snapshot).filter((one) => one.pid !== process.pid)
}
