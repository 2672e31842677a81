import type { LedgerProcess, ProcessLedger, ProcessOwner } from '../../shared/contract/processes'
import type { Clock } from '../host'
import { descendantsOf, treeOf } from './process-table'
import type { Processes, Started } from './processes'
import type { Snapshot, SystemProcess } from './system-process'

/** What was measured this short a time ago is told again. */
const freshMs = 1_000
/** Longer ago, and a share of a processor would say nothing of now. */
const staleMs = 60_000

/** What a row needs to know of others than the ledger. */
export interface Surroundings {
  /** The name a server is registered by now; undefined where it is not any more. */
  nameOf(serverId: string): string | undefined
  /** The pid of the live connection. */
  livePid(serverId: string): number | null
  samples(): readonly { readonly name: string; readonly pid: number | null }[]
}

interface Head {
  readonly pid: number
  readonly owner: ProcessOwner
  readonly state: LedgerProcess['state']
  readonly command: string | null
  readonly crashes: number | null
  /** It has a group and a mark of its own; what else there is has only what is below it. */
  readonly mark: string | null
}

/** Measures all processes of Rollcall: who they are for, and what each tree takes. */
export class Look {
  readonly #processes: Processes
  readonly #around: Surroundings
  readonly #clock: Clock
  /** Processor time of each tree at the look before, by the word that tells its head from others. */
  #before: { readonly at: number; readonly cpuMs: ReadonlyMap<string, number> } = { at: 0, cpuMs: new Map() }
  #last: { readonly at: number; readonly ledger: Promise<ProcessLedger> } | undefined

  constructor(parts: { processes: Processes; around: Surroundings; clock: Clock }) {
    this.#processes = parts.processes
    this.#around = parts.around
    this.#clock = parts.clock
    parts.processes.on('changed', () => {
      this.#last = undefined
    })
  }

  now(): Promise<ProcessLedger> {
    const at = this.#clock.now()
    if (this.#last === undefined || at - this.#last.at >= freshMs)
      this.#last = { at, ledger: this.#measure(at) }
    return this.#last.ledger
  }

  async #measure(at: number): Promise<ProcessLedger> {
    const snapshot = await this.#processes.table.read()
    const heads = this.#heads()
    const pids = new Set(heads.map(({ pid }) => pid))
    const cpuMs = new Map<string, number>()
    const processes = heads.flatMap((head) => {
      const one = snapshot.get(head.pid)
      // It ended while we looked, or the system says nothing at all.
      if (!one && snapshot.size > 0) return []
      const name = one ? this.#processes.table.nameOf(one) : ''
      const row = rowOf({ ...head, command: head.command ?? name }, one, membersOf(head, snapshot, pids))
      if (one) cpuMs.set(one.began, row.cpuMs)
      return { ...row.view, cpu: one ? this.#shareOf(one.began, row.cpuMs, at) : null }
    })
    this.#before = { at, cpuMs }
    const iso = new Date(at).toISOString()
    return { at: iso, processes, leftovers: this.#processes.leftovers(snapshot) }
  }

  #shareOf(began: string, cpuMs: number, at: number): number | null {
    const before = this.#before.cpuMs.get(began)
    const sinceMs = at - this.#before.at
    if (before === undefined || sinceMs <= 0 || sinceMs > staleMs) return null
    // A child that ended took its time with it.
    return Math.max(0, (cpuMs - before) / sinceMs)
  }

  #heads(): Head[] {
    const started = this.#processes.all().map((one) => this.#startedHead(one))
    const samples = this.#around.samples().flatMap(({ name, pid }): Head[] => {
      const owner = { kind: 'sample', name } as const
      return pid === null ? [] : [{ pid, owner, state: 'running', command: null, crashes: null, mark: null }]
    })
    const ours = { state: 'running', command: null, crashes: null, mark: null } as const
    const { guardianPid } = this.#processes
    const named = (head: Head) => ('name' in head.owner ? head.owner.name : '')
    return [
      ...started.sort((a, b) => (named(a) < named(b) ? -1 : 1)),
      ...samples,
      { ...ours, pid: process.pid, owner: { kind: 'rollcall', part: 'core' } },
      ...(guardianPid === null
        ? []
        : [{ ...ours, pid: guardianPid, owner: { kind: 'rollcall', part: 'guardian' } as const }]),
    ]
  }

  #startedHead({ pid, mark, owner, command, ending }: Started): Head {
    if (owner.kind === 'trial')
      return { pid, mark, owner, command, crashes: null, state: ending ? 'ending' : 'starting' }
    const { id } = owner
    const state = this.#around.livePid(id) === pid ? 'running' : 'starting'
    const name = this.#around.nameOf(id) ?? owner.name
    const crashes = this.#processes.crashesOf(id)
    return {
      pid,
      mark,
      owner: { kind: 'server', id, name },
      command,
      crashes,
      state: ending ? 'ending' : state,
    }
  }
}

function membersOf({ pid, mark }: Head, snapshot: Snapshot, heads: ReadonlySet<number>): SystemProcess[] {
  if (mark !== null) return treeOf({ pid, mark }, snapshot, heads)
  const one = snapshot.get(pid)
  return one ? [one, ...descendantsOf(pid, snapshot, heads)] : []
}

function rowOf(
  head: Head & { readonly command: string },
  one: SystemProcess | undefined,
  members: readonly SystemProcess[],
) {
  const { pid, owner, state, command, crashes } = head
  const view = {
    pid,
    owner,
    command,
    startedAt: new Date(one?.startedAt ?? 0).toISOString(),
    memoryBytes: one ? members.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0) : null,
    children: Math.max(0, members.length - 1),
    crashes,
    state,
  }
  return { view, cpuMs: members.reduce((sum, each) => sum + each.cpuMs, 0) }
}
