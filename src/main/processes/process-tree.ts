import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ProcessTable, treeOf } from './process-table'
import type { SystemProcess } from './system-process'

/** What is done to those that are still there, and how long they are given after it. */
const steps = [
  { signal: null, withinMs: 1_000 },
  { signal: 'SIGTERM', withinMs: 1_500 },
  // Cannot be refused; the time is for the system to clear away.
  { signal: 'SIGKILL', withinMs: 500 },
] as const
const lookEveryMs = 25

/** Children started with this are the head of a process group of their own, which `endTree` ends as a whole. */
export const ownGroup = process.platform !== 'win32'

/** The head of a tree: its pid is that of its group as well. */
export interface Head {
  readonly pid: number
  /** What its environment says it belongs to, where it was marked. */
  readonly mark: string | null
}

/**
 * Ends a process and everything that came from it. On POSIX its whole group and what left it for a session of its own:
 * one second to go by itself (its input is closed by then), then SIGTERM, after 2.5 s SIGKILL. Windows has no groups and
 * forgets who started whom once a parent is gone, so there the tree is ended at once, while it can still be found.
 *
 * Real time on purpose: processes do not follow a test's clock, and the program must not end before they have.
 */
export async function endTree(head: Head, table: ProcessTable): Promise<void> {
  if (!ownGroup) return taskkill(head.pid)
  const outside = async () =>
    treeOf(head, await table.read()).filter(({ pid, group }) => group !== head.pid && pid !== process.pid)
  await endAll({ group: head.pid, find: outside, table }, steps)
}

/**
 * Ends what `find` names, each of them only while it is still that very process: SIGTERM, and 1.5 s later SIGKILL.
 * `find` is asked again before each step.
 */
export async function endFound(find: () => Promise<SystemProcess[]>, table: ProcessTable): Promise<void> {
  if (ownGroup) return endAll({ group: null, find, table }, steps.slice(1))
  for (const { pid } of await find()) await taskkill(pid)
}

interface Ending {
  /** A process group of ours that is signalled as a whole. */
  readonly group: number | null
  /** What else there is. */
  readonly find: () => Promise<SystemProcess[]>
  readonly table: ProcessTable
}

async function endAll(
  { group, find, table }: Ending,
  order: readonly (typeof steps)[number][],
): Promise<void> {
  const others = new Map<number, SystemProcess>()
  const alive = () =>
    (group !== null && send(-group, 0)) || [...others.values()].some((one) => table.runs(one))
  const look = async () => {
    for (const one of await find()) others.set(one.pid, one)
  }
  for (const { signal, withinMs } of order) {
    // Each time anew: what loses its parent is found by its mark alone, and more may have been started meanwhile.
    await look()
    if (signal && group !== null) send(-group, signal)
    if (signal) for (const one of others.values()) if (table.runs(one)) send(one.pid, signal)
    await untilGone(alive, withinMs)
    if (alive()) continue
    await look()
    if (!alive()) return
  }
}

/** Looks until nothing is alive or the time is over. */
async function untilGone(alive: () => boolean, withinMs: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < withinMs && alive(); waitedMs += lookEveryMs) await sleep(lookEveryMs)
}

/** False where nobody is left to take the signal. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    return false
  }
}

function taskkill(pid: number): Promise<void> {
  return new Promise((resolve) => {
    // Its only failure that matters here is "no such process", which is what was wanted.
    execFile('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true }, () => resolve())
  })
}
